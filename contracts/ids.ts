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

// 60 bits: ids of executions are made without asking whether one is taken.
const EXECUTION_SUFFIX_LENGTH = 12;
const EXECUTION_ID = /^exec-[0-9a-z]{3,32}$/;

/** Makes the id of an execution from random bytes (at least 12); the same bytes make the same id. */
export function executionIdFrom(random: Uint8Array): string {
  return `exec-${suffixFrom(random, EXECUTION_SUFFIX_LENGTH)}`;
}

export function isExecutionId(text: string): boolean {
  return EXECUTION_ID.test(text);
}

/** The workflow of a round of an execution: its first one, and each that a person asks for later. */
export function executionWorkflowId(executionId: string, round: number): string {
  return round === 1 ? executionId : `${executionId}/round/${round}`;
}

/** The child workflow of one try at one task: `<build>/task/<task>/<generation>.<attempt>`, of several candidates `...c<number>`. */
export function sessionId(buildId: string, taskId: string, generation: number, attempt: number, candidate = 0): string {
  return `${buildId}/task/${taskId}/${tryName(generation, attempt, candidate)}`;
}

function tryName(generation: number, attempt: number, candidate: number): string {
  return `${generation}.${attempt}${candidate > 0 ? `c${candidate}` : ''}`;
}

export function buildIdOfWorkflow(workflowId: string): string {
  return workflowId.split('/')[0] ?? workflowId;
}

/** The deploy workflow of one deployment. */
export function deployWorkflowId(buildId: string, deploymentId: string): string {
  return `${buildId}/deploy/${deploymentId}`;
}

/** The workflow of a build's replay. */
export function replayWorkflowId(buildId: string, number: number): string {
  return `${buildId}/replay/${number}`;
}

/** A deployment id is derived, so a redo names the same deployment. */
export function deploymentId(buildId: string, environment: string, generation: number): string {
  return `${buildId}-${environment}-${generation}`;
}

/** The branch a task is written on; main is the only other branch of a project. */
export function taskBranch(buildId: string, taskId: string, generation: number, attempt: number, candidate = 0): string {
  return `agt/${buildId}/${taskId}-${tryName(generation, attempt, candidate)}`;
}

// What a person reads off a page and types.
const SHORT_DIGEST_LENGTH = 8;

/** Whether a decision names this digest: in whole, or by its first eight characters and more. */
export function namesDigest(given: string, digest: string): boolean {
  return given === digest || (given.length >= SHORT_DIGEST_LENGTH && digest.startsWith(given));
}
