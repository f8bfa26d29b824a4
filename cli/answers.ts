import type { BuildStatus, DecisionResult, Environment, Gate, PhaseName, WaitingFor } from '../contracts/messages.js';
import type { PublicFailure } from '../contracts/failures.js';
import type { Plan } from '../schemas/plan.js';

/** What the API answers, as the commands read it (spec.md section 2). More fields may be there; none is renamed. */

export interface CreateAnswer {
  id: string;
  status: BuildStatus;
  status_url: string;
  events_url: string;
}

export interface TaskAnswer {
  id: string;
  goal: string;
  role: string;
  status: string;
  attempts: number;
  result: unknown;
}

export interface DeploymentAnswer {
  environment: Environment;
  url: string | null;
  status: string;
  commit: string | null;
  digest: string | null;
  detail?: string | null;
}

export interface StatusAnswer {
  id: string;
  title: string;
  project_type: string;
  description: string;
  language: string | null;
  status: BuildStatus;
  progress: number;
  phase: PhaseName | null;
  gate: Gate | null;
  waiting_for: WaitingFor | null;
  plan: { version: number; digest: string } | null;
  tasks: TaskAnswer[];
  cost_usd: number;
  budget_usd: number;
  estimate: { hours: number; usd: number; basis: string } | null;
  model: string | null;
  deployments: DeploymentAnswer[];
  failure: PublicFailure | null;
  result: { branch: string; commit: string; tree: string } | null;
  project_id: string;
  created_at: string;
  updated_at: string;
}

export interface ActiveBuild {
  id: string;
  title: string;
  status?: BuildStatus;
  phase: PhaseName | null;
  progress: number;
  waiting_for?: WaitingFor | null;
  actions?: string[];
  created_at?: string;
}

export interface ActiveAnswer {
  items: ActiveBuild[];
  total: number;
}

export interface PlanAnswer {
  version: number;
  digest: string;
  plan: Plan;
}

export interface DeployAnswer {
  deployment_id: string;
  environment: Environment;
  status: string;
}

export type DecisionAnswer = Partial<DecisionResult> & Record<string, unknown>;

export interface PlanEditAnswer {
  version: number;
  digest: string;
  /** Done tasks that run once more. */
  again?: string[];
}

export interface StepAnswer {
  ordinal: number;
  at: string;
  tool: string;
  ok: boolean;
  summary: string;
  commit: string | null;
}

interface Trees {
  recorded_tree: string;
  replayed_tree: string;
  same: boolean;
}

export interface ReplayAnswer {
  build_id: string;
  number: number;
  state: 'running' | 'same' | 'different' | 'failed';
  detail: string | null;
  result: {
    same: boolean;
    tasks: (Trees & {
      task: string;
      try: string;
      steps: number;
      reexecuted: number;
      commands: number;
      from_records: { step: string; why: string }[];
      first_difference: string | null;
    })[];
    total: Trees;
    main_from_records: string[];
    seconds: number;
  } | null;
}

export interface ComparedBuild {
  id: string;
  title: string;
  status: string;
  parent_build_id: string | null;
  forked_at: string | null;
  plan: { version: number | null; digest: string | null };
  tasks: { id: string; status: string; attempts: number; inherited: boolean }[];
  turns: number;
  steps: number;
  models: string[];
  model_calls: number;
  model_calls_inherited: number;
  cost_usd: number;
  seconds: number;
  tests: { passed: boolean; total: number; failed: number } | null;
  result: { commit: string; tree: string } | null;
  diff: { files: number; added: number; removed: number } | null;
}

type LineCounts = { added: number; removed: number } | null;

export interface CompareAnswer {
  builds: ComparedBuild[];
  same_tree: boolean;
  same_plan: boolean;
  files: { path: string; left: LineCounts; right: LineCounts; between: LineCounts }[];
  files_same: number;
}

/** What `POST /execute` and its retry answer. */
export interface ExecutionStartedAnswer {
  execution_id: string;
  status: string;
  language: string | null;
  round: number;
  status_url: string;
}

/** What of `GET /execute/{id}` is shown. */
export interface ExecutionAnswer {
  id: string;
  status: string;
  attempt: number;
  max_attempts: number;
  cost_usd: number;
  ended_at: string | null;
  files: { path: string; kind: string; content: string }[];
  explanation: string | null;
  failure: { detail: string } | null;
  artifact: { name: string; download_url: string } | null;
  pr: { detail: string } | null;
  attempts: {
    round: number;
    attempt: number;
    status: string;
    error_type: string | null;
    error_message: string | null;
    summary: string | null;
    ended_at: string | null;
  }[];
}
