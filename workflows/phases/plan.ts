import { endBuild } from '../failure.js';
import type { BuildContext } from '../context.js';
import type { Phase } from '../run-phase.js';
import { withBudget } from '../with-budget.js';

/** G0 and G1 pass, the plan is made, and G2 waits until a person approves exactly what was shown. */
export const planPhase: Phase = { name: 'plan', status: 'planning', from: 0, to: 15, run };

async function run(context: BuildContext): Promise<string> {
  await context.passGate('G0', 'the intent is accepted', { project_type: context.facts.projectType });
  if (context.facts.onRepository) await takeIn(context);
  let plan = await draft(context, 0);
  // The draft itself recorded this number (activities/build/plan.ts).
  context.progress = 12;
  await context.passGate('G1', 'the intent is clear enough to plan', {});
  for (let round = 1; ;) {
    const decision = await context.ask({
      kind: 'plan',
      gate: 'G2',
      digest: plan.digest,
      summary: plan.summary,
      actions: ['approve', 'reject', 'editPlan', 'requestChanges'],
    });
    if (decision.name === 'reject') endBuild('PLAN_REJECTED', decision.text ?? 'no reason was given');
    if (decision.name === 'requestChanges') {
      plan = await draft(context, round);
      round += 1;
      continue;
    }
    if (decision.plan) plan = { ...decision.plan, summary: await describe(context, decision.plan.version) };
    if (decision.name === 'approve') break;
  }
  context.planVersion = plan.version;
  context.planDigest = plan.digest;
  return `plan ${plan.version} approved`;
}

/** The repository and what fails in it already: planners and people know both before they decide. */
async function takeIn(context: BuildContext): Promise<void> {
  await context.act.sandbox.takeInRepository.executeWithOptions({ summary: 'take the repository in' }, [{ buildId: context.id }]);
  const { summary } = await context.act.sandbox.runBaseline.executeWithOptions({ summary: 'checks on the untouched base' }, [{ buildId: context.id }]);
  await context.note(summary, 'qa-engineer');
}

/** What the edited plan is, in its own words: it is what a person approves next. */
function describe(context: BuildContext, planVersion: number): Promise<string> {
  return context.act.quick.describePlan.executeWithOptions({ summary: `read plan ${planVersion}` }, [{ buildId: context.id, planVersion }]);
}

function draft(context: BuildContext, round: number): Promise<{ version: number; digest: string; summary: string }> {
  return withBudget(context, () =>
    context.act.llm.draftPlan.executeWithOptions({ summary: round === 0 ? 'plan the intent' : `plan again, ${round}` }, [{ buildId: context.id, round }]),
  );
}
