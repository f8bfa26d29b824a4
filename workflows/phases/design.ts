import { waitsAt } from '../../contracts/gates.js';
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
  if (context.facts.onRepository) {
    await context.passGate('G3', 'the repository keeps the architecture it has', {});
    return 'no design files: the repository has its own architecture';
  }
  const isWebsite = context.facts.projectType === 'website';
  if (!context.takesPart('architect')) {
    await context.passGate('G3', 'no architect takes part in this build', {});
    if (waitsAt('G4', { page: isWebsite })) await chooseUx(context);
    return 'no design files';
  }
  const design = await withBudget(context, () =>
    context.act.llm.designArchitecture.executeWithOptions({ summary: 'design: architecture' }, [{ buildId: context.id }]),
  );
  if (waitsAt('G3', { review: context.facts.options.review })) await reviewArchitecture(context, design);
  else await context.passGate('G3', summaryOf(design), proofOf(design), design.digest);
  // The plan may ask for a page though the project's type does not say so.
  if (waitsAt('G4', { page: isWebsite || design.ui })) await chooseUx(context);
  return `${design.files.length} design files`;
}

interface Design {
  files: string[];
  summary: string;
  digest: string;
  notes?: string[];
}

function summaryOf({ summary, notes = [] }: Design): string {
  const text = summary || 'architecture';
  return notes.length > 0 ? `${text} Kept although: ${notes.join(' ')}`.slice(0, 1_500) : text;
}

function proofOf({ files, notes = [] }: Design): Record<string, unknown> {
  return { files, ...(notes.length > 0 ? { notes } : {}) };
}

async function reviewArchitecture(context: BuildContext, design: Design): Promise<void> {
  const decision = await context.ask({
    kind: 'gate',
    gate: 'G3',
    digest: design.digest,
    summary: `Architecture: ${design.files.join(', ')}. ${summaryOf(design)}`,
    proof: proofOf(design),
    actions: ['approve', 'reject'],
  });
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the architecture was rejected');
}

async function chooseUx(context: BuildContext): Promise<void> {
  if (!context.takesPart('ux-designer')) return context.note('No page was designed: no ux-designer takes part in this build.', 'orchestrator');
  const ux = await withBudget(context, () =>
    context.act.llm.designUx.executeWithOptions({ summary: 'design: three options of the page' }, [{ buildId: context.id }]),
  );
  const { screenshots, note } = await context.act.sandbox.renderUx.executeWithOptions({ summary: 'design: pictures of the options' }, [
    { buildId: context.id },
  ]);
  const proof = {
    options: ux.titles.map((title, index) => ({ number: index + 1, title, page: ux.pages[index] ?? null, screenshot: screenshots[index] ?? null })),
    ...(note ? { note } : {}),
  };
  const summary = `Choose a design: ${ux.titles.map((title, index) => `${index + 1} ${title}`).join('; ')}${note ? ` (${note})` : ''}`;
  const decision = await context.ask({ kind: 'ux_choice', gate: 'G4', digest: ux.digest, summary, proof, actions: ['approve', 'reject'] });
  if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'no design was chosen');
  await context.act.quick.keepUxChoice.executeWithOptions({ summary: 'keep the chosen design' }, [{ buildId: context.id, choice: decision.choice ?? 1 }]);
}
