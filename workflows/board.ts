import { REFUSAL, type EditPlanMessage, type TaskRef } from '../contracts/messages.js';
import { namesDigest } from '../contracts/ids.js';

/** The tasks of the approved plan and how far they are: pure state, no SDK, tested alone. */
export interface Board {
  plan: { version: number; digest: string };
  /** In the order they run. */
  tasks: TaskRef[];
  /** Tasks that have begun; what is absent can still be changed, moved and removed. */
  started: Record<string, 'running' | 'done'>;
  /** How often a task was sent back after it was done: each round has sessions of its own. */
  rounds: Record<string, number>;
  /** No task will begin any more: an edit would change nothing. */
  closed: boolean;
  /** Edits that were taken and are not in the rows yet; no task begins meanwhile. */
  unwritten: number;
}

export function newBoard(plan: { version: number; digest: string }, tasks: TaskRef[], done: readonly string[] = []): Board {
  return { plan, tasks, started: Object.fromEntries(done.map((id) => [id, 'done'])), rounds: {}, closed: false, unwritten: 0 };
}

/** Takes the next task that has not begun; null closes the board. Call it only when nothing is unwritten. */
export function beginNext(board: Board): TaskRef | null {
  const next = board.tasks.find(({ id }) => !board.started[id]);
  if (next) board.started[next.id] = 'running';
  else board.closed = true;
  return next ?? null;
}

export function finishTask(board: Board, id: string): void {
  board.started[id] = 'done';
}

/** Of 0 to 1: the share of the tasks that is done. */
export function shareDone(board: Board): number {
  return board.tasks.length === 0 ? 1 : board.tasks.filter(({ id }) => board.started[id] === 'done').length / board.tasks.length;
}

/** Why the rest of the plan cannot be replaced by this edit, or null when it can. Tasks that began are named. */
export function editRefusal(board: Board | null, edit: EditPlanMessage): { code: string; detail: string } | null {
  if (!board || !edit.tasks)
    return { code: REFUSAL.notAllowed, detail: 'a plan can be edited while it waits for approval, and again while its tasks are worked on' };
  if (board.closed)
    return { code: REFUSAL.notAllowed, detail: 'every task of the plan is done; fork the build at one of its tasks to have it done differently' };
  if (!namesDigest(edit.baseDigest, board.plan.digest))
    return { code: REFUSAL.stale, detail: `the plan is now version ${board.plan.version} with the digest ${board.plan.digest.slice(0, 8)}; edit that one` };
  const kept = new Set(edit.tasks.map(({ id }) => id));
  const gone = board.tasks.filter(({ id }) => board.started[id] && !kept.has(id)).map(({ id }) => id);
  if (gone.length > 0) return begun(`${gone.join(', ')}: begun already, so it cannot be removed`);
  const touched = (edit.touched ?? []).filter((id) => board.started[id] === 'done' && !(edit.rerun ?? []).includes(id));
  if (touched.length > 0)
    return begun(`${touched.join(', ')}: done already, so it cannot be changed; ask for it with "redo" to have it and what depends on it done again`);
  const running = [...(edit.touched ?? []), ...(edit.rerun ?? [])].filter((id) => board.started[id] === 'running');
  if (running.length > 0)
    return begun(`${[...new Set(running)].join(', ')}: at work right now, so it cannot be changed; say it as guidance, or wait for its end`);
  return null;
}

function begun(detail: string): { code: string; detail: string } {
  return { code: REFUSAL.taskStarted, detail };
}

/** Takes an edit that `editRefusal` let pass. Answers the done tasks that run again. */
export function applyEdit(board: Board, edit: EditPlanMessage): string[] {
  const again = (edit.rerun ?? []).filter((id) => board.started[id] === 'done');
  for (const id of again) {
    delete board.started[id];
    board.rounds[id] = (board.rounds[id] ?? 0) + 1;
  }
  board.plan = { version: edit.planVersion, digest: edit.planDigest };
  board.tasks = edit.tasks ?? board.tasks;
  board.unwritten += 1;
  return again;
}
