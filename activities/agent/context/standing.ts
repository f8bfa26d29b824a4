/** What the model must know at every turn and what no summary may lose: it is read from rows each time and said last. */
import type { Database } from '../../../db/client.js';
import type { ChatMessage, Preference } from '../../llm/port.js';
import { fenced } from '../fence.js';
import { headAndTail } from '../tools/output.js';
import { failingLines, type FailingSet } from './failing.js';
import { charsOf, type Window } from './window.js';

export interface Standing {
  /** What people said into the build, oldest first. */
  guidance: string[];
  tasks: { id: string; status: string; goal: string }[];
  spentUsd: number;
  budgetUsd: number;
  /** What a person wants of the models may change within a session. */
  preference: Preference;
  model: string | null;
}

export interface TurnFacts {
  turn: number;
  turnsMax: number;
  taskId: string;
  goal: string;
  costUsd: number;
  usdMax: number;
  failing: FailingSet | null;
  /** The session changed files since the checks that `failing` tells of. */
  changedSince: boolean;
}

// What people said first is rarely what they mean now; the newest are kept.
const GUIDANCE_MAX = 20;
// A goal's first line, as a reader recognises it; the whole goal of the own task is in the opening.
const GOAL_CHARS = 120;
// Together a seventh of the smallest window: this part is paid for in full at every turn.
const SHARES = { guidance: 0.05, tasks: 0.05, failing: 0.05 };

interface Row {
  guidance: string[] | null;
  tasks: Standing['tasks'] | null;
  spent: string;
  budget: string;
  preference: Preference;
  model: string | null;
}

/** One statement: it is asked before every turn. */
export async function readStanding(db: Database, buildId: string): Promise<Standing> {
  const { rows } = await db.pool.query<Row>(
    `select
      (select json_agg(g.text order by g.created_at, g.id) from
        (select id, text, created_at from guidance where build_id = b.id order by created_at desc limit ${GUIDANCE_MAX}) g) as guidance,
      (select json_agg(json_build_object('id', t.task_id, 'status', t.status, 'goal', left(split_part(t.goal, E'\\n', 1), ${GOAL_CHARS})) order by t.ordinal)
        from tasks t where t.build_id = b.id) as tasks,
      b.cost_usd + b.reserved_usd as spent, b.budget_usd as budget, b.llm_preference as preference, b.model_override as model
    from builds b where b.id = $1`,
    [buildId],
  );
  const [row] = rows;
  if (!row) throw new Error(`there is no build ${buildId}`);
  const { preference, model } = row;
  return { guidance: row.guidance ?? [], tasks: row.tasks ?? [], spentUsd: Number(row.spent), budgetUsd: Number(row.budget), preference, model };
}

/** The last message of a request. Everything in it may differ from turn to turn, so nothing that could be cached stands behind it. */
export function standingMessage(standing: Standing, facts: TurnFacts, window: Window): ChatMessage {
  const { tasks, guidance } = standing;
  const parts = [
    limits(standing, facts),
    `Task ${facts.taskId}: ${headAndTail(facts.goal.replaceAll(/\s+/g, ' '), charsOf(window, SHARES.tasks))}`,
    failing(facts, window),
  ];
  if (tasks.length > 1) parts.push(fenced('tasks', headAndTail(taskLines(standing, facts.taskId), charsOf(window, SHARES.tasks))));
  if (guidance.length > 0) parts.push(`Guidance from the person, the newest last:\n${guidanceBlocks(guidance, charsOf(window, SHARES.guidance))}`);
  return { role: 'user', content: parts.filter(Boolean).join('\n') };
}

function limits({ spentUsd, budgetUsd }: Standing, { turn, turnsMax, costUsd, usdMax }: TurnFacts): string {
  const left = Math.min(Math.max(0, budgetUsd - spentUsd), Math.max(0, usdMax - costUsd));
  const last = turn >= turnsMax ? ' This is the last one: finish, or say in a note what is missing.' : '';
  return `Turn ${turn} of at most ${turnsMax}; $${left.toFixed(2)} left.${last}`;
}

function failing({ failing: known, changedSince }: TurnFacts, window: Window): string {
  if (!known) return 'Checks: not run yet.';
  const since = changedSince ? ', files changed since' : '';
  if (known.total === 0) return `Checks: passed at turn ${known.turn}${since}.`;
  const from = known.turn === 0 ? 'in the try before this one' : `at turn ${known.turn}`;
  return `Failing ${from}${since}:\n${fenced('failing', headAndTail(failingLines(known), charsOf(window, SHARES.failing)))}`;
}

function taskLines({ tasks }: Standing, own: string): string {
  return tasks.map(({ id, status, goal }) => `- [${status}] ${id}: ${goal}${id === own ? ' (yours)' : ''}`).join('\n');
}

/** Each in a fence of its own; the newest as far as they fit. */
function guidanceBlocks(guidance: readonly string[], charsMax: number): string {
  const blocks: string[] = [];
  let chars = 0;
  for (const text of guidance.toReversed()) {
    const block = fenced('guidance', blocks.length === 0 ? headAndTail(text, charsMax) : text);
    chars += block.length;
    if (blocks.length > 0 && chars > charsMax) break;
    blocks.unshift(block);
  }
  return blocks.join('\n');
}
