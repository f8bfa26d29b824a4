import type { BuildContext } from '../context.js';
import { endBuild } from '../failure.js';
import type { Phase } from '../run-phase.js';
import { withBudget } from '../with-budget.js';

/** Tasks from the approved plan; architecture as files (G3); for projects with a page, three options to choose from (G4). */
export const designPhase: Phase = { name: 'design', status: 'designing', from: 15, to: 25, run };

async function run(context: BuildContext): Promise<string> {
  const { tasks } = await context.act.quick.planTasks.executeWithOptions({ summary: 'tasks of the approved plan' }, [
    { buildId: context.id, planVersion: context.planVersion },
  ]);
  context.tasks = tasks;
  const design = await withBudget(context, () =>
    context.act.llm.designArchitecture.executeWithOptions({ summary: 'design: architecture' }, [{ buildId: context.id }]),
  );
  if (context.facts.options.review) await reviewArchitecture(context, design);
  else await context.passGate('G3', design.summary || 'architecture', { files: design.files }, design.digest);
  if (context.facts.projectType === 'website') await chooseUx(context);
  return `${design.files.length} design files`;
}

async function reviewArchitecture(context: BuildContext, design: { files: string[]; summary: string; digest: string }): Promise<void> {
  const decision = await context.ask({
    kind: 'gate',
    gate: 'G3',
    digest: design.digest,
    summary: `Architecture: ${design.files.join(', ')}. ${design.summary}`,
    actions: ['approve', 'reject'],
  });
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the architecture was rejected');
}

async function chooseUx(context: BuildContext): Promise<void> {
  const ux = await withBudget(context, () =>
    context.act.llm.designUx.executeWithOptions({ summary: 'design: three options of the page' }, [{ buildId: context.id }]),
  );
  const summary = `Choose a design: ${ux.titles.map((title, index) => `${index + 1} ${title}`).join('; ')}`;
  const decision = await context.ask({ kind: 'ux_choice', gate: 'G4', digest: ux.digest, summary, actions: ['approve', 'reject'] });
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'no design was chosen');
  await context.act.quick.keepUxChoice.executeWithOptions({ summary: 'keep the chosen design' }, [{ buildId: context.id, choice: decision.choice ?? 1 }]);
}
