/** Id helpers, both ways. Free of I/O and Node: the workflow sandbox loads this file. */

/** Every build id reads `int-code-` plus this many characters a person can type. */
const BUILD_SUFFIX_LENGTH = 6;
// Crockford's alphabet without i, l, o and u: nothing a person can misread.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const BUILD_ID = /^int-code-[0-9a-z]{3,32}$/;

/** Makes a build id from random bytes (at least 6). The caller owns the randomness. */
export function buildIdFrom(random: Uint8Array): string {
  return `int-code-${suffixFrom(random, BUILD_SUFFIX_LENGTH)}`;
}

/** A short typeable suffix of `length` characters from at least that many random bytes. */
export function suffixFrom(random: Uint8Array, length: number): string {
  let suffix = '';
  for (const byte of random.subarray(0, length)) suffix += ALPHABET[byte % ALPHABET.length];
  return suffix;
}

export function isBuildId(text: string): boolean {
  return BUILD_ID.test(text);
}

/** The child workflow of one try at one task: `<build>/task/<task>/<generation>.<attempt>`. */
export function sessionId(buildId: string, taskId: string, generation: number, attempt: number): string {
  return `${buildId}/task/${taskId}/${generation}.${attempt}`;
}

export function buildIdOfWorkflow(workflowId: string): string {
  return workflowId.split('/')[0] ?? workflowId;
}

/** The deploy workflow of one deployment. */
export function deployWorkflowId(buildId: string, deploymentId: string): string {
  return `${buildId}/deploy/${deploymentId}`;
}

/** A deployment id is derived, so a redo names the same deployment. */
export function deploymentId(buildId: string, environment: string, generation: number): string {
  return `${buildId}-${environment}-${generation}`;
}

/** The branch a task is written on; main is the only other branch of a project. */
export function taskBranch(buildId: string, taskId: string, generation: number, attempt: number): string {
  return `agt/${buildId}/${taskId}-${generation}.${attempt}`;
}

// What a person reads off a page and types.
const SHORT_DIGEST_LENGTH = 8;

/** Whether a decision names this digest: in whole, or by its first eight characters and more. */
export function namesDigest(given: string, digest: string): boolean {
  return given === digest || (given.length >= SHORT_DIGEST_LENGTH && digest.startsWith(given));
}
