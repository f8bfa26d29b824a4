/** What is agreed at each gate, in the words people read, and when it waits for a person: pure. */
import type { Gate } from './messages.js';

export const GATE_TITLES: Readonly<Record<Gate, string>> = {
  G0: 'Intake',
  G1: 'Intake confirmed',
  G2: 'Plan',
  G3: 'Architecture',
  G4: 'Look of the page',
  G5: 'Development',
  G6: 'Tests',
  G7: 'Security',
  G8: 'Deployment',
  G9: 'Deployed',
};

/** What is settled when a gate has passed, in a sentence. */
export const GATE_MEANINGS: Readonly<Record<Gate, string>> = {
  G0: 'What you asked for is taken in.',
  G1: 'It is clear enough to make a plan of it.',
  G2: 'What is built, in which tasks and by which requirements; nothing is written before.',
  G3: 'How it is built: its parts, its interfaces, its data.',
  G4: 'Which of three designs its page follows.',
  G5: 'Every task is done, checked and merged.',
  G6: 'All tests and checks of the whole, on a clean checkout.',
  G7: 'What the scans of code, secrets and dependencies say.',
  G8: 'The verified result: whether and where it goes live.',
  G9: 'It serves at its address and is healthy.',
};

/** `Plan (G2)`; a name this version does not know stays as it is. */
export function gateName(gate: string): string {
  return Object.hasOwn(GATE_TITLES, gate) ? `${GATE_TITLES[gate as Gate]} (${gate})` : gate;
}

/** When each gate waits for a person; otherwise it passes with its proof. The workflow goes by this, and `GET /settings` shows it. */
export const GATE_WAITS = {
  G0: 'never',
  G1: 'never',
  G2: 'always',
  G3: 'with a review',
  G4: 'with a page',
  G5: 'with a failed task or findings',
  G6: 'with a review or findings',
  G7: 'never',
  G8: 'always',
  G9: 'never',
} as const satisfies Readonly<Record<Gate, GateWait>>;

/** `review`: the build asks for one (`options.review`). */
export type GateWait = keyof typeof ASKS;
type When<Wait extends GateWait> = { [Each in Gate]: (typeof GATE_WAITS)[Each] extends Wait ? Each : never }[Gate];
/** A gate that may wait for a person. */
export type WaitingGate = Exclude<Gate, When<'never'>>;
/** A gate that may pass by policy. */
export type PassingGate = Exclude<Gate, When<'always'>>;

/** What of a build decides whether a gate waits. */
export interface GateFacts {
  review?: boolean | undefined;
  page?: boolean | undefined;
  failedTask?: boolean | undefined;
  findings?: boolean | undefined;
}

const ASKS = {
  never: () => false,
  always: () => true,
  'with a review': ({ review }: GateFacts) => review === true,
  'with a page': ({ page }: GateFacts) => page === true,
  'with a failed task or findings': ({ failedTask, findings }: GateFacts) => failedTask === true || findings === true,
  'with a review or findings': ({ review, findings }: GateFacts) => review === true || findings === true,
};

/** Whether the gate waits for a person in a build of which this is so. */
export function waitsAt(gate: Gate, facts: GateFacts = {}): boolean {
  return ASKS[GATE_WAITS[gate]](facts);
}
