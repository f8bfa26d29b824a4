import { notBuiltRisks, splitRisks } from '../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import type { Plan } from '../../schemas/plan.js';
import { intentOf } from '../agent/intent.js';
import type { BuildRow } from '../agent/session-store.js';
import { leftOutOf } from '../llm/template/told.js';

/**
 * A plan that a person edited from `base`, with what the template model will not build of it among its risks, first; what
 * was told and is no longer so goes, also where the edit was made of an older version: so the same edit twice is one plan.
 * The plan as it is where another model builds. Pure: the same answer again.
 */
export function tellNotBuilt(build: BuildRow, plan: Plan, base: Plan | null): Plan {
  if (build.model !== TEMPLATE_MODEL) return plan;
  const intent = intentOf(build);
  const left = leftOutOf(intent, plan);
  const { notBuilt: told } = splitRisks(plan.risks);
  const stays = base === null ? told : [...left, ...saidOnce(base, leftOutOf(intent, base))];
  const gone = new Set(notBuiltRisks(told.filter((line) => !stays.includes(line))));
  const added = left.filter((line) => !told.includes(line));
  return { ...plan, risks: [...notBuiltRisks(added), ...plan.risks.filter((risk) => !gone.has(risk))] };
}

/** What a plan says is not built and no reading of it finds again: a change in words that was not understood, for instance. */
function saidOnce({ risks }: Plan, left: readonly string[]): string[] {
  return splitRisks(risks).notBuilt.filter((line) => !left.includes(line));
}
