import { ActionIcon, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { client } from '../../api.js';
import type { BuildEvents } from '../../data/build-events.js';
import { ErrorState } from '../../ui/error-state.js';
import type { PassingEvent, SeenEvent } from '../../data/build-view.js';
import { Took } from '../../ui/numbers.js';
import { useMe } from '../../data/session.js';
import { lineOf } from './event-line.js';
import classes from './build-page.module.css';

const CONNECTION_WORDS = {
  connecting: 'connecting',
  live: 'live',
  away: 'the server is away; this goes on by itself',
  over: 'ended',
  refused: 'not available',
} as const;

// Above what is said now: enough to see where it comes from.
const SHOWN_LINES = 4;

/** What happens this second: the last steps, and the words of a model or the output of a command as they come. */
export function NowPanel({ events, buildId }: { events: BuildEvents; buildId: string }) {
  const { view, connection } = events;
  const { passing, now } = view;
  const me = useMe().data?.id ?? null;
  return (
    <section className={`mw-card ${classes.now}`} aria-label="Right now">
      <div className={classes.nowHead}>
        <span className={classes.live} data-state={connection} />
        <span className={classes.nowTitle}>{passing ? passingTitle(passing) : (now?.what ?? 'Between two steps')}</span>
        <span className={`mw-muted mw-number ${classes.nowTime}`}>
          {connection === 'live' ? now ? <Took from={now.since} to={null} /> : null : CONNECTION_WORDS[connection]}
        </span>
      </div>
      <div className={classes.stream} aria-live="off">
        {passing ? (
          <div className={classes.said} data-kind={passing.kind}>
            {passing.text || `${passing.kind === 'printing' ? 'Nothing printed' : 'Thinking'} for ${passing.seconds} s`}
          </div>
        ) : null}
        {lastLines(view.events, me).map(({ seq, text, tone }) => (
          <div key={seq} data-tone={tone} className="mw-cut">
            {text}
          </div>
        ))}
      </div>
      <Guidance buildId={buildId} />
    </section>
  );
}

function passingTitle({ kind, task, turn }: PassingEvent): string {
  return kind === 'printing' ? `${task}: a command runs` : `${task}: turn ${turn}`;
}

/** The newest first, as the box is filled from its bottom. */
function lastLines(events: readonly SeenEvent[], me: string | null): { seq: number; text: string; tone: string }[] {
  const lines: { seq: number; text: string; tone: string }[] = [];
  for (let at = events.length - 1; at >= 0 && lines.length < SHOWN_LINES; at -= 1) {
    const event = events[at];
    if (event && event.kind !== 'working' && event.kind !== 'status.changed') lines.push({ seq: event.seq, ...lineOf(event, me) });
  }
  return lines;
}

/** A word to the agents while they work; read before their next turn. */
function Guidance({ buildId }: { buildId: string }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    setBusy(true);
    setError(null);
    try {
      await client.giveGuidance(buildId, { text: text.trim() });
      setText('');
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void send(event)} className={classes.guidance}>
      {error ? <ErrorState error={error} /> : null}
      <TextInput
        size="xs"
        placeholder="Say something to the agents; they read it before their next turn"
        aria-label="Guidance for the agents"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        rightSection={
          <ActionIcon type="submit" variant="subtle" size="sm" loading={busy} disabled={text.trim() === ''} aria-label="Send the guidance">
            <IconSend size={14} />
          </ActionIcon>
        }
      />
    </form>
  );
}
