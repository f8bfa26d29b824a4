/** How a worker of ours polls, caches and gives up: one place, so that what is measured is what runs. */
import type { WorkerOptions } from '@temporalio/worker';

export const WORKER_TUNING = {
  // A killed worker's sticky queue is left after 3 s instead of 10 (temporal.md 85).
  stickyQueueScheduleToStartTimeout: '3s',
  // A cancellation reaches an activity with its next heartbeat: stop must be done in 10 s.
  maxHeartbeatThrottleInterval: '1s',
  // Few-round-trip shapes stall on their first workflow task with the default pollers (performance.md section 2, d).
  maxConcurrentWorkflowTaskPolls: 10,
  nonStickyToStickyPollRatio: 0.5,
  maxConcurrentWorkflowTaskExecutions: 40,
  maxConcurrentActivityTaskExecutions: 100,
  // About 0.25 MB each without zod (temporal.md 83).
  maxCachedWorkflows: 300,
} as const satisfies Partial<WorkerOptions>;
