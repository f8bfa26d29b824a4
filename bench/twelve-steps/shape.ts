/** What both forms of the twelve-step build share. Free of I/O and Node: the workflow sandbox loads it. */

/** Steps on each side of the approval. */
export const HALF = 6;
// Of facts: about 190 bytes a step. The product's own record carries id, key and kind around this text.
export const STEP_TEXT = 'a step of the benchmark, as long as steps are: '.padEnd(70, '.');
export const RAW_PAYLOAD = 'a step of the benchmark, as long as steps are: '.padEnd(188, '.');
/** What the approval is bound to. */
export const DIGEST = 'd'.repeat(64);

export interface RawActivities {
  step(payload: string): Promise<void>;
}

export const QUEUE = { own: 'bench-own', raw: 'bench-raw' } as const;
