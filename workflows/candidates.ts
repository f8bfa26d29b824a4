import { CancellationScope, condition, isCancellation } from '@temporalio/workflow';
import type { OpenSession, TaskRef } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { endBuild, failureOf } from './failure.js';
import { judge, type Judgement } from './judge.js';
import { runSession, type People, type SessionEnd } from './run-session.js';
import { closeTry, openSession, type Tried, type Try } from './try-task.js';
import { waitForBudget } from './with-budget.js';

/** Candidates race for a person's time as well: none of them may stop the build to ask. */
const ALONE: People = {
  async answer(context, sessionId, result) {
    const answer = 'Nobody can answer: several candidates work on this task at once. Decide as you think best and say in a note what you assumed.';
    await context.act.quick.answerStep({ sessionId, turn: result.turn, call: result.call ?? 0, answer });
  },
  findMoney: () => Promise.resolve(false),
};

interface Lane {
  session: OpenSession;
  number: number;
  scope: CancellationScope;
}

interface LaneEnd {
  lane: Lane;
  end: SessionEnd;
  judgement: Judgement | null;
}

/**
 * Best of N: the same task by several sessions side by side, each on a branch of its own. The first whose checks passed
 * and whose change is accepted wins; the others are cancelled at once and spend nothing more. Without a winner all count as
 * one failed try. They share the build's budget, which its ledger keeps.
 */
export async function raceCandidates(context: BuildContext, task: TaskRef, how: Try): Promise<Tried> {
  const lanes = await openLanes(context, task, how);
  const ends: LaneEnd[] = [];
  const isWinner = ({ judgement }: LaneEnd) => judgement?.verdict === 'accept';
  const running = lanes.map((lane) => runLane(context, task, lane, how).then((end) => void ends.push(end)));
  try {
    await condition(() => ends.some(isWinner) || ends.length === lanes.length);
  } catch (error) {
    // The build was stopped: the lanes were cancelled with it and end before it does.
    await Promise.all(running);
    throw error;
  }
  const winner = ends.find(isWinner);
  for (const lane of lanes) if (lane !== winner?.lane) lane.scope.cancel();
  await Promise.all(running);
  return winner ? finish(context, task, how, ends, winner) : withoutWinner(context, task, how, ends);
}

async function openLanes(context: BuildContext, task: TaskRef, how: Try): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (let number = 1; number <= how.candidates; number += 1)
    lanes.push({ session: await openSession(context, task, how, number), number, scope: new CancellationScope() });
  return lanes;
}

/** One candidate to its end, whatever that is: never rejects. */
async function runLane(context: BuildContext, task: TaskRef, lane: Lane, how: Try): Promise<LaneEnd> {
  try {
    return await lane.scope.run(async () => {
      const end = await runSession(context, task, { ...lane.session, progressTo: how.progress }, ALONE);
      const judgement = end.outcome === 'SUCCESS' ? await judge(context, task, lane.session.sessionId, false) : null;
      return { lane, end, judgement };
    });
  } catch (error) {
    const failure = isCancellation(error) ? undefined : failureOf(error);
    return { lane, end: { outcome: 'HARD_FAIL', summary: failure?.detail ?? 'stopped: another candidate won', failure }, judgement: null };
  }
}

/** The losers leave nothing behind but their rows; the winner is kept as the try. */
async function finish(context: BuildContext, task: TaskRef, how: Try, ends: LaneEnd[], winner: LaneEnd): Promise<Tried> {
  for (const { lane, end } of ends.filter((each) => each !== winner))
    await context.act.quick.dropCandidate.executeWithOptions({ summary: `drop: ${task.id}, candidate ${lane.number}` }, [
      { sessionId: lane.session.sessionId, winner: winner.lane.number, summary: end.summary },
    ]);
  return closeTry(context, task, winner.lane.session, how, winner.end, winner.judgement);
}

/** All lost: each is kept, and the one that came furthest speaks for them. */
async function withoutWinner(context: BuildContext, task: TaskRef, how: Try, ends: LaneEnd[]): Promise<Tried> {
  const broken = ends.every(({ end }) => end.failure) ? ends.find(({ end }) => end.failure?.code !== 'BUDGET_EXHAUSTED')?.end.failure : undefined;
  if (broken) endBuild(broken.code, broken.detail);
  const furthest = ends.toSorted((a, b) => rankOf(a) - rankOf(b) || a.lane.number - b.lane.number);
  const tried: Tried[] = [];
  // The furthest is closed last: what the task's row says is its.
  for (const { lane, end, judgement } of furthest.toReversed()) tried.push(await closeTry(context, task, lane.session, how, end, judgement));
  const poor = ends.find(({ end }) => end.outcome === 'BUDGET' || end.failure?.code === 'BUDGET_EXHAUSTED');
  if (poor) await waitForBudget(context, poor.end.summary);
  return tried.at(-1)!;
}

function rankOf({ end, judgement }: LaneEnd): number {
  if (judgement) return judgement.verdict === 'ask' ? 0 : 1;
  return end.outcome === 'SOFT_FAIL' ? 2 : end.outcome === 'BUDGET' ? 3 : 4;
}
