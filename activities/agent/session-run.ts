import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import { llmCalls } from '../../db/schema/index.js';
import { tierOf } from '../llm/routing/complexity.js';
import type { ChatAnswer, Preference, Route, Tier } from '../llm/port.js';
import type { Role } from '../roles.js';
import { readHistory, type History } from './context/history.js';
import { listMarks, summaryOf, type Mark } from './context/marks.js';
import type { Answered } from './context/turns.js';
import { codeSections, type CodeSections } from './code-sections.js';
import type { AgentDeps } from './deps.js';
import { listSteps, loadPlan, loadSession, type SessionContext, type StepRow } from './session-store.js';

/**
 * A session as one activity sees it: rebuilt from rows at its start, then kept up with what this attempt itself adds.
 * What was summarised is not read again, so a session of 300 turns costs no more than its window.
 * It may grow stale under an attempt that lost its lease; every write is fenced, so a stale one only ends that attempt.
 */
export interface SessionRun {
  readonly context: SessionContext;
  readonly role: Role;
  /** Which models are asked; a person may change it between two turns. */
  route: Route;
  readonly turnsMax: number;
  readonly plan: Record<string, unknown>;
  /** Paths of the commit the session started from. */
  readonly baseFiles: readonly string[];
  /** What the code base is, for the first message. */
  readonly code: CodeSections;
  /** What is known of the tries and turns that are not loaded. */
  readonly history: History;
  /** Stored answers of the turns that are not summarised, oldest first. */
  answers: Answered[];
  /** Steps of those turns, and without their results of some before. */
  steps: StepRow[];
  /** What the context went through. */
  marks: Mark[];
  /** The commit the next step starts from. */
  head: string;
  /** True until the first command of a retry: what an earlier attempt left in the container is thrown away. */
  mistrustsSandbox: boolean;
  /** The build's progress, moved by each turn towards what it is when the task is done. */
  progress: number;
  readonly progressTo: number;
  /** What the session has cost so far, dollars. */
  costUsd: number;
}

// Turns before the oldest loaded one that detection of circles still looks at.
export const TURNS_LOOKED_BACK = 24;

export async function loadSessionRun(
  deps: AgentDeps,
  { sessionId, progressTo, turnsMax }: { sessionId: string; progressTo: number; turnsMax: number },
  retry: boolean,
): Promise<SessionRun> {
  const [context, marks] = await Promise.all([loadSession(deps.db, sessionId), listMarks(deps.db.orm, sessionId)]);
  const cut = summaryOf(marks)?.until ?? 0;
  const after = Math.max(0, cut - TURNS_LOOKED_BACK);
  const [plan, baseFiles, answers, steps, history] = await Promise.all([
    loadPlan(deps.db.orm, context.build),
    pathsOf(deps, context.build.projectId, context.session.baseCommit),
    listAnswers(deps, sessionId, cut),
    listSteps(deps.db, sessionId, after, cut),
    readHistory(deps.db, context.session, after),
  ]);
  const role = deps.roles.get(context.task.role);
  const code = await codeSections(deps, context, baseFiles.length);
  return {
    context,
    role,
    route: routeOf(context, role.tier),
    turnsMax,
    plan,
    baseFiles,
    code,
    history,
    answers,
    steps,
    marks,
    head: context.session.head,
    mistrustsSandbox: retry,
    progress: context.build.progress,
    progressTo,
    costUsd: context.session.costUsd,
  };
}

// A commit never changes, and each activity of a session asks for the same one; the worker has a few sessions at a time.
const LISTINGS_MAX = 50;
const listings = new Map<string, readonly string[]>();

async function pathsOf(deps: AgentDeps, projectId: string, commit: string): Promise<readonly string[]> {
  const key = `${projectId}/${commit}`;
  const known = listings.get(key);
  if (known) return known;
  const paths = (await deps.git.list(projectId, commit)).map((entry) => entry.path);
  if (listings.size >= LISTINGS_MAX) listings.delete(listings.keys().next().value ?? '');
  listings.set(key, paths);
  return paths;
}

const TIERS: readonly Tier[] = ['simple', 'medium', 'complex'];

/** The role's usual tier, or that of the task where the plan says that it is harder. */
export function tierOfTask(task: { complexity: number }, usual: Tier): Tier {
  const planned = tierOf(task.complexity);
  return TIERS.indexOf(planned) > TIERS.indexOf(usual) ? planned : usual;
}

function routeOf({ build, task, session }: SessionContext, usual: Tier): Route {
  const tier = tierOfTask(task, usual);
  return { tier, preference: build.llmPreference as Preference, model: build.modelOverride, escalate: session.escalate };
}

async function listAnswers(deps: AgentDeps, sessionId: string, after: number): Promise<Answered[]> {
  const rows = await deps.db.orm
    .select({ turn: llmCalls.turn, answer: llmCalls.answer })
    .from(llmCalls)
    .where(and(eq(llmCalls.sessionId, sessionId), eq(llmCalls.purpose, 'turn'), gt(llmCalls.turn, after), isNotNull(llmCalls.answer)))
    .orderBy(asc(llmCalls.turn));
  return rows.map((row) => ({ turn: row.turn ?? 0, answer: row.answer as unknown as ChatAnswer }));
}
