import { notBuiltRisks, splitRisks } from '../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import type { Plan } from '../../schemas/plan.js';
import { intentOf } from '../agent/intent.js';
import type { BuildRow } from '../agent/session-store.js';
import { leftOutOf } from '../llm/template/told.js';

/**
 * A plan that a person edited from `base`, with what the template model will not build of it among its risks, first; what
 * was told of `base` and is no longer so goes. The plan as it is where another model builds. Pure: the same answer again.
 */
export function tellNotBuilt(build: BuildRow, plan: Plan, base: Plan | null): Plan {
  if (build.model !== TEMPLATE_MODEL) return plan;
  const intent = intentOf(build);
  const left = leftOutOf(intent, plan);
  const gone = new Set(base === null ? [] : notBuiltRisks(leftOutOf(intent, base).filter((line) => !left.includes(line))));
  const told = splitRisks(plan.risks).notBuilt;
  const added = left.filter((line) => !told.includes(line));
  return { ...plan, risks: [...notBuiltRisks(added), ...plan.risks.filter((risk) => !gone.has(risk))] };
}
