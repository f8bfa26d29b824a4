import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { llmCalls } from '../../db/schema/index.js';
import type { ChatAnswer } from '../llm/port.js';
import type { Role } from '../roles.js';
import type { AgentDeps } from './deps.js';
import { listGuidance, listSteps, loadPlan, loadSession, type SessionContext, type StepRow } from './session-store.js';

/**
 * A session as one activity sees it: rebuilt from rows at its start, then kept up with what this attempt itself adds.
 * It may grow stale under an attempt that lost its lease; every write is fenced, so a stale one only ends that attempt.
 */
export interface SessionRun {
  readonly context: SessionContext;
  readonly role: Role;
  readonly plan: Record<string, unknown>;
  /** Paths of the commit the session started from. */
  readonly baseFiles: string[];
  /** Stored answers, oldest first. */
  readonly answers: { turn: number; answer: ChatAnswer; at: Date }[];
  readonly steps: StepRow[];
  guidance: { text: string; createdAt: Date }[];
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

export async function loadSessionRun(
  deps: AgentDeps,
  { sessionId, progressTo }: { sessionId: string; progressTo: number },
  retry: boolean,
): Promise<SessionRun> {
  const context = await loadSession(deps.db, sessionId);
  const [plan, entries, answers, steps] = await Promise.all([
    loadPlan(deps.db.orm, context.build),
    deps.git.list(context.build.projectId, context.session.baseCommit),
    listAnswers(deps, sessionId),
    listSteps(deps.db, sessionId),
  ]);
  const role = deps.roles.get(context.task.role);
  return {
    context,
    role,
    plan,
    baseFiles: entries.map((entry) => entry.path),
    answers,
    steps,
    guidance: [],
    head: context.session.head,
    mistrustsSandbox: retry,
    progress: context.build.progress,
    progressTo,
    costUsd: context.session.costUsd,
  };
}

/** What people said meanwhile is read before each turn. */
export async function refreshGuidance(deps: AgentDeps, run: SessionRun): Promise<void> {
  run.guidance = await listGuidance(deps.db, run.context.session);
}

async function listAnswers(deps: AgentDeps, sessionId: string): Promise<SessionRun['answers']> {
  const rows = await deps.db.orm
    .select({ turn: llmCalls.turn, answer: llmCalls.answer, at: llmCalls.createdAt })
    .from(llmCalls)
    .where(and(eq(llmCalls.sessionId, sessionId), isNotNull(llmCalls.answer)))
    .orderBy(asc(llmCalls.turn));
  return rows.map((row) => ({ turn: row.turn ?? 0, answer: row.answer as unknown as ChatAnswer, at: row.at }));
}
