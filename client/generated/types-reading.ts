// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { Task, TimelineEntry, WaitingFor } from './types-reading-2.js';
import type { Queue } from './types-shared.js';

export interface ActiveBuild {
  id: string;
  title: string;
  project_type: string;
  language: string | null;
  /** The language by the name its plan has for it: typescript, where `language` is the image (node) of two. */
  planned_language: string | null;
  status: 'planning' | 'designing' | 'coding' | 'testing' | 'documenting' | 'ready' | 'deploying' | 'completed' | 'failed' | 'stopped' | 'awaiting_review';
  phase: 'plan' | 'design' | 'code' | 'test' | 'document' | 'ready' | 'deploy' | 'complete' | null;
  progress: number;
  cost_usd: number;
  budget_usd: number;
  waiting_for: WaitingFor | null;
  /** The environments that it serves just now. */
  live: Array<'staging' | 'production'>;
  actions: string[];
  created_at: string;
  updated_at: string;
  ended_at: string | null;
}

export interface BuildArtifact {
  id: string;
  name: string;
  gate: string | null;
  media_type: string;
  bytes: number;
  sha256: string;
  status: string;
  created_at: string;
  url: string;
}

export interface BuildStatus {
  id: string;
  title: string;
  project_type: string;
  description: string;
  language: string | null;
  status: 'planning' | 'designing' | 'coding' | 'testing' | 'documenting' | 'ready' | 'deploying' | 'completed' | 'failed' | 'stopped' | 'awaiting_review';
  progress: number;
  phase: 'plan' | 'design' | 'code' | 'test' | 'document' | 'ready' | 'deploy' | 'complete' | null;
  gate: 'G0' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | null;
  waiting_for: WaitingFor | null;
  queue: Queue | null;
  plan: {
    version: number;
    digest: string;
  } | null;
  tasks: Task[];
  attempts: number;
  cost_usd: number;
  budget_usd: number;
  /** What the models were paid in each phase. */
  phase_costs: Array<{
    phase: string;
    usd: number;
  }>;
  estimate: {
    hours: number;
    usd: number;
    basis: string;
  } | null;
  model: string | null;
  deployments: Deployment[];
  failure: {
    code: string;
    title: string;
    detail: string;
  } | null;
  result: {
    branch: string;
    commit: string;
    tree: string;
  } | null;
  artifacts: Array<{
    id: string;
    name: string;
    gate: string | null;
    media_type: string;
    bytes: number;
    url: string;
  }>;
  timeline: TimelineEntry[];
  actions: string[];
  project_id: string;
  parent_build_id: string | null;
  /** The point of the parent at which this fork begins; null at its plan. */
  forked_at: string | null;
  /** Its workflow in the Temporal Web UI. */
  temporal_url: string | null;
  /** The model that answers whatever the routing says. */
  model_override: string | null;
  options: Record<string, unknown>;
  domain: string | null;
  llm_preference: string;
  /** The number of the last event that this tells of already; follow the events after it. */
  event_seq: number;
  created_at: string;
  updated_at: string;
  ended_at: string | null;
}

export interface CommitResult {
  task_id: string;
  /** The commit of main, or the last one of the branch; null when nothing was written. */
  commit_sha: string | null;
  status: 'merged' | 'success' | 'soft_fail' | 'hard_fail';
  branch_name: string;
  /** What the one who did it says. */
  notes: string;
}

export interface Comparison {
  builds: Array<{
    id: string;
    title: string;
    status: 'planning' | 'designing' | 'coding' | 'testing' | 'documenting' | 'ready' | 'deploying' | 'completed' | 'failed' | 'stopped' | 'awaiting_review';
    parent_build_id: string | null;
    forked_at: string | null;
    plan: {
      version: number | null;
      digest: string | null;
      [key: string]: unknown;
    };
    tasks: Array<{
      id: string;
      goal: string;
      role: string;
      status: string;
      attempts: number;
      inherited: boolean;
      [key: string]: unknown;
    }>;
    models: string[];
    diff: {
      files: number;
      added: number;
      removed: number;
    } | null;
    turns: number;
    steps: number;
    model_calls: number;
    model_calls_inherited: number;
    cost_usd: number;
    seconds: number;
    tests: {
      passed: boolean;
      total: number;
      failed: number;
      summary: string;
    } | null;
    result: {
      branch: string;
      commit: string;
      tree: string;
    } | null;
    [key: string]: unknown;
  }>;
  same_tree: boolean;
  same_plan: boolean;
  /** Files that are not the same: what each build changed in them against its base, and the lines between the two where both are new. */
  files: Array<{
    path: string;
    same: boolean;
    left: {
      added: number;
      removed: number;
    } | null;
    right: {
      added: number;
      removed: number;
    } | null;
    between: {
      added: number;
      removed: number;
    } | null;
  }>;
  files_same: number;
}

export interface Deployment {
  id: string;
  environment: 'staging' | 'production';
  url: string | null;
  status: string;
  commit: string | null;
  digest: string | null;
  detail: string | null;
  /** Of a live deployment: why its address does not answer just now, and what to do; null when it does, or where that is not known. */
  problem: string | null;
  /** Of a live deployment: curl lines to try it with; what they send was answered before it went live. */
  curl: string[];
  created_at: string;
  updated_at: string;
}

export interface DeploymentOutput {
  deployment_id: string;
  status: string;
  /** The number of its newest line; 0: it has printed nothing that is kept. */
  last_seq: number;
  /** The oldest line that is kept. What is older is gone. */
  first_seq: number | null;
  lines: Array<{
    /** Counted for each deployment from 1. */
    seq: number;
    at: string;
    /** `note`: said by Millwright, of lines that are missing. */
    source: 'stdout' | 'stderr' | 'note';
    text: string;
  }>;
}

export interface DeploymentOverview {
  id: string;
  build_id: string;
  build_title: string;
  build_status: string;
  project_id: string;
  environment: 'staging' | 'production';
  generation: number;
  status: string;
  commit: string | null;
  digest: string | null;
  url: string | null;
  detail: string | null;
  /** Of a live deployment: why its address does not answer just now, and what to do; null when it does, or where that is not known. */
  problem: string | null;
  /** Of a live deployment: curl lines to try it with; what they send was answered before it went live. */
  curl: string[];
  /** What can be done with its build now. */
  actions: string[];
  /** The deployment that served before this one and that a rollback returns to; null where there is none. */
  rolls_back_to: {
    id: string;
    build_id: string;
    commit: string | null;
    created_at: string;
  } | null;
  /** Of a deployment that serves no longer, what serves in its place since; null for every other. */
  replaced_by: {
    id: string;
    build_id: string;
    commit: string | null;
    at: string;
    /** Who deployed it, or rolled back to it. */
    by: string | null;
    /** A roll back returned to it; false: it was deployed anew. */
    returned: boolean;
  } | null;
  /** Send it as `subject_digest` with a promotion: what is deployed is then what was shown. */
  waiting_for_digest: string | null;
  created_at: string;
  updated_at: string;
}
