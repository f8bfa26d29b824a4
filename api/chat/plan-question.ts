import type { Wish } from '../../contracts/chat.js';
import { planAnswer } from '../../contracts/plan-answer.js';
import type { Executor } from '../../db/client.js';
import { readPlanOf, type BuildHead } from '../../db/queries/chat-facts.js';
import { planSchema } from '../../schemas/plan.js';

/** What the plan that a build waits with asks, and what it says of itself; null where it asks nothing. */
export async function planQuestion(
  orm: Executor,
  { id, waitingFor, endedAt }: Pick<BuildHead, 'id' | 'waitingFor' | 'endedAt'>,
): Promise<{ question: string; summary: string } | null> {
  if (endedAt !== null || waitingFor?.kind !== 'plan') return null;
  const plan = planSchema.safeParse(await readPlanOf(orm, { id, planVersion: null }));
  if (!plan.success) return null;
  const [question] = plan.data.questions;
  // Its first paragraph says whether it was understood; the rest is a question away.
  return question === undefined ? null : { question, summary: plan.data.summary.trim().split('\n', 1)[0] ?? '' };
}

/** An answer to a plan's question has the plan made again; any other wish stays what it is. */
export async function ofPlan(orm: Executor, wish: Wish, build: BuildHead): Promise<Wish> {
  const said = wish.params['answer'];
  if (wish.action !== 'answer' || typeof said !== 'string') return wish;
  const asked = await planQuestion(orm, build);
  return asked ? { action: 'request_changes', params: { text: planAnswer(asked.question, said) } } : wish;
}
