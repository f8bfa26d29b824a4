import { notBuiltRisks } from '../../../contracts/not-built.js';
import { TEMPLATE_MODEL } from '../../../contracts/template-model.js';
import type { Blueprint } from './blueprint.js';
import { plain } from './source.js';
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
// Of what a person said: enough to find it again, and as much as is read at a glance.
const SAID_CHARS = 160;
const SAID_MAX = 5;
const ONLY_LANGUAGE = 'another language, like "use Go"; nothing else of this kind of project can be changed in words';
// schemas/plan.ts takes 8,000.
const SUMMARY_CHARS = 8_000;
// From the intent of a REST service to its verified result, on two cores that have nothing else to do, its image there: `mw demo`
// of docs/benchmarks.md for the first two, the others by how much longer they took beside them. Builds here replace it soon.
const SECONDS: Record<Language, number> = { python: 15, typescript: 15, go: 30, java: 35, csharp: 30 };

function hasTests(blueprint: Blueprint): boolean {
  return blueprint.tasks.some((task) => task.files.some((file) => isTest(file.path)));
}

/** What a person said of the plan before and what changed nothing in this one, before anything else. */
function remarksOn({ unheard = [], asking, examples = ONLY_LANGUAGE }: Understood): string[] {
  const strange = unheard.filter(({ why }) => why === null).map(({ words }) => `"${plain(words, SAID_CHARS)}"`);
  const more = strange.length > SAID_MAX ? ` and ${strange.length - SAID_MAX} more` : '';
  return [
    ...(strange.length === 0
      ? []
      : [`I did not understand: ${strange.slice(0, SAID_MAX).join(', ')}${more}. I understand, for example: ${asking?.examples ?? examples}.`]),
    ...unheard.flatMap(({ words, why }) => (why === null ? [] : [`Not made: "${plain(words, SAID_CHARS)}". ${why}`])).slice(0, SAID_MAX),
  ];
}

/** The answer to a `plan` request (schemas/plan.ts). */
export function planAnswer(understood: Understood): Record<string, unknown> {
  const { blueprint, line, asking } = understood;
  const assumptions = blueprint.assumptions.map((assumption) => `Assumed: ${assumption}`);
  return {
    title: asking?.title ?? blueprint.title,
    summary: [
      ...remarksOn(understood),
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
