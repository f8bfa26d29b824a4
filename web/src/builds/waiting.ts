/** What a build waits for, in words. Pure. */
import { GATE_TITLES } from '../../../contracts/gates.js';
import type { Gate } from '../../../contracts/messages.js';

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

export function waitWords(wait: { kind: WaitKind; gate: Gate | null }): string {
  return wait.kind === 'gate' && wait.gate ? `${GATE_TITLES[wait.gate]} to approve` : WORDS[wait.kind];
}

/** What waits, without the build's title that stands beside it. */
export function waitSummary(summary: string, title: string): string {
  const beginning = `${title}: `;
  return summary.toLowerCase().startsWith(beginning.toLowerCase()) ? summary.slice(beginning.length) : summary;
}
