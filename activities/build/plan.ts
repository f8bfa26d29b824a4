import { and, asc, eq, gt, max, sql } from 'drizzle-orm';
import { planSchema, type Plan } from '../../schemas/plan.js';
import { digestOf } from '../../db/canonical-json.js';
import { titleAfterPlan, withProjectName } from '../../db/queries/plans.js';
import { recordChange, storableJson } from '../../db/queries/record.js';
import { approvals, planVersions } from '../../db/schema/index.js';
import { loadBuild, loadPlan, type BuildRow } from '../agent/session-store.js';
import { fenced, intentBlock } from '../agent/prompt.js';
import type { CallOptions } from '../llm/port.js';
import { codeIndex } from '../code/code-index.js';
import { repoMap } from '../code/repo-map.js';
import { repositoryFacts, repositoryHints } from '../repos/brief.js';
import { repositoryOfBuild } from '../repos/rows.js';
import type { BuildDeps } from './deps.js';
import { INPUTS_INTRODUCTION, inputsText } from '../design/inputs-text.js';
import { withEstimate } from './estimate.js';
import { askStructuredSigned } from './structured.js';

export interface PlanRef {
  version: number;
  digest: string;
  summary: string;
}

/** Makes the next version of the plan (or finds the one a fork brought along). `round` counts the requests for changes. */
export async function draftPlan(deps: BuildDeps, buildId: string, round: number, options: CallOptions = {}): Promise<PlanRef> {
  const build = await loadBuild(deps.db.orm, buildId);
  const forked = round === 0 ? await planByKey(deps, buildId, 'fork') : null;
  const plan = forked ?? (await askForPlan(deps, build, round, options));
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
  parts.push(...(await repositoryParts(deps, build)));
  const inputs = inputsText(build);
  if (inputs) parts.push(INPUTS_INTRODUCTION, fenced('inputs', inputs));
  if (earlier) parts.push('The plan so far:', fenced('plan', JSON.stringify(earlier)));
  if (wishes.length > 0) parts.push('The person asked for these changes:', fenced('feedback', wishes.join('\n')));
  const { value, model } = await askStructuredSigned(
    deps,
    {
      key: `${build.id}/plan/${build.generation}/${round}`,
      buildId: build.id,
      name: 'plan',
      tier: deps.roles.get('product-manager').tier,
      schema: planSchema,
      messages: [
        { role: 'system', content: deps.roles.get('product-manager').prompt },
        { role: 'user', content: parts.join('\n\n') },
      ],
      failure: 'PLAN_UNUSABLE',
    },
    options,
  );
  return withEstimate(deps, build, { ...value, made_by: model });
}

/** Of an existing repository: what it is, what fails already, a map of its code, its own hints. */
async function repositoryParts(deps: BuildDeps, build: BuildRow): Promise<string[]> {
  const found = await repositoryOfBuild(deps.db.orm, build.id);
  if (!found?.baseCommit) return [];
  const { repository, baseline, baseCommit } = found;
  const map = repoMap(await codeIndex(deps.git, build.projectId, baseCommit), `${build.title}\n${build.description}`);
  const hints = repositoryHints(repository);
  return [repositoryFacts(repository, baseline), `Its code, as far as the intent seems to need it:\n${fenced('map', map)}`, ...(hints ? [hints] : [])];
}

/** Stores a version once per key and shows it. */
async function storePlan(deps: BuildDeps, build: BuildRow, plan: Plan, key: string): Promise<PlanRef> {
  const stored = storableJson(plan);
  deps.failpoint('plan', 'before');
  const ref = await deps.db.orm.transaction(async (tx) => {
    await tx.execute(sql`select 1 from builds where id = ${build.id} for no key update`);
    const [known] = await tx
      .select({ version: planVersions.version, digest: planVersions.digest })
      .from(planVersions)
      .where(and(eq(planVersions.buildId, build.id), eq(planVersions.key, key)));
    const [last] = await tx
      .select({ version: max(planVersions.version) })
      .from(planVersions)
      .where(eq(planVersions.buildId, build.id));
    const next = known?.version ?? (last?.version ?? 0) + 1;
    // A redo may estimate anew, since other builds finished meanwhile: what was stored first is the plan.
    const digest = known?.digest ?? digestOf(stored);
    if (!known) await tx.insert(planVersions).values({ buildId: build.id, version: next, digest, plan: stored, author: stored.made_by ?? 'unknown', key });
    const title = known ? null : await titleAfterPlan(tx, build.id, stored.title);
    const patch = {
      planVersion: next,
      planDigest: digest,
      ...(title === null ? {} : { title }),
      ...(stored.made_by ? { model: stored.made_by } : {}),
      estimate: stored.estimate,
      language: stored.language ?? null,
      progress: 12,
    };
    const event = { kind: 'plan.ready', version: next, digest, title: stored.title, tasks: stored.tasks.length } as const;
    await withProjectName(tx, build.id, () => recordChange(tx, { buildId: build.id, key: `plan/${next}`, event, patch }));
    return { version: next, digest };
  });
  deps.failpoint('plan', 'after');
  return { ...ref, summary: summaryOf(stored) };
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
