import type { BuildStatus, Environment, Gate, PhaseName, WaitKind } from './messages.js';
import type { PublicFailure } from './failures.js';
import type { QueueEvent } from './queue.js';

/** Everything that can happen to a build. Watchers (SSE, web, CLI) reduce these and nothing else. */
export type BuildEvent =
  | { kind: 'build.created'; title: string; project_type: string }
  | { kind: 'status.changed'; status: BuildStatus; progress: number; phase: PhaseName | null }
  | { kind: 'phase.started'; phase: PhaseName; progress: number }
  | { kind: 'phase.ended'; phase: PhaseName; progress: number; outcome: string }
  | { kind: 'plan.ready'; version: number; digest: string; title: string; tasks: number }
  /** `again`: done tasks that run once more, of an edit while tasks are worked on. */
  | { kind: 'plan.edited'; version: number; digest: string; by: string; again?: string[] }
  /** What a build took over from the one it was forked from. */
  | { kind: 'forked'; from: string; point: string; phase: PhaseName; commit: string; tasks_done: number; steps_kept: number; calls_kept: number }
  /** From the next call on; null leaves the model to the routing. */
  | { kind: 'model.changed'; model: string | null; llm_preference: string; by: string }
  | { kind: 'gate.opened'; gate: Gate; wait: WaitKind; subject_digest: string; summary: string }
  | { kind: 'gate.passed'; gate: Gate; by: string }
  | { kind: 'gate.decided'; gate: Gate | null; decision: string; by: string; subject_digest: string | null }
  | { kind: 'task.started'; task: string; goal: string; role: string; attempt: number; candidate?: number }
  | { kind: 'task.ended'; task: string; outcome: string; summary: string; progress: number }
  | { kind: 'turn'; task: string; turn: number; text: string; tools: string[]; cost_usd: number; progress: number }
  | { kind: 'tool'; task: string; turn: number; tool: string; summary: string; ok: boolean; commit: string | null }
  | { kind: 'checks.started'; subject: string }
  | { kind: 'checks.ended'; subject: string; passed: boolean; tests: number; failed: number; summary: string }
  /** `branch`: where the work was written; `notes`: what the one who did it says. */
  | { kind: 'merged'; task: string; commit: string; branch?: string; notes?: string }
  | { kind: 'question'; task: string | null; question: string; subject_digest: string }
  | { kind: 'answer'; answer: string; by: string }
  | { kind: 'note'; text: string; by: string }
  | { kind: 'guidance'; text: string; by: string }
  | { kind: 'retrying'; what: string; detail: string }
  /** Something waits for a sandbox, or its turn has come: said when it begins to last and as the queue gets shorter. */
  | QueueEvent
  /** A step that takes long is still at it: watchers hear something at least every ten seconds of work. */
  | { kind: 'working'; what: string; seconds: number; checks?: RunningChecks }
  | { kind: 'budget'; spent_usd: number; budget_usd: number; detail: string }
  | { kind: 'deploy.started'; deployment: string; environment: Environment }
  | { kind: 'deploy.step'; deployment: string; step: string; detail: string }
  | { kind: 'deploy.ended'; deployment: string; environment: Environment; status: string; url: string | null; detail: string | null }
  | { kind: 'retrospective'; summary: string }
  | { kind: 'build.ended'; status: BuildStatus; failure: PublicFailure | null };

/** Which checks are under way now, the one that runs longest first; none: what they said is being weighed. */
export interface RunningChecks {
  subject: string;
  running: string[];
}

export type BuildEventKind = BuildEvent['kind'];

/** The events after which a stream of this build says nothing more. */
export const LAST_EVENT_KIND: BuildEventKind = 'build.ended';

/**
 * What watchers see in passing: never stored, without a number, sometimes lost. `thinking`: the end of what the model has
 * said so far in a turn; the stored `turn` event that follows is the truth.
 */
export interface ThinkingEvent {
  kind: 'thinking';
  build_id: string;
  task: string;
  turn: number;
  /** The newest words, at most THINKING_CHARS_MAX. */
  text: string;
  /** Characters of text so far. */
  chars: number;
  /** Since the model was asked. */
  seconds: number;
}

/** The end of what a command has printed so far, in the same way; the stored `tool` event that follows is the truth. */
export interface PrintingEvent extends Omit<ThinkingEvent, 'kind'> {
  kind: 'printing';
}

export const THINKING_KIND = 'thinking';
export const PRINTING_KIND = 'printing';
/** A line or three on a screen. */
export const THINKING_CHARS_MAX = 400;
