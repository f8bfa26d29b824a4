import { ApplicationFailure, CancelledFailure, type Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, MillwrightError } from '../contracts/failures.js';
import { PAYLOAD_BYTES_MAX } from '../contracts/limits.js';
import type { Failpoint } from './failpoint.js';

// Well under the heartbeat timeout of workflows/proxies.ts, so that a busy event loop may miss a few.
const HEARTBEAT_MS = 1_000;
// Watchers hear something at least every ten seconds of work (spec.md section 2).
const STILL_WORKING_MS = 8_000;
// What of an error's text may enter a history.
const MESSAGE_CHARS_MAX = 8_000;
const STACK_CHARS_MAX = 4_000;
// The failpoint "reported" fires when the answer has surely left the process.
const REPORTED_MS = 100;

export interface ActivityReports {
  /** An attempt failed and may be tried again. Must not throw. */
  failed(what: string, attempt: number, error: unknown, workflowId: string): void;
  /** An attempt takes long. Must not throw. */
  working(what: string, seconds: number, workflowId: string, key: string): void;
}

/**
 * Around every activity: a heartbeat on a timer, failures of the catalogue as typed ApplicationFailures (with Retry-After
 * as a durable wait on the server), results and messages kept small.
 */
export class ActivityGuard implements ActivityInboundCallsInterceptor {
  constructor(
    private readonly context: Context,
    private readonly failpoint: Failpoint,
    private readonly report: ActivityReports,
  ) {}

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    const { info } = this.context;
    const workflowId = info.workflowExecution?.workflowId ?? '';
    const started = Date.now();
    const beat = setInterval(() => this.context.heartbeat(), HEARTBEAT_MS);
    const news = setInterval(() => {
      const seconds = Math.round((Date.now() - started) / 1_000);
      this.report.working(info.activityType, seconds, workflowId, `${workflowId}/${info.activityId}/${info.attempt}/${seconds}`);
    }, STILL_WORKING_MS);
    this.failpoint(info.activityType, 'before');
    try {
      const result = await next(input);
      this.failpoint(info.activityType, 'after');
      const timer = setTimeout(() => this.failpoint(info.activityType, 'reported'), REPORTED_MS);
      timer.unref();
      return small(info.activityType, result);
    } catch (error) {
      // A person's stop is no failure, whatever broke because of it; a worker that shuts down is none either, but is retried.
      if (this.context.cancellationDetails?.cancelRequested) throw new CancelledFailure('stopped');
      this.report.failed(info.activityType, info.attempt, error, workflowId);
      throw translate(error);
    } finally {
      clearInterval(beat);
      clearInterval(news);
    }
  }
}

function small(name: string, result: unknown): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(result ?? null));
  if (bytes > PAYLOAD_BYTES_MAX) throw ApplicationFailure.nonRetryable(`the result of ${name} has ${bytes} bytes; large things travel by reference`, 'PAYLOAD');
  return result;
}

/** An error's own words without the data of a statement: the parameters of a query are prompts, answers and texts of people. */
export function brieflySaid(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (!error.message.startsWith('Failed query')) return error.message;
  return `a statement failed: ${error.cause instanceof Error ? error.cause.message : 'the database did not say why'}`;
}

function translate(error: unknown): unknown {
  if (error instanceof MillwrightError) {
    const { retryAfterSeconds } = error.options;
    return ApplicationFailure.create({
      type: error.code,
      message: error.detail.slice(0, MESSAGE_CHARS_MAX),
      nonRetryable: !FAILURES[error.code].retryable,
      ...(retryAfterSeconds === undefined ? {} : { nextRetryDelay: Math.ceil(retryAfterSeconds * 1000) }),
    });
  }
  if (error instanceof ApplicationFailure || !(error instanceof Error) || error.name === 'CancelledFailure' || error.name === 'AbortError') return error;
  // A mistake in our own code does not heal by trying again.
  const nonRetryable = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return ApplicationFailure.create({
    type: nonRetryable ? 'INTERNAL' : error.name,
    message: brieflySaid(error).slice(0, MESSAGE_CHARS_MAX),
    nonRetryable,
    cause: nonRetryable ? cutOf(error) : undefined,
  });
}

/** Where our own mistake is, in a size that a completion can carry: one of megabytes never reaches the server. */
function cutOf(error: Error): Error {
  const cut = new Error(error.message.slice(0, MESSAGE_CHARS_MAX));
  cut.name = error.name;
  cut.stack = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
    .slice(0, STACK_CHARS_MAX);
  return cut;
}
