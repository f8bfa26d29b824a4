/**
 * What API, workflows and activities say to each other: names and payload shapes.
 * Free of zod, I/O and Node, for the workflow sandbox loads it. Payloads are small and JSON-safe;
 * large things travel by id.
 */

export const WORKFLOW = {
  build: 'build',
  agentSession: 'agentSession',
  deploy: 'deploy',
  replay: 'replay',
  execution: 'execution',
  workspaceJob: 'workspaceJob',
  removeProject: 'removeProject',
  chat: 'chat',
} as const;

export const PHASES = ['plan', 'design', 'code', 'test', 'document', 'ready', 'deploy', 'complete'] as const;
export type PhaseName = (typeof PHASES)[number];

export const GATES = ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9'] as const;
export type Gate = (typeof GATES)[number];

export type BuildStatus =
  | 'planning'
  | 'designing'
  | 'coding'
  | 'testing'
  | 'documenting'
  | 'ready'
  | 'deploying'
  | 'completed'
  | 'failed'
  | 'stopped'
  | 'awaiting_review';
export const FINAL_STATUSES: readonly BuildStatus[] = ['completed', 'failed', 'stopped'];

export type Environment = 'staging' | 'production';
export type WaitKind = 'plan' | 'ux_choice' | 'gate' | 'deploy' | 'question' | 'review' | 'budget';

/** What a build waits for; null when it waits for nobody. Shown by status, bound by its digest. */
export interface WaitingFor {
  kind: WaitKind;
  gate: Gate | null;
  /** sha256 hex of exactly what was shown. */
  subject_digest: string;
  summary: string;
  /** ISO time. */
  since: string;
  actions: string[];
}

/** The task queues a build uses; kept in its history so that a running build keeps its own. */
export interface Queues {
  core: string;
  llm: string;
  sandbox: string;
  deploy: string;
}

/**
 * The queues of one installation. One process serves them all today, and activities on the workflow's own queue start
 * without a round trip (facts of docs/decisions/0003), so all four are one; builds carry the names, so this can change.
 */
export function queuesOf(prefix: string): Queues {
  const queue = `${prefix}millwright`;
  return { core: queue, llm: queue, sandbox: queue, deploy: queue };
}

export interface BuildInput {
  v: 1;
  buildId: string;
  title: string;
  queues: Queues;
}

/** A task as the workflow knows it; its goal and files stay in the rows. */
export interface TaskRef {
  id: string;
  role: string;
  title: string;
}

/** Where a fork's workflow begins: what came before was taken over. */
export interface ForkStart {
  phase: 'code' | 'test' | 'document';
  planVersion: number;
  planDigest: string;
  tasks: TaskRef[];
  /** Tasks whose work is in `commit`. */
  done: string[];
  commit: string;
  /** The task whose session goes on where it was; null when the fork begins between sessions. */
  goesOn: string | null;
}

export interface ReplayInput {
  v: 1;
  buildId: string;
  number: number;
  queues: Queues;
}

export interface RemoveProjectInput {
  v: 1;
  projectId: string;
  queues: Queues;
}

export interface SessionInput {
  v: 1;
  buildId: string;
  sessionId: string;
  taskId: string;
  role: string;
  title: string;
  turnsMax: number;
  /** The build's progress in percent when the task is done; each turn moves towards it. */
  progressTo: number;
  queues: Queues;
  /** The turn to go on at, 1 for a new session. */
  turn: number;
  /** The session's own wall clock, waits for people aside; SESSION_MINUTES_MAX when absent. */
  minutesMax?: number;
  /** Epoch milliseconds at which this piece of the session began; carried across continue-as-new. */
  startedAtMs?: number;
}

/** How a try at a task ended: part of the work is there (SOFT_FAIL), or nothing that can be used (HARD_FAIL). */
export type TaskOutcome = 'SUCCESS' | 'SOFT_FAIL' | 'HARD_FAIL';

/** Something wrong with a change, by name: a failed check, a weakened test, a remark of the reviewer. */
export interface Finding {
  file: string | null;
  line: number | null;
  /** The test, rule or kind. */
  rule: string;
  message: string;
}

/** Who takes part in a build and how hard it tries; pinned by the history. */
export interface Team {
  /** Names of roles; the developer is always among them. */
  roles: string[];
  /** Candidates at each task of the plan from its first try on; 1 is the usual single session. */
  candidates: number;
  /** Candidates after a task's tries failed; 1: none. */
  rescueCandidates: number;
}

/** A session that is open, and what may follow it when the tries at its task are used up. */
export interface OpenSession {
  sessionId: string;
  turnsMax: number;
  minutesMax: number;
  rescue: { stronger: boolean; candidates: number };
}

export interface SessionResult {
  /** QUESTION and BUDGET: a person is needed; the session goes on at `turn` afterwards. */
  outcome: 'SUCCESS' | 'SOFT_FAIL' | 'HARD_FAIL' | 'QUESTION' | 'BUDGET';
  summary: string;
  /** The turn it ended in. */
  turn: number;
  /** The waiting tool call of a QUESTION. */
  call?: number;
  /** Of a SOFT_FAIL: it went in circles although it was told; only a stronger model or a person helps. */
  stuck?: boolean;
}

export interface DeployInput {
  v: 1;
  buildId: string;
  deploymentId: string;
  environment: Environment;
  title: string;
  queues: Queues;
  /** The commit that was approved at G8; left out by a rollback, which names a deployment. */
  commit?: string;
  /** rollback: traffic returns to the deployment that was live before. */
  action?: 'deploy' | 'rollback';
}

export interface DeployResult {
  status: 'live' | 'rolled_back' | 'failed';
  url: string | null;
  detail: string | null;
}

/** Decisions of people. Each carries an id (updates dedupe by it) and who decided. */
export interface DecisionBase {
  decisionId: string;
  userId: string;
}
export interface ApproveMessage extends DecisionBase {
  /** The digest (or its first 8 characters, from a signal) of what was shown; null approves what waits now. */
  subjectDigest: string | null;
  /** Version of an edited plan that was stored before this message was sent. */
  planVersion?: number;
  planDigest?: string;
  choice?: number;
  answer?: string;
}
export interface RejectMessage extends DecisionBase {
  subjectDigest: string | null;
  reason: string;
}
export interface EditPlanMessage extends DecisionBase {
  planVersion: number;
  planDigest: string;
  /** Digest of the plan the edit was made on. */
  baseDigest: string;
  /** Of an edit while tasks are worked on: all tasks of the new plan in the order they run. */
  tasks?: TaskRef[];
  /** Ids whose definition differs from the base, or that are gone. */
  touched?: string[];
  /** Ids that run again if they are done: the touched ones and all that depends on them. Only when it was asked for. */
  rerun?: string[];
}
export interface ChangeModelMessage extends DecisionBase {
  /** `provider/model` or a model's name for all calls from now on; null leaves it to the routing. */
  model: string | null;
  llmPreference: string | null;
}
export interface RequestChangesMessage extends DecisionBase {
  subjectDigest: string | null;
  text: string;
}
export interface AnswerMessage extends DecisionBase {
  subjectDigest: string | null;
  answer: string;
}
export interface StopMessage extends DecisionBase {
  reason: string;
}
export interface RequestReviewMessage extends DecisionBase {
  question: string;
}
export interface DeployMessage extends DecisionBase {
  environment: Environment;
}
export interface RaiseBudgetMessage extends DecisionBase {
  budgetUsd: number;
}
export interface GuidanceMessage extends DecisionBase {
  text: string;
}
export type CompleteMessage = DecisionBase;

/** Update names; a signal of the same name plus `Signal` suffix-free twin exists for the Temporal Web UI. */
export const DECISION = {
  approve: 'approve',
  reject: 'reject',
  editPlan: 'editPlan',
  requestChanges: 'requestChanges',
  answer: 'answer',
  stop: 'stop',
  requestReview: 'requestReview',
  deploy: 'deploy',
  complete: 'complete',
  raiseBudget: 'raiseBudget',
  rollback: 'rollback',
  guidance: 'guidance',
  changeModel: 'changeModel',
} as const;
export type DecisionName = (typeof DECISION)[keyof typeof DECISION];

/** What a decision answers; stored, so the same decision again answers the same. */
export interface DecisionResult {
  decision: string;
  gate: Gate | null;
  subject_digest: string | null;
  /** For deploy: the deployment that was started. */
  deployment_id?: string;
  /** For an edit of the rest of the plan: the done tasks that run again. */
  again?: string[];
}

/** Failure types a validator throws; the API maps them to its catalogue (contracts/failures.ts). */
export const REFUSAL = {
  nothing: 'NOTHING_TO_APPROVE',
  stale: 'APPROVAL_STALE',
  notReady: 'NOT_READY',
  ended: 'BUILD_ENDED',
  notAllowed: 'ACTION_NOT_ALLOWED',
  taskStarted: 'TASK_STARTED',
} as const;

/** Search attributes, registered at start (temporal.md 78). */
export const SEARCH_ATTRIBUTES = {
  BuildProject: 'Keyword',
  BuildStatus: 'Keyword',
  BuildPhase: 'Keyword',
  BuildUser: 'Keyword',
  BuildLanguage: 'Keyword',
} as const;
