import { setTimeout as sleep } from 'node:timers/promises';
import type { DeployAnswer } from '../client/index.js';
import type { StatusAnswer } from './answers.js';
import { followEvents } from './events.js';
import { ApiFailure, type CliFailure } from './failure.js';
import { codeOf } from './problem.js';
import type { Scope } from './scope.js';
import { FINAL_STATUSES, type Environment } from '../contracts/messages.js';
import { cleanLine } from './view/clean.js';
import { shortId } from './view/status.js';
import { mayWait } from './watch.js';

// Rows follow the workflow within moments: a build that has just become ready may still be refused once or twice.
const TRIES_MAX = 5;
const TRY_AGAIN_MS = 300;

/** Starts a deployment; a build that is not ready yet is waited for. Throws CliFailure when it ends, or waits for a person, instead. */
export async function deployOnceReady(scope: Scope, id: string, environment: Environment): Promise<DeployAnswer> {
  for (let refused = 0; ;) {
    try {
      return await scope.client.deployBuild(id, { environment });
    } catch (error) {
      if (codeOf(error) !== 'NOT_READY') throw error;
      if (await untilReady(scope, id, environment)) refused = 0;
      else if ((refused += 1) >= TRIES_MAX) throw error;
      else await sleep(TRY_AGAIN_MS);
    }
  }
}

/** Waits until a build is ready; false when it was so already. Throws CliFailure when it ends, or waits for a person, instead. */
export async function untilReady(scope: Scope, id: string, environment: Environment): Promise<boolean> {
  let status = await scope.client.getBuild(id);
  if (isReady(status)) return false;
  requireAtWork(status, environment);
  scope.say(`${id} is not ready yet: ${workText(status)}. It is deployed to ${environment} as soon as it is ready.`);
  scope.whenInterrupted.push(`Nothing was deployed; ${id} goes on. Deploy it later: mw deploy ${shortId(id)} ${environment} --wait`);
  for (let after = 0; ;) {
    for await (const event of followEvents(scope, id, { after })) {
      after = event.seq;
      // What was long ago costs a look; what is new comes as it happens.
      if (mayWait(event)) break;
    }
    status = await scope.patient.getBuild(id);
    if (isReady(status)) break;
    requireAtWork(status, environment);
  }
  scope.whenInterrupted.pop();
  scope.say(`${id} is ready now.`);
  return true;
}

/** The refusal of a deployment that nobody waits for, with when it can be had. */
export async function notReadyFailure(scope: Scope, id: string, environment: Environment, refusal: unknown): Promise<CliFailure> {
  const status = await scope.client.getBuild(id);
  if (FINAL_STATUSES.includes(status.status) || waitsForPerson(status)) return blockedFailure(status, environment, refusal);
  return notReady(status, refusal, {
    why: `it is ${workText(status)}; ${remainingText(status)}`,
    todo: `mw deploy ${shortId(id)} ${environment} --wait waits for that and deploys it then. How far it is: mw status ${shortId(id)}`,
  });
}

function isReady({ waiting_for: waiting }: StatusAnswer): boolean {
  return waiting?.kind === 'deploy';
}

function waitsForPerson({ waiting_for: waiting }: StatusAnswer): boolean {
  return waiting !== null && waiting.kind !== 'deploy';
}

function requireAtWork(status: StatusAnswer, environment: Environment): void {
  if (FINAL_STATUSES.includes(status.status) || waitsForPerson(status)) throw blockedFailure(status, environment, null);
}

/** It will not become ready by itself. */
function blockedFailure(status: StatusAnswer, environment: Environment, refusal: unknown): CliFailure {
  const { id, waiting_for: waiting } = status;
  if (!waiting || FINAL_STATUSES.includes(status.status))
    return notReady(status, refusal, {
      why: `it has ended: ${cleanLine(status.status, 30)}`,
      todo: `See why: mw status ${shortId(id)}. A fork goes on from it: mw fork ${shortId(id)}`,
    });
  return notReady(status, refusal, {
    why: `it waits for you first: ${cleanLine(waiting.summary, 300)}`,
    todo: `mw status ${shortId(id)} shows that and how to answer it. Then: mw deploy ${shortId(id)} ${environment} --wait`,
  });
}

function notReady({ id }: StatusAnswer, refusal: unknown, said: { why: string; todo: string }): CliFailure {
  return new ApiFailure(409, 'NOT_READY', `${id} cannot be deployed yet (NOT_READY)`, { ...said, cause: refusal });
}

function workText({ status, progress }: StatusAnswer): string {
  return `${cleanLine(status, 30)}, ${Math.round(Number(progress) || 0)} % done`;
}

/** How long it takes by its estimate, which leaves out waits; an estimate is no promise. */
function remainingText({ estimate, progress }: StatusAnswer): string {
  const seconds = (estimate?.hours ?? 0) * 3_600 * (1 - Math.min(100, Number(progress) || 0) / 100);
  if (seconds <= 0) return 'it can be deployed once that is done';
  const left =
    seconds < 90 ? `${Math.max(5, Math.round(seconds / 5) * 5)} s` : seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
  return `by its estimate it is ready in about ${left}, later on a busy machine`;
}
