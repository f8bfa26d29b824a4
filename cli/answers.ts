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
