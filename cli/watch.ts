import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusAnswer } from './answers.js';
import { getStatus } from './builds.js';
import { readEvents, type SeenEvent } from './events.js';
import { ApiFailure } from './failure.js';
import { WATCH_PATIENCE_SECONDS, type Scope } from './scope.js';
import type { ThinkingEvent } from '../contracts/events.js';
import { FINAL_STATUSES } from '../contracts/messages.js';
import { ProgressView } from './view/progress.js';

export interface WatchOptions {
  buildId: string;
  /** Events as JSON lines instead of progress lines. */
  json: boolean;
  /** The build waits for a person. True: it was answered, go on; false: leave. */
  onWait(status: StatusAnswer): Promise<boolean>;
  /** Ends the watch after this event. */
  until?(event: SeenEvent): boolean;
}

export type WatchEnd = 'ended' | 'waiting' | 'until';

// Refusals that mean: somebody else decided first, or what was shown has changed. Look again.
const OVERTAKEN = new Set(['APPROVAL_STALE', 'NOTHING_TO_APPROVE', 'ACTION_NOT_ALLOWED', 'BUILD_ENDED', 'NOT_READY']);
// Each look shows the newest state, so more of them than this mean that something changes it all the time.
const LOOKS_MAX = 5;
// Whoever overtook us needs a moment until rows say so.
const LOOK_AGAIN_MS = 300;

/** Shows a build as it goes, from its first event on, and answers its waits; survives restarts of the whole stack. */
export async function watchBuild(scope: Scope, options: WatchOptions): Promise<WatchEnd> {
  const view = new ProgressView({ colors: scope.terminal.colors, width: scope.terminal.width, cut: scope.terminal.interactive });
  const patient = { ...scope, client: scope.client.patient(WATCH_PATIENCE_SECONDS) };
  const answered = new Set<string>();
  let after = 0;
  for (;;) {
    const onThinking = options.json ? undefined : (event: ThinkingEvent) => scope.terminal.passing(view.thinking(event));
    for await (const event of readEvents({ ...streamOptions(scope, options.buildId), after, onThinking })) {
      after = event.seq;
      show(scope, view, event, options.json);
      if (options.until?.(event)) return 'until';
      if (mayWait(event) && !(await answerWaits(patient, options, answered))) return 'waiting';
    }
    // The stream has no more to say: either the build has ended or it was only a quiet server.
    const { status } = await getStatus(patient.client, options.buildId);
    if (FINAL_STATUSES.includes(status)) return 'ended';
    if (!(await answerWaits(patient, options, answered))) return 'waiting';
  }
}

/** The key of what a build waits for now; null when it works. */
function waitKey({ waiting_for }: StatusAnswer): string | null {
  return waiting_for && `${waiting_for.kind} ${waiting_for.subject_digest} ${waiting_for.since}`;
}

function streamOptions(scope: Scope, buildId: string) {
  return { connect: scope.connect, buildId, patienceSeconds: WATCH_PATIENCE_SECONDS, say: scope.say, signal: scope.signal };
}

function show(scope: Scope, view: ProgressView, event: SeenEvent, json: boolean): void {
  if (json) return scope.terminal.out(JSON.stringify(event));
  const line = view.line(event);
  if (line !== null) scope.terminal.out(line);
}

function mayWait(event: SeenEvent): boolean {
  if (event.kind === 'status.changed') return event.status === 'awaiting_review' || event.status === 'ready';
  return event.kind === 'gate.opened' || event.kind === 'question' || event.kind === 'plan.edited';
}

/** Answers what is waited for now, each thing once; looks again when it was overtaken. */
async function answerWaits(scope: Scope, options: WatchOptions, answered: Set<string>): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    const status = await getStatus(scope.client, options.buildId);
    const key = waitKey(status);
    if (key === null || answered.has(key)) return true;
    try {
      if (!(await options.onWait(status))) return false;
      answered.add(key);
      return true;
    } catch (error) {
      if (!(error instanceof ApiFailure) || !OVERTAKEN.has(error.code) || look >= LOOKS_MAX) throw error;
      scope.say('that has changed meanwhile; looking again.');
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
