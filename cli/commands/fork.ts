import { Option, type Command } from 'commander';
import type { Fork } from '../../client/index.js';
import { fullId } from '../builds.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { LLM_PREFERENCES, type LlmPreference } from '../intent.js';
import { named } from '../named.js';
import { readPlanFile } from '../plan-file.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { shortId } from '../view/status.js';

interface ForkOptions {
  at?: string;
  model?: string;
  hint?: string;
  plan?: string;
  prefer?: LlmPreference;
  budget?: string;
  title?: string;
  json?: boolean;
}

const PHASES = ['plan', 'code', 'test', 'document'] as const;

const EXAMPLES = `
Examples:
  mw fork abc123                                        its intent and plan again; the plan waits for approval
  mw fork abc123 --at 12 --hint "use the standard library only"
  mw fork abc123 --at store/3.0 --model openai/gpt-5    from the third turn of the task store on
  mw fork abc123 --at task:docs                         from the beginning of a task; phases: plan, code, test, document
  mw fork abc123 --at code --plan plan.json             with an edited plan, which counts as approved

What comes before the point is taken over and costs nothing; mw steps abc123 shows the points, mw compare both results.`;

/** `mw fork <id>`: a new build from a point of another, with another model, hint or plan. */
export function registerFork(program: Command, context: ApiContext): void {
  program
    .command('fork')
    .description('start a new build from a point of another one, paying nothing for what came before')
    .argument('<id>', 'id of a build, or its last part')
    .option('--at <point>', 'number or name of a step, task:<id>, or a phase; the plan otherwise')
    .option('--model <name>', 'the model that goes on, or auto for the routing')
    .option('--hint <text>', 'what the agents are told from there on')
    .option('--plan <file>', 'an edited plan; what is taken over must stand in it unchanged')
    .addOption(new Option('--prefer <preference>', 'which models the routing prefers').choices(LLM_PREFERENCES))
    .option('--budget <dollars>', 'what the fork may spend at most')
    .option('--title <title>', 'a name of its own')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, options: ForkOptions): Promise<ExitCode> {
  const id = fullId(typed);
  const answer = await scope.client.forkBuild(id, wishOf(options));
  const text = `${cleanLine(answer.id, 60)} was started from ${id}${options.at ? ` at ${cleanLine(options.at, 80)}` : ''}. See it with: mw status ${shortId(answer.id)}`;
  scope.terminal.out(options.json ? JSON.stringify(answer) : named(text));
  return EXIT.done;
}

function wishOf(options: ForkOptions): Fork {
  const budget = options.budget === undefined ? undefined : Number(options.budget.replace(/^\$/, ''));
  if (budget !== undefined && !(budget > 0)) throw usageFailure('--budget takes dollars above 0', 'For example: --budget 2.5');
  return {
    ...(options.at === undefined ? {} : { at: pointOf(options.at) }),
    ...(options.model === undefined ? {} : { model: options.model === 'auto' ? null : options.model }),
    ...(options.hint === undefined ? {} : { hint: options.hint }),
    ...(options.plan === undefined ? {} : { plan: readPlanFile(options.plan).plan }),
    ...(options.prefer === undefined ? {} : { llm_preference: options.prefer }),
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(budget === undefined ? {} : { budget_usd: budget }),
  };
}

/** A point as a person types it; a task whose name is that of a phase is said as `task:code`. */
function pointOf(text: string): NonNullable<Fork['at']> {
  if (/^\d{1,7}$/.test(text)) return { step: Number(text) };
  if (text.includes('/')) return { step: text };
  const phase = PHASES.find((name) => name === text);
  if (phase) return { phase };
  return { task: text.replace(/^task:/, '') };
}
