/** What rows know about a build, as answers and prompts of conversations need it. */
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { builds, deployments, events, honestyFindings, journal, llmCalls, planVersions, sessions, steps, tasks } from '../schema/index.js';
import type { BuildRow } from './builds.js';

export interface FailingTest {
  file: string | null;
  line: number | null;
  rule: string;
  message: string;
}

export interface TestFacts {
  /** The last verdicts, newest first. */
  checks: { subject: string; passed: boolean; tests: number; failed: number; summary: string; at: Date; seq: number }[];
  /** What failed when it was last looked at, with the task; empty when nothing did. */
  failing: { task: string; turn: number; total: number; items: FailingTest[]; at: Date } | null;
  /** The engine's own words about failed verdicts, newest first. */
  errors: { id: number; text: string; at: Date }[];
}

const CHECKS_MAX = 5;
const ERRORS_MAX = 3;

export async function readTestFacts(orm: Executor, buildId: string): Promise<TestFacts> {
  const checks = orm
    .select({ seq: events.seq, data: events.data, at: events.at })
    .from(events)
    .where(and(eq(events.buildId, buildId), eq(events.kind, 'checks.ended')))
    .orderBy(desc(events.seq))
    .limit(CHECKS_MAX);
  const failing = orm
    .select({ task: sessions.taskId, turn: steps.turn, at: steps.createdAt, failing: sql<{ total?: number; items?: FailingTest[] }>`${steps.data}->'failing'` })
    .from(steps)
    .innerJoin(sessions, eq(sessions.id, steps.sessionId))
    .where(and(eq(steps.buildId, buildId), sql`${steps.data} ? 'failing'`))
    .orderBy(desc(steps.createdAt))
    .limit(1);
  const errors = orm
    .select({ id: journal.id, text: journal.text, at: journal.createdAt })
    .from(journal)
    .where(and(eq(journal.buildId, buildId), eq(journal.kind, 'error'), eq(journal.owner, 'qa-engineer')))
    .orderBy(desc(journal.id))
    .limit(ERRORS_MAX);
  const [checkRows, [last], errorRows] = await Promise.all([checks, failing, errors]);
  return {
    checks: checkRows.map(({ seq, at, data }) => ({
      seq,
      at,
      subject: String(data['subject'] ?? ''),
      passed: data['passed'] === true,
      tests: Number(data['tests'] ?? 0),
      failed: Number(data['failed'] ?? 0),
      summary: String(data['summary'] ?? ''),
    })),
    failing: last ? { task: last.task, turn: last.turn, at: last.at, total: last.failing?.total ?? 0, items: last.failing?.items ?? [] } : null,
    errors: errorRows,
  };
}

export interface CostLine {
  model: string;
  purpose: string;
  calls: number;
  usd: number;
  tokens: number;
}

/** What was paid, by model and purpose, the dearest first. Calls that a fork took over cost it nothing and are left out. */
export function readCostLines(orm: Executor, buildId: string, limit: number): Promise<CostLine[]> {
  const usd = sql<number>`coalesce(sum(${llmCalls.usd}), 0)::float`;
  return orm
    .select({
      model: llmCalls.model,
      purpose: llmCalls.purpose,
      calls: sql<number>`count(*)::int`,
      usd,
      tokens: sql<number>`coalesce(sum(${llmCalls.promptTokens} + ${llmCalls.completionTokens}), 0)::int`,
    })
    .from(llmCalls)
    .where(and(eq(llmCalls.buildId, buildId), sql`${llmCalls.inheritedFrom} is null`))
    .groupBy(llmCalls.model, llmCalls.purpose)
    .orderBy(desc(usd), llmCalls.model, llmCalls.purpose)
    .limit(limit);
}

export function readTaskLines(orm: Executor, buildId: string) {
  return orm
    .select({ id: tasks.taskId, goal: tasks.goal, role: tasks.role, status: tasks.status, attempts: tasks.attempts, files: tasks.files })
    .from(tasks)
    .where(eq(tasks.buildId, buildId))
    .orderBy(tasks.ordinal);
}

export interface LastStep {
  kind: string;
  data: Record<string, unknown>;
  secondsAgo: number;
}

// What says what is being done; the others say how things stand.
const STEP_KINDS = ['turn', 'tool', 'working', 'checks.started', 'checks.ended', 'retrying'];

/** The newest event that says what is being done; null before there is one. */
export async function readLastStep(orm: Executor, buildId: string): Promise<LastStep | null> {
  const [row] = await orm
    .select({ kind: events.kind, data: events.data, secondsAgo: sql<number>`extract(epoch from now() - ${events.at})::float` })
    .from(events)
    .where(and(eq(events.buildId, buildId), inArray(events.kind, STEP_KINDS)))
    .orderBy(desc(events.seq))
    .limit(1);
  return row ?? null;
}

export function readJournalLines(orm: Executor, buildId: string, limit: number) {
  return orm
    .select({ id: journal.id, kind: journal.kind, state: journal.state, owner: journal.owner, text: journal.text, at: journal.createdAt })
    .from(journal)
    .where(eq(journal.buildId, buildId))
    .orderBy(desc(journal.id))
    .limit(limit);
}

export function readFindingLines(orm: Executor, buildId: string, limit: number) {
  return orm
    .select({
      kind: honestyFindings.kind,
      action: honestyFindings.action,
      path: honestyFindings.path,
      line: honestyFindings.line,
      detail: honestyFindings.detail,
    })
    .from(honestyFindings)
    .where(eq(honestyFindings.buildId, buildId))
    .orderBy(desc(honestyFindings.createdAt))
    .limit(limit);
}

export function readDeploymentLines(orm: Executor, buildId: string, limit: number) {
  return orm
    .select({
      id: deployments.id,
      environment: deployments.environment,
      status: deployments.status,
      url: deployments.url,
      detail: deployments.detail,
      at: deployments.createdAt,
    })
    .from(deployments)
    .where(eq(deployments.buildId, buildId))
    .orderBy(desc(deployments.createdAt), desc(deployments.id))
    .limit(limit);
}

/** The plan a build works by; null before there is one. */
export async function readPlanOf(orm: Executor, { id, planVersion }: Pick<BuildRow, 'id' | 'planVersion'>): Promise<unknown> {
  const [row] = await orm
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, id), planVersion === null ? undefined : eq(planVersions.version, planVersion)))
    .orderBy(desc(planVersions.version))
    .limit(1);
  return row?.plan ?? null;
}

export type BuildHead = Pick<BuildRow, 'id' | 'title' | 'status' | 'phase' | 'progress' | 'waitingFor' | 'endedAt' | 'updatedAt' | 'projectId' | 'budgetUsd'>;

/** The user's newest builds: what a conversation can be about. */
export function readBuildHeads(orm: Executor, userId: string, limit: number): Promise<BuildHead[]> {
  return orm
    .select({
      id: builds.id,
      title: builds.title,
      status: builds.status,
      phase: builds.phase,
      progress: builds.progress,
      waitingFor: builds.waitingFor,
      endedAt: builds.endedAt,
      updatedAt: builds.updatedAt,
      projectId: builds.projectId,
      budgetUsd: builds.budgetUsd,
    })
    .from(builds)
    .where(eq(builds.userId, userId))
    .orderBy(desc(builds.createdAt), desc(builds.id))
    .limit(limit);
}
