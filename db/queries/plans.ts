import { and, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import { titleOf } from '../../contracts/title.js';
import type { Executor, Orm, Transaction } from '../client.js';
import { builds, planVersions } from '../schema/index.js';

export type PlanVersionRow = InferSelectModel<typeof planVersions>;

/** A version of a build's plan, the newest when none is named; null when there is none. */
export async function findPlan(orm: Executor, buildId: string, version?: number | null): Promise<PlanVersionRow | null> {
  const where = and(eq(planVersions.buildId, buildId), version == null ? undefined : eq(planVersions.version, version));
  const rows = await orm.select().from(planVersions).where(where).orderBy(desc(planVersions.version)).limit(1);
  return rows[0] ?? null;
}

/** The versions of a plan without their contents, oldest first. */
export function listPlanVersions(orm: Executor, buildId: string) {
  const { version, digest, author, createdAt } = planVersions;
  return orm.select({ version, digest, author, createdAt }).from(planVersions).where(eq(planVersions.buildId, buildId)).orderBy(version);
}

/**
 * Stores the next version of a plan; the same key again gives the version stored first, and the newest plan again that one.
 * The build row's lock makes numbers follow each other without gaps.
 */
export async function storePlanVersion(
  orm: Orm,
  entry: { buildId: string; key: string; digest: string; plan: Record<string, unknown>; author: string },
): Promise<{ version: number; digest: string }> {
  return orm.transaction(async (tx) => {
    await tx.select({ id: builds.id }).from(builds).where(eq(builds.id, entry.buildId)).for('no key update');
    const kept = await tx
      .select({ version: planVersions.version, digest: planVersions.digest })
      .from(planVersions)
      .where(and(eq(planVersions.buildId, entry.buildId), eq(planVersions.key, entry.key)));
    if (kept[0]) return kept[0];
    const newest = await findPlan(tx, entry.buildId);
    if (newest?.digest === entry.digest) return { version: newest.version, digest: newest.digest };
    const version = (newest?.version ?? 0) + 1;
    await tx.insert(planVersions).values({ ...entry, version });
    return { version, digest: entry.digest };
  });
}

// As long as an intent's own title may be (schemas/requests.ts).
const TITLE_CHARS_MAX = 200;

/**
 * The title of a build whose plan a person replaced by this version: what they called the plan, on one line, where that is
 * another title than that of the version before; else the title it has. For an UPDATE of `builds`.
 */
export function titleAfterEdit(buildId: string, version: number): SQL<string> {
  return sql<string>`coalesce((
    select nullif(left(regexp_replace(btrim(edited.plan->>'title'), '\\s+', ' ', 'g'), ${TITLE_CHARS_MAX}::int), '')
    from plan_versions edited left join plan_versions base on base.build_id = edited.build_id and base.version = builds.plan_version
    where edited.build_id = ${buildId} and edited.version = ${version}::int and edited.plan->>'title' is distinct from base.plan->>'title'
  ), builds.title)`;
}

/**
 * The title of a build whose planner has made a plan: what the plan is called, as long as nobody named the build: it goes by
 * the words of its intent still, or by the title of the planner's plan before. Null leaves the title it has.
 */
export async function titleAfterPlan(tx: Transaction, buildId: string, planTitle: string): Promise<string | null> {
  const [build] = await tx
    .select({ title: builds.title, description: builds.description, key: planVersions.key, planTitle: sql<unknown>`${planVersions.plan}->>'title'` })
    .from(builds)
    .leftJoin(planVersions, and(eq(planVersions.buildId, builds.id), eq(planVersions.version, builds.planVersion)))
    .where(eq(builds.id, buildId));
  const title = lineOf(planTitle);
  if (!build || title === '') return null;
  const isPlanners = build.key?.startsWith('plan/') === true && typeof build.planTitle === 'string' && lineOf(build.planTitle) === build.title;
  return isPlanners || build.title === titleOf(build.description) ? title : null;
}

function lineOf(title: string): string {
  return title.trim().replace(/\s+/g, ' ').slice(0, TITLE_CHARS_MAX).toWellFormed();
}

/** Makes a change that may give a build another title; the project that was made with it goes on bearing the same name. */
export async function withProjectName<Result>(tx: Transaction, buildId: string, change: () => Promise<Result>): Promise<Result> {
  const [before] = await tx.select({ title: builds.title }).from(builds).where(eq(builds.id, buildId)).for('no key update');
  const result = await change();
  // Whoever named the project otherwise keeps that name.
  if (before)
    await tx.execute(sql`update projects p set name = left(b.title, ${TITLE_CHARS_MAX}::int) from builds b
      where b.id = ${buildId} and p.id = b.project_id and p.id = replace(b.id, 'int-code-', 'proj-')
        and b.title <> ${before.title} and p.name = left(${before.title}, ${TITLE_CHARS_MAX}::int)`);
  return result;
}
