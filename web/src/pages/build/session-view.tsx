import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronRight, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { CallView, TryView, TurnView } from '../../data/build-view.js';
import { count, money, words } from '../../ui/format.js';
import { StepDetailView } from './step-detail.js';
import type { BuildStatus } from './types.js';
import classes from './tasks.module.css';

interface Props {
  build: BuildStatus;
  task: string;
  session: TryView;
  /** Of the task in all. */
  tries: number;
  folded: boolean;
}
// More turns than these begin folded up to the newest: the end is what one looks for.
const SHOWN_TURNS = 12;

/** One try: its turns with what the model said and called, each call to be opened in whole. */
export function SessionView({ build, task, session, tries, folded }: Props) {
  const [open, setOpen] = useState(!folded);
  const [all, setAll] = useState(false);
  const turns = all ? session.turns : session.turns.slice(-SHOWN_TURNS);
  return (
    <section className={classes.session}>
      {tries > 1 ? (
        <UnstyledButton className={classes.sessionHead} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconChevronRight size={14} className={classes.chevron} data-open={open} aria-hidden />
          Try {session.attempt}
          {session.candidate > 0 ? `, candidate ${session.candidate}` : ''} · {words(session.role)} · {count(session.turns.length, 'turn')} ·{' '}
          {money(session.usd)}
        </UnstyledButton>
      ) : null}
      {open ? (
        <>
          {turns.length < session.turns.length ? (
            <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
              Show {count(session.turns.length - turns.length, 'earlier turn')}
            </UnstyledButton>
          ) : null}
          <ol className={classes.turns}>
            {turns.map((turn) => (
              <Turn key={turn.turn} build={build} task={task} session={session} turn={turn} tries={tries} />
            ))}
          </ol>
          {session.turns.length === 0 ? <p className="mw-muted">The model has not spoken yet.</p> : null}
        </>
      ) : null}
    </section>
  );
}

function Turn({ build, task, session, turn, tries }: { build: BuildStatus; task: string; session: TryView; turn: TurnView; tries: number }) {
  return (
    <li className={classes.turn}>
      <div className={classes.turnHead}>
        <span className={`mw-number ${classes.turnNumber}`}>{turn.turn}</span>
        <span className={classes.said}>{turn.text || <span className="mw-muted">{saidByCalls(turn.tools)}</span>}</span>
        <span className="mw-number mw-muted">{turn.usd > 0 ? money(turn.usd) : ''}</span>
      </div>
      {turn.calls.map((call, index) => (
        <Call key={call.seq} build={build} call={call} step={stepName(task, session, turn.turn, index, tries)} />
      ))}
    </li>
  );
}

/** A turn without words is what it called. */
function saidByCalls(tools: readonly string[]): string {
  const names = [...new Set(tools)];
  return names.length === 0
    ? 'said nothing'
    : `calls ${names.map((name) => `${name}${tools.filter((each) => each === name).length > 1 ? ` ×${tools.filter((each) => each === name).length}` : ''}`).join(', ')}`;
}

/** As the API names a step; with the try where the task had several. */
function stepName(task: string, session: TryView, turn: number, call: number, tries: number): string {
  const candidate = session.candidate > 0 ? `c${session.candidate}` : '';
  return `${task}${tries > 1 ? `#1.${session.attempt}${candidate}` : ''}/${turn}.${call}`;
}

function Call({ build, call, step }: { build: BuildStatus; call: CallView; step: string }) {
  const [open, setOpen] = useState(false);
  const Icon = call.ok ? IconCheck : IconX;
  return (
    <div className={classes.call}>
      <button type="button" className={classes.callHead} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={14} stroke={2.2} className={call.ok ? classes.ok : classes.notOk} aria-label={call.ok ? 'worked' : 'failed'} />
        <span className="mw-mono">{call.tool}</span>
        <span className={classes.callSummary}>{call.summary}</span>
        {call.commit ? <span className={`mw-mono mw-muted ${classes.commit}`}>{call.commit.slice(0, 8)}</span> : null}
      </button>
      {open ? <StepDetailView build={build} step={step} /> : null}
    </div>
  );
}
