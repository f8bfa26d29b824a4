import { REVIEW_ROUNDS_MAX } from '../contracts/limits.js';
import type { TaskRef } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { raceCandidates } from './candidates.js';
import { askAboutChange, askForHelp } from './escalate.js';
import { afterPerson, newTally, nextMove, type Tally } from './ladder.js';
import { tryTask, type Tried } from './try-task.js';

/**
 * One task to its end: tries until one is accepted and its commit is on main. Failed tries are followed by others, by a
 * stronger model or several candidates, then by a person with the partial result; an answer begins anew.
 * `candidates`: how many sessions make the first try side by side. Answers the commit of main.
 */
export async function runTask(context: BuildContext, task: TaskRef, progress: number, candidates = 1): Promise<string> {
  let tally = newTally();
  for (let attempt = 1; ; attempt += 1) {
    const move = nextMove(tally, attempt, candidates) ?? { escalate: 0, candidates: 1 };
    const makeTry = move.candidates > 1 ? raceCandidates : tryTask;
    const tried = await makeTry(context, task, { ...move, attempt, progress });
    if (tried.judgement?.verdict === 'accept') return merge(context, task, tried, progress);
    tally = count(tally, tried);
    await context.askReviews();
    if (isForPerson(tally, tried)) {
      if (await askAboutChange(context, task, tried)) return merge(context, task, tried, progress);
      tally = afterPerson(tally);
    } else if (!nextMove(tally, attempt + 1, candidates)) {
      await askForHelp(context, task, tried);
      tally = afterPerson(tally);
    }
  }
}

/** The checks pass, and yet a person must look: the engine says so, or the reviewer was not satisfied again and again. */
function isForPerson(tally: Tally, { judgement }: Tried): boolean {
  return judgement?.verdict === 'ask' || (judgement?.by === 'review' && tally.reviews > REVIEW_ROUNDS_MAX);
}

function count(tally: Tally, { judgement, session, isStuck }: Tried): Tally {
  const counted = { ...tally, rescue: session.rescue, wasStuck: tally.wasStuck || isStuck };
  // A change that is sent back is no failure: its checks passed.
  return judgement?.by === 'review' ? { ...counted, reviews: tally.reviews + 1 } : { ...counted, failures: tally.failures + 1 };
}

async function merge(context: BuildContext, task: TaskRef, { session }: Tried, progress: number): Promise<string> {
  context.progress = progress;
  const { commit } = await context.act.quick.mergeTask.executeWithOptions({ summary: `merge: ${task.id}` }, [{ sessionId: session.sessionId }]);
  return commit;
}
