/** Which builds a wish can be about where none is named, and the same wish said about one of them. */
import type { CardAction, Topic } from '../../contracts/chat.js';
import type { Executor } from '../../db/client.js';
import type { BuildHead } from '../../db/queries/chat-facts.js';
import { listWaysBack } from '../../db/queries/rollbacks.js';
import { planQuestion } from './plan-question.js';

export type Fits = (build: BuildHead) => boolean;

const FITS: Record<Exclude<CardAction, 'create' | 'rollback'>, Fits> = {
  deploy: isReady,
  approve: waitsForPerson,
  reject: waitsForPerson,
  request_changes: waitsForPerson,
  answer: ({ waitingFor }) => waitingFor?.kind === 'question' || waitingFor?.kind === 'review',
  complete: isReady,
  guidance: isOpen,
  stop: isOpen,
  raise_budget: isOpen,
  request_review: isOpen,
};

/** Whether a build can be meant by a wish. A rollback is about the build that serves, where there was a deployment before it. */
export async function fitsOf(
  action: Exclude<CardAction, 'create'>,
  { orm, userId, heads }: { orm: Executor; userId: string; heads: readonly BuildHead[] },
  { environment }: Record<string, unknown> = {},
): Promise<Fits> {
  if (action === 'answer') return answerable(orm, heads);
  if (action !== 'rollback') return FITS[action];
  const ways = await listWaysBack(orm, userId);
  return ({ id }) => ways.some((way) => way.buildId === id && (environment === undefined || way.environment === environment));
}

/** The same wish about one build, its environment included. */
export function sentenceOf(action: CardAction | Topic, { environment, answer }: Record<string, unknown>, id: string): string {
  if (action === 'answer') return typeof answer === 'string' && answer !== '' ? `answer ${id}: ${answer}` : `answer ${id}`;
  // Without one it is asked back for.
  const where = environment === 'production' || environment === 'staging' ? environment : null;
  if (action === 'deploy') return where ? `deploy ${id} to ${where}` : `deploy ${id}`;
  if (action === 'rollback') return where ? `roll back ${where} of ${id}` : `roll back ${id}`;
  return ['approve', 'stop', 'complete', 'reject'].includes(action) ? `${action} ${id}` : `how far is ${id}`;
}

/** What asks something: also a plan that does, but not every plan that waits. */
async function answerable(orm: Executor, heads: readonly BuildHead[]): Promise<Fits> {
  const plans = new Set<string>();
  for (const head of heads) if (await planQuestion(orm, head)) plans.add(head.id);
  return (build) => FITS.answer(build) || plans.has(build.id);
}

export function isOpen({ endedAt }: BuildHead): boolean {
  return endedAt === null;
}

function isReady({ endedAt, waitingFor }: BuildHead): boolean {
  return endedAt === null && waitingFor?.kind === 'deploy';
}

function waitsForPerson({ waitingFor }: BuildHead): boolean {
  return waitingFor !== null && waitingFor.kind !== 'deploy';
}
