/** What a build waits for, in words. Pure. */

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

export function waitWords(wait: { kind: WaitKind; gate: string | null }): string {
  const words = WORDS[wait.kind];
  return wait.kind === 'gate' && wait.gate ? `${words} at ${wait.gate}` : words;
}
