/** The ladder for a session that goes in circles: told something new first, then ended, so that a stronger model takes over. */
import { recordChange } from '../../db/queries/record.js';
import { addMark } from './context/marks.js';
import { nudgeText } from './context/nudge.js';
import type { AgentDeps } from './deps.js';
import type { SessionRun } from './session-run.js';
import type { StepRow } from './session-store.js';
import { findCircle, type Circle, type Move, type Trace } from './stuck.js';

// A circle within this many turns of a nudge means that telling did not help; a later one is another circle.
const NUDGE_HOLDS_TURNS = 30;
// A session that had to be told so often is not on its way.
const NUDGES_MAX = 3;

const NAMES: Record<Circle, string> = {
  equal_calls: 'the same call three times',
  equal_errors: 'the same error three times without a change',
  alternation: 'the same two steps in turn, three times',
  no_progress: 'three rounds of checks with the same failures',
};

/** After a turn's steps: null when all is well or the model was just told; else why the session ends. Repeatable: a nudge is kept once a turn. */
export async function endOfPatience(deps: AgentDeps, run: SessionRun, turn: number): Promise<string | null> {
  // A redo goes through turns whose followers are known: only what was there at the time counts.
  const nudges = run.marks.filter((mark) => mark.kind === 'nudge' && mark.until <= turn);
  const last = nudges.at(-1);
  if (last?.until === turn) return null;
  const moves = run.steps.filter((step) => step.turn <= turn).flatMap(moveOf);
  const circle = findCircle(moves, last?.until ?? 0);
  if (!circle) return null;
  if (last && (nudges.length >= NUDGES_MAX || turn - last.until <= NUDGE_HOLDS_TURNS))
    return `stuck: ${NAMES[circle]} (${moves.at(-1)?.tool ?? ''}), and it had been told before`;
  const { session, build } = run.context;
  const text = await nudgeText(deps, run, circle);
  deps.failpoint('nudge', 'before');
  const mark = await deps.db.orm.transaction(async (tx) => {
    const kept = await addMark(tx, session.id, { kind: 'nudge', turn, until: turn, text, origin: circle });
    await recordChange(tx, {
      buildId: build.id,
      key: `${session.id}/nudge/${turn}`,
      event: { kind: 'note', text: `${session.taskId}: going in circles (${NAMES[circle]}); the model was told something new`, by: 'engine' },
    });
    return kept;
  });
  run.marks.push(mark);
  deps.failpoint('nudge', 'after');
  return null;
}

function moveOf(step: StepRow): Move[] {
  const trace = step.data?.['trace'] as Trace | undefined;
  return trace ? [{ ...trace, turn: step.turn, tool: step.tool, changed: step.commit !== null }] : [];
}
