// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface ErrorHistoryEntry {
  id: number;
  projectId: string;
  buildId: string;
  buildTitle: string;
  kind: 'error' | 'blocker' | 'escalation';
  /** The role that has to do with it; `millwright` for the end of a build. */
  owner: string;
  message: string;
  resolved: boolean;
  /** When what it tells of was put right, by the build itself or by a person. */
  resolvedAt: string | null;
  createdAt: string;
}

export interface ErrorResolution {
  resolved: boolean;
}

export interface Gate {
  /** This visit of the gate; `GET /proof-artifacts?gateId=` lists what justified it. */
  id: string;
  gate: 'G0' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9';
  generation: number;
  state: string;
  subject_digest: string | null;
  summary: string;
  proof: Record<string, unknown>;
  decided_by: string | null;
  opened_at: string;
  decided_at: string | null;
}

export interface JournalEntry {
  id: number;
  kind: string;
  state: string;
  owner: string;
  text: string;
  created_at: string;
  resolved_at: string | null;
}

export interface LearningStats {
  total_builds: number;
  successful_builds: number;
  success_rate_percent: number;
  avg_efficiency_gain: number;
  patterns_learned: number;
  domain_stats: Record<
    string,
    {
      count: number;
      /** seconds */
      avg_duration: number;
    }
  >;
  reusable_components: unknown[];
}

export interface PlanContent {
  title: string;
  summary: string;
  language?: string;
  requirements: string[];
  phases: string[];
  tasks: Array<{
    id: string;
    goal: string;
    role: string;
    files: string[];
    depends_on: string[];
    symbols: string[];
    complexity: number;
  }>;
  stack: string[];
  risks: string[];
  questions: string[];
  estimate: {
    hours: number;
    usd: number;
    basis: string;
  };
  /** A model; `template` says so of itself. */
  made_by?: string;
}

export interface PlanVersion {
  version: number;
  digest: string;
  author: string;
  created_at: string;
  build_id: string;
  plan: PlanContent;
  current: boolean;
  versions: Array<{
    version: number;
    digest: string;
    author: string;
    created_at: string;
  }>;
}

export interface Retrospective {
  build_id: string;
  title: string;
  project_type: string;
  domain: string;
  language: string | null;
  status: string;
  planned: {
    hours: number;
    usd: number;
  } | null;
  /** As planned: hours of work, waits for people left out. */
  actual: {
    hours: number;
    usd: number;
  };
  /** How long it waited for people; no work, and in no other figure. */
  waited_hours: number;
  /** Tries of all tasks together. */
  tries: number;
  tasks: number;
  summary: string | null;
  went_well: string[];
  to_improve: string[];
  created_at: string;
  ended_at: string;
}

export interface Step {
  ordinal: number;
  at: string;
  task: string;
  try: string;
  turn: number;
  call: number;
  tool: string;
  ok: boolean;
  summary: string;
  commit: string | null;
  head_before: string;
  created_at: string;
}

export interface StepDetail {
  ordinal: number;
  at: string;
  task: string;
  try: string;
  turn: number;
  call: number;
  tool: string;
  ok: boolean;
  summary: string;
  commit: string | null;
  head_before: string;
  created_at: string;
  /** What the model said in this turn. */
  text: string | null;
  /** Of the call, as the model wrote them: mostly JSON. */
  arguments: string | null;
  /** What the model was shown. */
  result: string;
  duration_ms: number;
}

export interface Task {
  id: string;
  goal: string;
  role: string;
  status: string;
  attempts: number;
  result: Record<string, unknown> | null;
  files: string[];
  depends_on: string[];
  complexity: number;
  started_at: string | null;
  ended_at: string | null;
}

export interface TimelineEntry {
  seq: number;
  kind: string;
  at: string;
  [key: string]: unknown;
}

export interface WaitingFor {
  kind: 'plan' | 'ux_choice' | 'gate' | 'deploy' | 'question' | 'review' | 'budget';
  gate: 'G0' | 'G1' | 'G2' | 'G3' | 'G4' | 'G5' | 'G6' | 'G7' | 'G8' | 'G9' | null;
  subject_digest: string;
  summary: string;
  since: string;
  actions: string[];
}
