/** What a build waits for, in words. Pure. */
import { GATE_TITLES } from '../../../contracts/gates.js';
import type { Environment, Gate } from '../../../contracts/messages.js';

type WaitKind = 'plan' | 'ux_choice' | 'gate' | 'deploy' | 'question' | 'review' | 'budget';

const WORDS: Readonly<Record<WaitKind, string>> = {
  plan: 'Plan to approve',
  ux_choice: 'Design to choose',
  gate: 'Approval needed',
  deploy: 'Ready to deploy',
  question: 'Question to answer',
  review: 'Review asked for',
  budget: 'Budget used up',
};

/** `live`: the environments that serve the build already. */
export function waitWords(wait: { kind: WaitKind; gate: Gate | null }, live: readonly Environment[] = []): string {
  if (wait.kind === 'deploy' && live.includes('production')) return 'Live in production: close';
  if (wait.kind === 'deploy' && live.includes('staging')) return 'Live on staging: promote or close';
  return wait.kind === 'gate' && wait.gate ? `${GATE_TITLES[wait.gate]} to approve` : WORDS[wait.kind];
}

/** Where a build serves: a list of builds says it, the status of one has its deployments. */
export function liveOf(build: {
  live?: readonly Environment[];
  deployments?: readonly { environment: Environment; status: string }[];
}): readonly Environment[] {
  return build.live ?? (build.deployments ?? []).flatMap(({ environment, status }) => (status === 'live' ? [environment] : []));
}

/** What waits, without the build's title that stands beside it. */
export function waitSummary(summary: string, title: string): string {
  const beginning = `${title}: `;
  return summary.toLowerCase().startsWith(beginning.toLowerCase()) ? summary.slice(beginning.length) : summary;
}
