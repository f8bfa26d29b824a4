// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { EditedPlan, Repository } from './types-shared.js';

export interface Created {
  id: string;
  status: string;
  status_url: string;
  events_url: string;
}

export interface Fork {
  /** What comes before this point is taken over and costs nothing; the step itself is made anew. Left out: the plan waits for approval again. */
  at?: {
    phase?: 'plan' | 'code' | 'test' | 'document';
    task?: string;
    step?: number | string;
  };
  model?: string | null;
  hint?: string;
  plan?: EditedPlan;
  title?: string;
  llm_preference?: 'fast' | 'balanced' | 'quality';
  budget_usd?: number;
}

export interface Intent {
  project_type?: 'feature' | 'bug_fix' | 'refactor' | 'api' | 'website' | 'cli' | 'library' | 'infrastructure';
  description: string;
  title?: string;
  domain?: string;
  project_id?: string;
  constraints?: {
    deadline?: string;
    stack?: string | string[];
    compliance?: string[];
  };
  /** An existing repository to work on; uploads (or artifacts of your other builds) to work from: `artifact_ids` become documents under docs/input/, `datasets` become files under data/. Agents read them and never change them. */
  artifacts?: {
    repo?: Repository;
    datasets?: string[];
    artifact_ids?: string[];
  };
  options?: {
    tests?: boolean;
    docs?: boolean;
    deployment?: boolean;
    review?: boolean;
    /** Who takes part besides planner and developer (GET /api/agents lists the roles). With code-reviewer each change is reviewed by a model. */
    roles?: string[];
    /** Best of N: so many sessions work on each task side by side; the first that is accepted is taken. */
    candidates?: number;
  };
  llm_preference?: 'fast' | 'balanced' | 'quality';
  budget_usd?: number;
}
