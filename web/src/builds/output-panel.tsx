import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useDeploymentOutput, type OutputLine, type ShownOutput } from '../data/deployment-output.js';
import { RowSkeletons } from '../ui/skeletons.js';
import { VirtualLog } from '../ui/virtual-log.js';
import classes from './output-panel.module.css';
import { readLogged, type LoggedLine } from './printed-line.js';

interface Props {
  deployment: { id: string; environment: string; status: string };
}

// A line of text at its size.
const ROW_PX = 20;
const HEIGHT = 'min(420px, 60vh)';
const WORDS: Record<ShownOutput['connection'], string> = {
  connecting: 'connecting',
  live: 'live',
  away: 'the server is away; this goes on by itself',
  over: 'it serves no longer',
  refused: 'not available',
};

/** What a deployed service prints, as it comes: standard output plain, standard error marked, and a word where lines are missing. */
export function OutputPanel({ deployment: { id, environment, status } }: Props) {
  const { lines, isCut, connection } = useDeploymentOutput(id, status === 'live');
  const label = `Output of ${environment}`;
  const [isRaw, setRaw] = useState(false);
  const isLogged = lines.some(({ text }) => text.startsWith('{'));
  return (
    <section className={classes.panel} aria-label={label}>
      <div className={`mw-muted ${classes.head}`}>
        <span className={classes.dot} data-state={connection} aria-hidden />
        <span>What it prints</span>
        <span role="status">{WORDS[connection]}</span>
        {isCut ? <span>older lines are not kept</span> : null}
        {isLogged ? (
          <Button className={classes.raw} size="compact-sm" variant="default" aria-pressed={isRaw} onClick={() => setRaw(!isRaw)}>
            As printed
          </Button>
        ) : null}
      </div>
      {lines.length > 0 ? (
        <VirtualLog
          items={lines}
          keyOf={(line) => line.seq}
          render={(line) => <Line line={line} isRaw={isRaw} />}
          label={label}
          rowHeight={ROW_PX}
          height={HEIGHT}
          fits
        />
      ) : connection === 'connecting' ? (
        <RowSkeletons rows={3} height={ROW_PX} />
      ) : (
        <p className={`mw-muted ${classes.nothing}`}>{nothing(status, connection)}</p>
      )}
    </section>
  );
}

function nothing(status: string, connection: ShownOutput['connection']): string {
  if (connection === 'away' || connection === 'refused') return 'What it printed cannot be read just now.';
  return status === 'live' ? 'It has printed nothing yet.' : 'Nothing that it printed is kept.';
}

function Line({ line: { at, source, text }, isRaw }: { line: OutputLine; isRaw: boolean }) {
  const logged = useMemo(() => readLogged(text), [text]);
  return (
    <div className={`mw-mono ${classes.line}`} data-source={source}>
      <time dateTime={at} className="mw-muted" title={at}>
        {new Date(at).toLocaleTimeString([], { hour12: false })}
      </time>
      <span className={classes.source}>{source === 'stderr' ? 'err' : ''}</span>
      {logged && !isRaw ? <Logged line={logged} text={text} /> : <span className={classes.text}>{text}</span>}
    </div>
  );
}

/** What a service logs as JSON, as a sentence; its own time is the one that stands beside it. As it was printed on hover. */
function Logged({ line: { level, tone, message, details }, text }: { line: LoggedLine; text: string }) {
  return (
    <span className={classes.text} title={text}>
      {level === null ? null : (
        <span className={classes.level} data-tone={tone}>
          {level}{' '}
        </span>
      )}
      {message}
      {details.map(({ name, value }) => (
        <span key={name} className="mw-muted">
          {' '}
          {name}={value}
        </span>
      ))}
    </span>
  );
}
