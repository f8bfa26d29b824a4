import { notBuiltRisks } from '../../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../../contracts/template-model.js';
import type { Blueprint } from './blueprint.js';
import type { Language } from './spec.js';
import type { Understood } from './wish.js';
import { isTest } from './without-tests.js';

const PHASES = [
  'design: architecture and OpenAPI',
  'code: each task with its tests',
  'test: all checks on a clean checkout',
  'document: README and Dockerfile',
  'deploy',
];
// schemas/plan.ts takes 8,000.
const SUMMARY_CHARS = 8_000;
// From the intent of a REST service to its verified result, on two cores that have nothing else to do, its image there: `mw demo`
// of docs/benchmarks.md for the first two, the others by how much longer they took beside them. Builds here replace it soon.
const SECONDS: Record<Language, number> = { python: 15, typescript: 15, go: 30, java: 35, csharp: 30 };

function hasTests(blueprint: Blueprint): boolean {
  return blueprint.tasks.some((task) => task.files.some((file) => isTest(file.path)));
}

/** The answer to a `plan` request (schemas/plan.ts). */
export function planAnswer({ blueprint, line, asking }: Understood): Record<string, unknown> {
  const assumptions = blueprint.assumptions.map((assumption) => `Assumed: ${assumption}`);
  return {
    title: asking?.title ?? blueprint.title,
    summary: [
      ...(asking ? [asking.summary] : []),
      `${blueprint.summary}. Planned by the built-in template model, not by an LLM: it follows fixed templates and builds what the requirements below say.`,
      ...(hasTests(blueprint) ? [] : ['Without tests, as asked for.']),
      ...assumptions,
    ]
      .join('\n')
      .slice(0, SUMMARY_CHARS),
    language: blueprint.language,
    requirements: [...(line === undefined ? [] : [line]), ...blueprint.requirements],
    phases: hasTests(blueprint) ? PHASES : PHASES.map((phase) => phase.replace(' with its tests', ', without tests as asked for')),
    tasks: blueprint.tasks.map(({ files, ...task }) => ({ ...task, files: files.map((file) => file.path) })),
    stack: blueprint.stack,
    risks: [...notBuiltRisks(asking ? [asking.missing] : []), ...blueprint.risks],
    questions: asking ? [asking.question] : [],
    estimate: {
      hours: SECONDS[blueprint.language] / 3_600,
      usd: 0,
      basis: `The template model costs nothing; the time is what its checks in the sandbox took for a small service in ${blueprint.language} on two quiet cores, and two to three times as much on a busy machine.`,
    },
    made_by: TEMPLATE_MODEL,
  };
}
