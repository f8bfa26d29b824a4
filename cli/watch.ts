import { setTimeout as sleep } from 'node:timers/promises';
import type { StatusAnswer } from './answers.js';
import { LivePanel } from './live.js';
import { followEvents, type SeenEvent } from './events.js';
import { codeOf } from './problem.js';
import type { Scope } from './scope.js';
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
  const panel = scope.terminal.interactive && !options.json ? new LivePanel(scope, options.buildId) : null;
  try {
    return await follow({ ...scope, client: scope.patient }, options, view, panel);
  } finally {
    panel?.hide();
  }
}

async function follow(scope: Scope, options: WatchOptions, view: ProgressView, panel: LivePanel | null): Promise<WatchEnd> {
  const answered = new Set<string>();
  const hidden = { ...options, onWait: (status: StatusAnswer) => (panel?.hide(), options.onWait(status)) };
  let after = 0;
  for (;;) {
    for await (const event of followEvents(scope, options.buildId, { after, onThinking: (event) => panel?.think(event) })) {
      after = event.seq;
      show(scope, view, event, options.json);
      panel?.see(event);
      if (options.until?.(event)) return 'until';
      if (mayWait(event) && !(await answerWaits(scope, hidden, answered))) return 'waiting';
    }
    // The stream has no more to say: either the build has ended or it was only a quiet server.
    const { status } = await scope.client.getBuild(options.buildId);
    if (FINAL_STATUSES.includes(status)) return 'ended';
    if (!(await answerWaits(scope, hidden, answered))) return 'waiting';
  }
}

/** The key of what a build waits for now; null when it works. */
export function waitKey({ id, waiting_for: waiting }: StatusAnswer): string | null {
  return waiting && `${id} ${waiting.kind} ${waiting.subject_digest} ${waiting.since}`;
}

function show(scope: Scope, view: ProgressView, event: SeenEvent, json: boolean): void {
  if (json) return scope.terminal.out(JSON.stringify(event));
  const line = view.line(event);
  if (line !== null) scope.terminal.out(line);
}

/** After this event a build may wait for a person. */
export function mayWait(event: SeenEvent): boolean {
  if (event.kind === 'status.changed') return event.status === 'awaiting_review' || event.status === 'ready';
  return event.kind === 'gate.opened' || event.kind === 'question' || event.kind === 'plan.edited';
}

/** Answers what is waited for now, each thing once; looks again when it was overtaken. */
async function answerWaits(scope: Scope, options: WatchOptions, answered: Set<string>): Promise<boolean> {
  for (let look = 1; ; look += 1) {
    const status = await scope.client.getBuild(options.buildId);
    const key = waitKey(status);
    if (key === null || answered.has(key)) return true;
    try {
      if (!(await options.onWait(status))) return false;
      answered.add(key);
      return true;
    } catch (error) {
      if (!OVERTAKEN.has(codeOf(error) ?? '') || look >= LOOKS_MAX) throw error;
      scope.say('that has changed meanwhile; looking again.');
      await sleep(LOOK_AGAIN_MS);
    }
  }
}
