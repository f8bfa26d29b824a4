import { sql } from 'drizzle-orm';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import { workSeconds } from '../../db/queries/work-seconds.js';
import type { BuildEstimate } from '../../db/schema/builds.js';
import type { Plan } from '../../schemas/plan.js';
import type { BuildRow } from '../agent/session-store.js';
import { worstCaseUsd } from '../llm/money.js';
import type { ModelRouter, Preference, Route, Tier } from '../llm/port.js';
import { complexityScore, factsOf, tierOf } from '../llm/routing/complexity.js';
import type { BuildDeps } from './deps.js';
import { median, ofTemplate } from './template-estimate.js';

// What tasks of a tier took in our own runs with mid-size models; replaced by history as soon as there is any.
const TURNS: Record<Tier, number> = { simple: 8, medium: 14, complex: 24 };
// A session's prompt grows to this and is pruned there; an answer is a tool call or a small file.
const PROMPT_TOKENS = 12_000;
const ANSWER_TOKENS = 1_000;
// A turn of a model with the command it asks for.
const MINUTES_A_TURN = 0.4;
// Plan, architecture, the engine's own checks, documents: calls and minutes beside the tasks.
const CALLS_BESIDE = 4;
const MINUTES_BESIDE = 4;
// Fewer finished builds say more about themselves than about the next one.
const HISTORY_MIN = 3;
// Enough to be typical, recent enough to be of today's models.
const HISTORY_MAX = 50;

/** The plan with its tasks' complexity scored (never below what the planner said) and an estimate that says what it rests on. */
export async function withEstimate(deps: BuildDeps, build: BuildRow, plan: Plan): Promise<Plan> {
  const tasks = plan.tasks.map((task) => ({ ...task, complexity: Math.max(task.complexity, scoreOf(task)) }));
  const scored = { ...plan, tasks };
  if (plan.made_by === TEMPLATE_MODEL) return { ...scored, estimate: await ofTemplate(deps, scored) };
  const estimate = (await fromHistory(deps, build, scored)) ?? fromPrices(deps.models, build, scored);
  return { ...scored, estimate };
}

function scoreOf(task: Plan['tasks'][number]): number {
  return complexityScore(factsOf({ text: task.goal, files: task.files, symbols: task.symbols }));
}

interface PastBuild extends Record<string, unknown> {
  usd: number;
  hours: number;
}

/** The median of what a task took in finished builds of the same kind by the same model; null while there are too few. */
async function fromHistory(deps: BuildDeps, build: BuildRow, plan: Plan): Promise<BuildEstimate | null> {
  const { rows } = await deps.db.orm.execute<PastBuild>(sql`
    select cost_usd::float8 / count(t.task_id) as usd, ${workSeconds(sql`b`)} / 3600 / count(t.task_id) as hours
    from builds b join tasks t on t.build_id = b.id
    where b.status = 'completed' and b.model = ${plan.made_by ?? ''} and b.id <> ${build.id}
      and coalesce(b.domain, b.project_type) = ${build.domain ?? build.projectType}
    group by b.id order by b.ended_at desc limit ${HISTORY_MAX}`);
  if (rows.length < HISTORY_MIN) return null;
  const count = plan.tasks.length;
  return {
    usd: round(median(rows.map(({ usd }) => usd)) * count),
    hours: round(median(rows.map(({ hours }) => hours)) * count),
    basis: `${tasksOf(count)}, by what a task took in ${rows.length} finished builds (${build.domain ?? build.projectType}, ${plan.made_by}); waits for people left out`,
  };
}

/** Tasks by tier, at the prices of the models that would be asked. */
function fromPrices(models: ModelRouter, build: BuildRow, plan: Plan): BuildEstimate {
  const routeOf = (tier: Tier): Route => ({ tier, preference: build.llmPreference as Preference, model: build.modelOverride });
  const tiers = plan.tasks.map((task) => tierOf(task.complexity));
  const calls = [...tiers.flatMap((tier) => Array.from({ length: TURNS[tier] }, () => tier)), ...Array.from({ length: CALLS_BESIDE }, () => 'medium' as const)];
  const unpriced = [...new Set(calls.filter((tier) => !models.priceOf(routeOf(tier))).map((tier) => models.nameOf(routeOf(tier))))];
  const usd = calls.reduce((sum, tier) => sum + worstCaseUsd(models.priceOf(routeOf(tier)), PROMPT_TOKENS, ANSWER_TOKENS), 0);
  const used = [...new Set(calls)].map((tier) => `${tier}: ${models.nameOf(routeOf(tier))}`).join(', ');
  const unknown = unpriced.length > 0 ? `; nobody knows the price of ${unpriced.join(', ')}, so its dollars are not in here and no budget binds it` : '';
  return {
    usd: round(usd),
    hours: round((MINUTES_BESIDE + (calls.length - CALLS_BESIDE) * MINUTES_A_TURN) / 60),
    basis: `${tasksOf(plan.tasks.length)} by complexity, about ${calls.length} calls of ${PROMPT_TOKENS / 1_000}k tokens at list prices (${used})${unknown}; no finished builds of this kind yet`,
  };
}

function tasksOf(count: number): string {
  return `${count} ${count === 1 ? 'task' : 'tasks'}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
