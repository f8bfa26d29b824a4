/** What API, workflow and activities say to each other about executions (`POST /execute`): names and small payloads, free of zod and I/O. */
import type { PublicFailure } from './failures.js';
import type { Queues } from './messages.js';
import type { QueueEvent } from './queue.js';

export type ExecutionStatus = 'pending' | 'running' | 'passed' | 'failed' | 'partial';
/** `pr` delivers a branch: there is no connected code host that a pull request could be opened at. In a repository a branch comes in any case. */
export type OutputPreference = 'snippet' | 'zip' | 'pr';
/** How the language was found: said by the person, told by rules from their words or files or by the repository, or by a model. */
export type LanguageSource = 'given' | 'confirmed' | 'fence' | 'file' | 'words' | 'repository' | 'model' | 'default';

export interface ExecutionInput {
  v: 1;
  executionId: string;
  /** Counted from 1; a person's retry begins the next. */
  round: number;
  title: string;
  queues: Queues;
}

/** What an execution wants of its workflow; history pins it. */
export interface ExecutionFacts {
  language: string | null;
  maxAttempts: number;
  /** It works in an existing repository, which is taken in first. */
  onRepository?: boolean;
}

export interface ExecutionFile {
  path: string;
  content: string;
  /** `other`: manifests, settings, documents. */
  kind: 'code' | 'test' | 'other';
}

/** The kinds of what went wrong with an attempt; the checks' own names (`lint`, `build`, `test`) come beside these. */
export type AttemptErrorType =
  | 'answer_unusable'
  | 'install'
  | 'build'
  | 'test'
  | 'no_tests'
  | 'timeout'
  | 'memory'
  | 'output'
  | 'crash'
  | 'tool_missing'
  | 'check';

/** What an activity answers about an attempt: the rest is in its row. */
export interface AttemptEnd {
  state: 'written' | 'passed' | 'failed';
  summary: string;
}

/** Everything that can happen to an execution, beside what builds and executions share (`note`, `working`, `retrying`, `budget`). */
export type ExecutionEvent =
  | { kind: 'execution.queued'; round: number; language: string | null; output_preference: OutputPreference }
  | QueueEvent
  | { kind: 'execution.started'; round: number; max_attempts: number }
  | { kind: 'language.detected'; language: string; source: LanguageSource }
  /** The repository it works in was taken in; `tests` names what runs its tests. */
  | { kind: 'repository.ready'; round: number; url: string; branch: string | null; commit: string; language: string; files: number; tests: string }
  /** What the checks say of that commit before anything was changed. */
  | { kind: 'repository.checked'; commit: string; passed: boolean; tests: number; failed: number; summary: string }
  | { kind: 'attempt.started'; round: number; attempt: number; max_attempts: number }
  | { kind: 'attempt.written'; round: number; attempt: number; files: string[]; model: string; cost_usd: number }
  | {
      kind: 'attempt.ended';
      round: number;
      attempt: number;
      passed: boolean;
      error_type: AttemptErrorType | null;
      error_message: string | null;
      tests: number;
      failed: number;
      summary: string;
    }
  | { kind: 'execution.ended'; round: number; status: ExecutionStatus; attempt: number; failure: PublicFailure | null };

export const LAST_EXECUTION_EVENT_KIND = 'execution.ended';
