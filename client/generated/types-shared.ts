// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface EditedPlan {
  title: string;
  summary?: string;
  language?: string;
  requirements?: Array<string | Record<string, unknown>> | string;
  phases?: Array<string | Record<string, unknown>> | string;
  tasks: Array<{
    id: number | string;
    goal: string;
    role?: string;
    files?: string[];
    depends_on?: Array<number | string>;
    symbols?: string[];
    complexity?: number;
  }>;
  stack?: Array<string | Record<string, unknown>> | string;
  risks?: Array<string | Record<string, unknown>> | string;
  questions?: Array<string | Record<string, unknown>> | string;
  estimate?: {
    hours?: number;
    usd?: number;
    basis?: string;
  };
  made_by?: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  request_id: string;
  errors?: Array<{
    pointer: string;
    detail: string;
  }>;
}

/** Where it waits its turn; null when it does not. */
export interface Queue {
  /** `start`: a worker that takes it up; `sandbox`: a sandbox. */
  for: 'start' | 'sandbox';
  what: string;
  /** 1 is next. Users take turns: who has less at work may come later and go first. */
  position: number;
  ahead: number;
  /** How many wait there in all. */
  waiting: number;
  since: string;
}

export interface ReplayAnswer {
  /** The build, as in the answers of all decisions. */
  id: string;
  build_id: string;
  number: number;
  state: 'running' | 'same' | 'different' | 'failed';
  started_at: string;
  ended_at: string | null;
  /** Why it failed. */
  detail: string | null;
  result: {
    same: boolean;
    tasks: Array<{
      task: string;
      try: string;
      steps: number;
      reexecuted: number;
      commands: number;
      from_records: Array<{
        step: string;
        why: string;
      }>;
      first_difference: string | null;
      recorded_tree: string;
      replayed_tree: string;
      same: boolean;
      [key: string]: unknown;
    }>;
    total: {
      recorded_tree: string;
      replayed_tree: string;
      same: boolean;
      [key: string]: unknown;
    };
    main_from_records: string[];
    model_calls: 0;
    seconds: number;
    [key: string]: unknown;
  } | null;
}

/** An existing repository: an https URL (append #branch, #tag or #commit), or {url, branch?, commit?}. Other addresses only where REPO_ALLOW names them. */
export type Repository =
  | string
  | {
      url: string;
      branch?: string;
      commit?: string;
    };
