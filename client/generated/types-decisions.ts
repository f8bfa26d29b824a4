// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { EditedPlan } from './types-shared.js';

export interface Answer {
  answer: string;
  /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
  subject_digest?: string;
}

export interface Approval {
  decision?: 'approve' | 'reject';
  /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
  subject_digest?: string;
  reason?: string;
  plan?: EditedPlan;
  choice?: number;
  answer?: string;
}

export interface ChangeRequest {
  text: string;
  /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
  subject_digest?: string;
}

export type Complete = Record<string, never>;

export interface DecisionResult {
  id: string;
  decision: string;
  gate: 'G0' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | null;
  subject_digest: string | null;
  /** Of a plan that was approved with edits: what will not be built, as far as that is known. */
  not_built?: string[];
  [key: string]: unknown;
}

export interface Deploy {
  environment: 'staging' | 'production';
  /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
  subject_digest?: string;
}

export interface DeployAnswer {
  deployment_id: string;
  environment: 'staging' | 'production';
  status: string;
}

export interface Guidance {
  text: string;
}

export interface ModelChange {
  model: string | null;
  llm_preference?: 'fast' | 'balanced' | 'quality';
}

/** `base_digest`: the digest of the plan that was edited; the current one when left out. The plan may also be the whole body. `redo`: a task that is done may be changed; it runs again, and so does what depends on it. */
export type PlanEdit =
  | {
      plan: EditedPlan;
      /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
      base_digest?: string;
      redo?: boolean;
    }
  | EditedPlan;

export interface PlanEdited {
  id: string;
  decision: string;
  gate: 'G0' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | null;
  subject_digest: string | null;
  /** What of the edited plan will not be built, as its risks say it. */
  not_built: string[];
  version: number;
  digest: string;
  /** Done tasks that run once more. */
  again?: string[];
  [key: string]: unknown;
}

export interface RaiseBudget {
  budget_usd: number;
  scope?: 'build' | 'day' | 'month';
}

export interface Rejection {
  reason: string;
  /** Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused. */
  subject_digest?: string;
}

export type Replay = Record<string, never>;

export interface ReviewRequest {
  question: string;
}

export interface Rollback {
  environment: 'staging' | 'production';
}

export interface Stop {
  reason?: string;
}

export interface StopAnswer {
  id: string;
  status: string;
}
