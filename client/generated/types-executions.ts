// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { Queue, Repository } from './types-shared.js';

export interface ConfirmLanguage {
  language?: string;
}

export interface Execute {
  prompt: string;
  /** A language with a sandbox image, or another name of it; told from the prompt when missing. */
  language?: string;
  /** Wait with `waiting_for: language` until the language is confirmed. */
  confirm_language?: boolean;
  session_id?: string;
  context_artifacts?: string[];
  /** An existing repository to work in, like `artifacts.repo` of a build; `owner/name` means one on github.com. The result is a branch on its commit. */
  github_repo?: Repository;
  llm_preference?: 'fast' | 'balanced' | 'quality';
  /** `pr` delivers a branch in a project of its own: no code host is connected. In a repository a branch comes in any case; `snippet` and `pr` add the change as a patch, `zip` the changed files. */
  output_preference?: 'snippet' | 'zip' | 'pr';
  max_attempts?: number;
  /** Seconds that the checks of one attempt may take together. */
  timeout_seconds?: number;
  budget_usd?: number;
  /** Answer with an equal execution of yours that passed, if there is one. */
  cache?: boolean;
}

export interface Execution {
  id: string;
  execution_id: string;
  session_id: string | null;
  status: 'pending' | 'running' | 'passed' | 'failed' | 'partial';
  prompt: string;
  language: string | null;
  language_source: string | null;
  waiting_for: 'language' | null;
  output_preference: 'snippet' | 'zip' | 'pr';
  llm_preference: string;
  round: number;
  /** The attempt of this round that is under way or was the last; 0 before the first. */
  attempt: number;
  max_attempts: number;
  cost_usd: number;
  budget_usd: number;
  model: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  expires_at: string | null;
  status_url: string;
  stream_url: string;
  queue: Queue | null;
  code: string | null;
  tests: string | null;
  files: Array<{
    path: string;
    kind: 'code' | 'test' | 'other';
    content: string;
  }>;
  output: string | null;
  explanation: string | null;
  failure: {
    code: string;
    title: string;
    detail: string;
  } | null;
  artifact: {
    id: string;
    name: string;
    media_type: string;
    bytes: number;
    url: string;
    download_url: string;
  } | null;
  /** The existing repository it works in; `base_commit` is null until it was fetched. */
  repository: {
    url: string;
    ref: string | null;
    branch: string | null;
    base_commit: string | null;
    test_tool: string | null;
  } | null;
  /** The branch of `output_preference: pr`, and of work in a repository; `url` is null, for no code host is connected. */
  pr: {
    url: null;
    project_id: string;
    branch: string;
    commit: string;
    base_commit: string | null;
    detail: string;
  } | null;
  timeout_seconds: number;
  attempts: Array<{
    round: number;
    attempt: number;
    status: string;
    error_type: string | null;
    error_message: string | null;
    fix_applied: string | null;
    summary: string | null;
    tests: {
      total: number;
      passed: number;
    };
    model: string | null;
    cost_usd: number;
    started_at: string;
    ended_at: string | null;
  }>;
}

export interface ExecutionStarted {
  execution_id: string;
  /** `queued` until it begins (GET says `pending`). */
  status: 'queued' | 'pending' | 'running' | 'passed' | 'failed' | 'partial';
  language: string | null;
  language_source: string | null;
  waiting_for: 'language' | null;
  round: number;
  cached: boolean;
  estimate: {
    seconds: number;
    usd: number;
    basis: string;
  };
  status_url: string;
  stream_url: string;
}

export interface Executions {
  items: Array<{
    id: string;
    execution_id: string;
    session_id: string | null;
    status: 'pending' | 'running' | 'passed' | 'failed' | 'partial';
    prompt: string;
    language: string | null;
    language_source: string | null;
    waiting_for: 'language' | null;
    output_preference: 'snippet' | 'zip' | 'pr';
    llm_preference: string;
    round: number;
    /** The attempt of this round that is under way or was the last; 0 before the first. */
    attempt: number;
    max_attempts: number;
    cost_usd: number;
    budget_usd: number;
    model: string | null;
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    expires_at: string | null;
    status_url: string;
    stream_url: string;
  }>;
  total: number;
  page: number;
  executions: Array<{
    id: string;
    execution_id: string;
    session_id: string | null;
    status: 'pending' | 'running' | 'passed' | 'failed' | 'partial';
    prompt: string;
    language: string | null;
    language_source: string | null;
    waiting_for: 'language' | null;
    output_preference: 'snippet' | 'zip' | 'pr';
    llm_preference: string;
    round: number;
    /** The attempt of this round that is under way or was the last; 0 before the first. */
    attempt: number;
    max_attempts: number;
    cost_usd: number;
    budget_usd: number;
    model: string | null;
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    expires_at: string | null;
    status_url: string;
    stream_url: string;
  }>;
}

export interface RetryExecution {
  language?: string;
  guidance?: string;
  max_attempts?: number;
  timeout_seconds?: number;
  /** The new budget of the whole execution, earlier rounds included. */
  budget_usd?: number;
}
