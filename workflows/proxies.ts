import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { Queues } from '../contracts/messages.js';

// 6 s: six missed beats of activities/interceptor.ts; a killed worker is noticed after it, a busy one is not accused.
const HEARTBEAT = '6s';
// Quick retries first: most faults are a process that just restarts; 10 s bounds the wait after an outage.
const RETRY = { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' } as const;

/** Activity proxies by profile; the queues come from the build's input, so that history pins them. */
export function proxiesFor(queues: Queues) {
  const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;
  return {
    // Rows and events: milliseconds, repeatable, no retry of its own in the history. A database may be away for a day.
    rows: proxyLocalActivities<Activities>({ startToCloseTimeout: '15s', scheduleToCloseTimeout: '1 day', retry: RETRY }),
    // Database and git: seconds.
    quick: proxyActivities<Activities>({
      taskQueue: queues.core,
      startToCloseTimeout: '2 minutes',
      scheduleToCloseTimeout: '1 day',
      heartbeatTimeout: HEARTBEAT,
      retry: RETRY,
      cancellationType,
    }),
    // A model may think for minutes; an endpoint that is away for an hour is a failure people must hear of.
    llm: proxyActivities<Activities>({
      taskQueue: queues.llm,
      startToCloseTimeout: '15 minutes',
      scheduleToCloseTimeout: '1 hour',
      heartbeatTimeout: HEARTBEAT,
      retry: { ...RETRY, maximumInterval: '30s' },
      cancellationType,
    }),
    // Commands and checks; the first use of a language builds its image.
    sandbox: proxyActivities<Activities>({
      taskQueue: queues.sandbox,
      startToCloseTimeout: '45 minutes',
      scheduleToCloseTimeout: '3 hours',
      heartbeatTimeout: HEARTBEAT,
      retry: RETRY,
      cancellationType,
    }),
    deploy: proxyActivities<Activities>({
      taskQueue: queues.deploy,
      startToCloseTimeout: '15 minutes',
      scheduleToCloseTimeout: '1 hour',
      heartbeatTimeout: HEARTBEAT,
      retry: RETRY,
      cancellationType,
    }),
    // A build that ends does not wait for an engine that is away: the reaper removes what is left (worker-deps.ts).
    atEnd: proxyActivities<Activities>({
      taskQueue: queues.sandbox,
      startToCloseTimeout: '8s',
      scheduleToCloseTimeout: '8s',
      heartbeatTimeout: HEARTBEAT,
      retry: RETRY,
    }),
    // The way back of a deployment must happen, however long it takes.
    cleanup: proxyActivities<Activities>({
      taskQueue: queues.sandbox,
      startToCloseTimeout: '2 minutes',
      scheduleToCloseTimeout: '1 day',
      heartbeatTimeout: HEARTBEAT,
      retry: RETRY,
      cancellationType,
    }),
  };
}

export type Proxies = ReturnType<typeof proxiesFor>;
