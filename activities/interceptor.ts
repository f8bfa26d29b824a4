import { ApplicationFailure, Context } from '@temporalio/activity';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from '@temporalio/worker';
import { FAILURES, MillwrightError } from '../contracts/failures.js';
import { PAYLOAD_BYTES_MAX } from '../contracts/limits.js';
import type { Failpoint } from './failpoint.js';

// Well under the heartbeat timeout of workflows/proxies.ts, so that a busy event loop may miss a few.
const HEARTBEAT_MS = 1_000;
// What of an error's text may enter a history.
const MESSAGE_CHARS_MAX = 8_000;
// The failpoint "reported" fires when the answer has surely left the process.
const REPORTED_MS = 100;

/**
 * Around every activity: a heartbeat on a timer, failures of the catalogue as typed ApplicationFailures (with Retry-After
 * as a durable wait on the server), results and messages kept small.
 */
export class ActivityGuard implements ActivityInboundCallsInterceptor {
  constructor(
    private readonly context: Context,
    private readonly failpoint: Failpoint,
    private readonly onRetry: (what: string, attempt: number, error: unknown, workflowId: string) => void,
  ) {}

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    const { info } = this.context;
    const beat = setInterval(() => this.context.heartbeat(), HEARTBEAT_MS);
    this.failpoint(info.activityType, 'before');
    try {
      const result = await next(input);
      this.failpoint(info.activityType, 'after');
      const timer = setTimeout(() => this.failpoint(info.activityType, 'reported'), REPORTED_MS);
      timer.unref();
      return small(info.activityType, result);
    } catch (error) {
      this.onRetry(info.activityType, info.attempt, error, info.workflowExecution?.workflowId ?? '');
      throw translate(error);
    } finally {
      clearInterval(beat);
    }
  }
}

function small(name: string, result: unknown): unknown {
  const bytes = Buffer.byteLength(JSON.stringify(result ?? null));
  if (bytes > PAYLOAD_BYTES_MAX) throw ApplicationFailure.nonRetryable(`the result of ${name} has ${bytes} bytes; large things travel by reference`, 'PAYLOAD');
  return result;
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
  return ApplicationFailure.create({ type: nonRetryable ? 'INTERNAL' : error.name, message: error.message.slice(0, MESSAGE_CHARS_MAX), nonRetryable, cause: nonRetryable ? error : undefined });
}
