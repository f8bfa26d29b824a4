import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { WorkflowNotFoundError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { namesDigest } from '../contracts/ids.js';
import { isFailureCode, MillwrightError } from '../contracts/failures.js';
import type { DecisionBase, DecisionName, DecisionResult } from '../contracts/messages.js';
import type { BuildRow } from '../db/queries/builds.js';
import { findDecision } from '../db/queries/decisions.js';
import { startPromise } from '../db/queries/outbox.js';
import type { AppDeps } from './deps.js';
import { temporalIsAway, workflowState } from './temporal.js';

// A worker that lives answers an update in tens of milliseconds; after this a person is told to try again.
const UPDATE_MS = 10_000;
// Temporal gives an update back unseen when many arrive in the same moment. The next moment is a task of the worker away.
const UNSEEN = 'UnprocessedUpdate';
const UNSEEN_TRIES = 6;
const UNSEEN_PAUSE_MS = 50;

/** What a decision is bound to: the thing that waits, and this very wait for it (a redo may show the same thing again). */
export interface Subject {
  digest: string;
  since: string;
}

/**
 * The id of a decision, also its update id: the same decision on the same wait is one decision however often it arrives.
 * Decisions on nothing that waits are told apart by the Idempotency-Key, or are each their own.
 */
export function decisionIdOf(build: BuildRow, name: DecisionName, subject: Subject | null, idempotencyKey: string | null, extra = ''): string {
  const basis = subject ? [subject.digest, subject.since] : idempotencyKey ? ['key', build.userId, idempotencyKey] : ['once', randomUUID()];
  return createHash('sha256')
    .update(JSON.stringify([build.id, name, ...basis, extra]))
    .digest('hex')
    .slice(0, 32);
}

export type Binding = { subject: Subject } | { repeated: Record<string, unknown> };

/**
 * Binds a decision to what the build waits for now. `repeated` holds the first result when this decision was taken before.
 * Throws APPROVAL_STALE, NOTHING_TO_APPROVE or BUILD_ENDED.
 */
export async function bindDecision(deps: AppDeps, build: BuildRow, name: DecisionName, given: string | undefined): Promise<Binding> {
  const waiting = build.waitingFor;
  if (waiting && (given === undefined || namesDigest(given, waiting.subject_digest)))
    return { subject: { digest: waiting.subject_digest, since: waiting.since } };
  const repeated = given === undefined ? null : await findDecision(deps.database.orm, build.id, { id: '', decision: name, subjectDigest: given });
  if (repeated) return { repeated };
  requireOpen(build);
  if (!waiting) throw new MillwrightError('NOTHING_TO_APPROVE', `The build is ${build.status} and waits for nobody.`);
  throw new MillwrightError(
    'APPROVAL_STALE',
    `The build now waits for "${waiting.summary}" with the digest ${waiting.subject_digest}. Look at it, then decide on that.`,
  );
}

export function requireOpen(build: BuildRow): void {
  if (build.endedAt === null) return;
  throw new MillwrightError('BUILD_ENDED', `The build is ${build.status} since ${build.endedAt.toISOString()}.`);
}

/**
 * Sends a decision to the build's workflow and waits for its answer. The workflow is the authority: its refusals come
 * back with their own codes. UNAVAILABLE when Temporal or every worker is away; the same decision may then be sent again.
 * With `digest`, one that came too late is answered like the one that was taken on it; with null only when it is that very
 * one, for what it carries (a plan) would be lost otherwise.
 */
export async function decide(deps: AppDeps, build: BuildRow, name: DecisionName, message: DecisionBase, digest?: string | null): Promise<DecisionResult> {
  try {
    return await sendUpdate(deps, build, name, message);
  } catch (error) {
    const refusal = await translate(deps, build, name, error);
    if (digest !== undefined && (refusal.code === 'NOTHING_TO_APPROVE' || refusal.code === 'APPROVAL_STALE')) {
      const repeated = await findDecision(deps.database.orm, build.id, { id: message.decisionId, decision: name, subjectDigest: digest });
      if (repeated) return repeated as unknown as DecisionResult;
    }
    throw refusal;
  }
}

async function sendUpdate(deps: AppDeps, build: BuildRow, name: DecisionName, message: DecisionBase): Promise<DecisionResult> {
  const handle = deps.temporal.workflow.getHandle(build.id);
  const deadline = Date.now() + UPDATE_MS;
  const send = () => handle.executeUpdate<DecisionResult, [DecisionBase]>(name, { updateId: message.decisionId, args: [message] });
  for (let tries = 1; ; tries += 1) {
    try {
      return await deps.temporal.withDeadline(deadline, send);
    } catch (error) {
      if (!(error instanceof WorkflowUpdateFailedError) || typeOf(error) !== UNSEEN || tries === UNSEEN_TRIES) throw error;
      await sleep(UNSEEN_PAUSE_MS * tries);
    }
  }
}

function typeOf({ cause }: WorkflowUpdateFailedError): string {
  return cause instanceof ApplicationFailure ? (cause.type ?? '') : '';
}

async function translate(deps: AppDeps, build: BuildRow, name: DecisionName, error: unknown): Promise<MillwrightError> {
  if (error instanceof WorkflowNotFoundError) return notRunning(deps, build, name);
  if (error instanceof WorkflowUpdateFailedError) return refused(build, error);
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return away('No worker took the decision in time. It may still be taken once a worker is back; sending it again does not double it.', error);
  if (temporalIsAway(error)) return away('The workflow engine does not answer just now, so nothing was decided; send it again shortly.', error);
  if (error instanceof MillwrightError) return error;
  return new MillwrightError('INTERNAL', 'The decision could not be delivered; the log has the details under this request id.', { cause: error });
}

function away(detail: string, cause: unknown): MillwrightError {
  // About the time a worker or the engine needs to restart.
  return new MillwrightError('UNAVAILABLE', detail, { cause, retryAfterSeconds: 5 });
}

/** Thrown for a workflow that was promised and is not started yet; `stop` starts it first. */
export class NotStartedError extends MillwrightError {}

/** Thrown for a workflow that was started and that Temporal no longer knows; `stop` records the end it cannot record itself. */
export class LostError extends MillwrightError {}

async function notRunning(deps: AppDeps, build: BuildRow, name: DecisionName): Promise<MillwrightError> {
  const promise = await startPromise(deps.database.orm, build.id);
  // Without a promise and before its second event it is for the reconciler to start.
  if (promise === 'open' || (promise === 'none' && build.eventSeq <= 1)) {
    const code = name === 'deploy' || name === 'complete' ? 'NOT_READY' : name === 'approve' || name === 'reject' ? 'NOTHING_TO_APPROVE' : 'ACTION_NOT_ALLOWED';
    return new NotStartedError(code, 'The build was accepted and is about to start; it cannot take this yet.');
  }
  const state = await workflowState(deps.temporal, build.id);
  if (state === 'missing')
    return new LostError(
      'ACTION_NOT_ALLOWED',
      'The workflow of this build is lost: Temporal does not know it (its data was lost or replaced, or this is another server). Stop the build, then fork it to go on from its plan.',
    );
  if (state === 'running') return away('The workflow of this build has only just come back; send it again.', null);
  return new MillwrightError('BUILD_ENDED', 'The workflow of this build has ended; its record follows shortly.');
}

function refused(build: BuildRow, error: WorkflowUpdateFailedError): MillwrightError {
  const cause = error.cause;
  const type = typeOf(error);
  const detail = cause instanceof Error ? cause.message : 'The build refused the decision.';
  if (isFailureCode(type)) return new MillwrightError(type, detail, { cause: error });
  if (type === UNSEEN) return away('The build is too busy with other decisions just now, so nothing was decided; send it again shortly.', error);
  // The build came to its end while the decision was on its way.
  if (type === 'AcceptedUpdateCompletedWorkflow')
    return new MillwrightError('BUILD_ENDED', `The build ended while this was on its way (it was ${build.status}).`, { cause: error });
  return new MillwrightError('ACTION_NOT_ALLOWED', 'The build does not take this decision now.', { cause: error });
}
