import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { digestOf } from '../../db/canonical-json.js';
import { recordChange, storableJson } from '../../db/queries/record.js';
import { approvals, planVersions } from '../../db/schema/index.js';
import { loadBuild, loadPlan, type BuildRow } from '../agent/session-store.js';
import { fenced, intentBlock } from '../agent/prompt.js';
import type { CallOptions } from '../llm/port.js';
import type { BuildDeps } from './deps.js';
import { askStructured } from './structured.js';

export interface PlanRef {
  version: number;
  digest: string;
  summary: string;
}

/** Makes the next version of the plan (or finds the one a fork brought along). `round` counts the requests for changes. */
export async function draftPlan(deps: BuildDeps, buildId: string, round: number, options: CallOptions = {}): Promise<PlanRef> {
  const build = await loadBuild(deps.db.orm, buildId);
  const forked = round === 0 ? await planByKey(deps, buildId, 'fork') : null;
  const plan = forked ?? { ...(await askForPlan(deps, build, round, options)), made_by: deps.provider.model };
  return storePlan(deps, build, plan, forked ? 'fork' : `plan/${build.generation}/${round}`);
}

async function askForPlan(deps: BuildDeps, build: BuildRow, round: number, options: CallOptions): Promise<Plan> {
  // The plan the build works by, not a later edit that was refused.
  const [earlier, wishes] = await Promise.all([round > 0 ? loadPlan(deps.db.orm, build) : null, changesAsked(deps, build.id)]);
  const parts = [
    'Plan this intent:',
    intentBlock(build),
    `The build may cost $${build.budgetUsd}. It is delivered with tests: ${build.options.tests}, documents: ${build.options.docs}, deployment: ${build.options.deployment}.`,
  ];
  if (earlier) parts.push('The plan so far:', fenced('plan', JSON.stringify(earlier)));
  if (wishes.length > 0) parts.push('The person asked for these changes:', fenced('feedback', wishes.join('\n')));
  return askStructured(
    deps,
    {
      key: `${build.id}/plan/${build.generation}/${round}`,
      buildId: build.id,
      name: 'plan',
      schema: planSchema,
      messages: [
        { role: 'system', content: deps.roles.get('product-manager').prompt },
        { role: 'user', content: parts.join('\n\n') },
      ],
      failure: 'PLAN_UNUSABLE',
    },
    options,
  );
}

/** Stores a version once per key and shows it. */
async function storePlan(deps: BuildDeps, build: BuildRow, plan: Plan, key: string): Promise<PlanRef> {
  const stored = storableJson(plan);
  const digest = digestOf(stored);
  deps.failpoint('plan', 'before');
  const version = await deps.db.orm.transaction(async (tx) => {
    await tx.execute(sql`select 1 from builds where id = ${build.id} for no key update`);
    const [known] = await tx
      .select({ version: planVersions.version })
      .from(planVersions)
      .where(and(eq(planVersions.buildId, build.id), eq(planVersions.key, key)));
    const [last] = await tx
      .select({ version: max(planVersions.version) })
      .from(planVersions)
      .where(eq(planVersions.buildId, build.id));
    const next = known?.version ?? (last?.version ?? 0) + 1;
    if (!known) await tx.insert(planVersions).values({ buildId: build.id, version: next, digest, plan: stored, author: deps.provider.model, key });
    await recordChange(tx, {
      buildId: build.id,
      key: `plan/${next}`,
      event: { kind: 'plan.ready', version: next, digest, title: stored.title, tasks: stored.tasks.length },
      patch: { planVersion: next, planDigest: digest, model: deps.provider.model, estimate: stored.estimate, language: stored.language ?? null, progress: 12 },
    });
    return next;
  });
  deps.failpoint('plan', 'after');
  return { version, digest, summary: summaryOf(stored) };
}

/** One line about a stored version. */
export async function describePlan(deps: BuildDeps, buildId: string, planVersion: number): Promise<string> {
  const [row] = await deps.db.orm
    .select({ plan: planVersions.plan, author: planVersions.author })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, buildId), eq(planVersions.version, planVersion)));
  return row ? `${summaryOf(planSchema.parse(row.plan))} (edited by ${row.author})` : `plan ${planVersion}`;
}

export function summaryOf(plan: Plan): string {
  return `${plan.title}: ${plan.tasks.length} ${plan.tasks.length === 1 ? 'task' : 'tasks'} (${plan.tasks.map((task) => task.id).join(', ')})`.slice(0, 500);
}

async function planByKey(deps: BuildDeps, buildId: string, key: string): Promise<Plan | null> {
  const [row] = await deps.db.orm
    .select({ plan: planVersions.plan })
    .from(planVersions)
    .where(and(eq(planVersions.buildId, buildId), eq(planVersions.key, key)));
  return row ? planSchema.parse(row.plan) : null;
}

async function changesAsked(deps: BuildDeps, buildId: string): Promise<string[]> {
  const rows = await deps.db.orm
    .select({ reason: approvals.reason })
    .from(approvals)
    .where(and(eq(approvals.buildId, buildId), eq(approvals.decision, 'requestChanges'), gt(approvals.reason, '')))
    .orderBy(asc(approvals.createdAt));
  return rows.map((row) => row.reason ?? '');
}
