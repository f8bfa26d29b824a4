import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { artifacts, events, llmCalls, planVersions, sessions, steps, tasks } from '../schema/index.js';

/** What one side of a comparison shows besides the build's own row. */
export async function readComparison(orm: Executor, buildId: string) {
  const [taskRows, plans, [tries], [calls], models, [work], [checks], [patch]] = await Promise.all([
    orm.select().from(tasks).where(eq(tasks.buildId, buildId)).orderBy(asc(tasks.ordinal), asc(tasks.taskId)),
    orm
      .select({ version: planVersions.version, digest: planVersions.digest, author: planVersions.author })
      .from(planVersions)
      .where(eq(planVersions.buildId, buildId))
      .orderBy(asc(planVersions.version)),
    orm
      .select({ sessions: sql<number>`count(*)::int`, turns: sql<number>`coalesce(sum(${sessions.turns}), 0)::int` })
      .from(sessions)
      .where(eq(sessions.buildId, buildId)),
    orm
      .select({
        own: sql<number>`(count(*) filter (where ${llmCalls.inheritedFrom} is null))::int`,
        inherited: sql<number>`(count(*) filter (where ${llmCalls.inheritedFrom} is not null))::int`,
        promptTokens: sql<number>`coalesce(sum(${llmCalls.promptTokens}) filter (where ${llmCalls.inheritedFrom} is null), 0)::int`,
        completionTokens: sql<number>`coalesce(sum(${llmCalls.completionTokens}) filter (where ${llmCalls.inheritedFrom} is null), 0)::int`,
      })
      .from(llmCalls)
      .where(eq(llmCalls.buildId, buildId)),
    orm
      .selectDistinct({ model: llmCalls.model })
      .from(llmCalls)
      .where(and(eq(llmCalls.buildId, buildId), isNull(llmCalls.inheritedFrom)))
      .orderBy(asc(llmCalls.model)),
    orm
      .select({ steps: sql<number>`count(*)::int` })
      .from(steps)
      .where(eq(steps.buildId, buildId)),
    // The engine's own last verdict on main.
    orm
      .select({ data: events.data })
      .from(events)
      .where(and(eq(events.buildId, buildId), eq(events.kind, 'checks.ended'), sql`${events.data}->>'subject' = 'main'`))
      .orderBy(desc(events.seq))
      .limit(1),
    orm
      .select({ content: artifacts.content })
      .from(artifacts)
      .where(and(eq(artifacts.buildId, buildId), eq(artifacts.name, 'build.diff')))
      .orderBy(desc(artifacts.createdAt))
      .limit(1),
  ]);
  return {
    tasks: taskRows,
    plans,
    sessions: tries?.sessions ?? 0,
    turns: tries?.turns ?? 0,
    calls: calls ?? { own: 0, inherited: 0, promptTokens: 0, completionTokens: 0 },
    models: models.map(({ model }) => model),
    steps: work?.steps ?? 0,
    tests: checks?.data ?? null,
    patch: patch?.content ?? null,
  };
}

export type Comparison = Awaited<ReturnType<typeof readComparison>>;
