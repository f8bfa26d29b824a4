import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import type { Client, Execute } from '../../client/index.js';
import type { ExecutionAnswer, ExecutionStartedAnswer } from '../answers.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { LLM_PREFERENCES, type LlmPreference } from '../intent.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { attemptLine, renderExecution } from '../view/execution.js';
import { QueueTeller } from '../view/queue.js';

interface ExecuteOptions {
  language?: string;
  repo?: string;
  output?: Execute['output_preference'];
  attempts?: string;
  timeout?: string;
  budget?: string;
  prefer?: LlmPreference;
  cache?: boolean;
  retry?: string;
  wait: boolean;
  json?: boolean;
}

// A person sees an attempt end within half a second.
const LOOK_MS = 500;

const EXAMPLES = `
Examples:
  mw execute "a function that says whether a number is prime, in Python"
  mw execute "parse a CSV line with quotes" --language typescript --output zip
  mw execute "add a currency converter" --repo https://example.org/shop.git#main
  mw execute --retry exec-7k2m9q4xw8ab "negative numbers are wrong"

Exit codes: 0 it passed, 1 it failed or is partial, 130 interrupted (it goes on).`;

/** `mw execute "<prompt>"`: code with tests, run until they pass. */
export function registerExecute(program: Command, context: ApiContext): void {
  program
    .command('execute')
    .description('have a small program written with its tests, and run in a sandbox until they pass')
    .argument('[prompt]', 'what you want, in your words; with --retry what to do otherwise')
    .option('--language <language>', 'the language; told from the prompt otherwise')
    .option('--repo <url>', 'work in this repository: https://host/path.git, with #branch, #tag or #commit')
    .addOption(new Option('--output <kind>', 'what to keep of it').choices(['snippet', 'zip', 'pr']))
    .option('--attempts <number>', 'attempts at most')
    .option('--timeout <seconds>', 'seconds for the checks of an attempt')
    .option('--budget <dollars>', 'what it may spend at most')
    .addOption(new Option('--prefer <preference>', 'which models to prefer').choices(LLM_PREFERENCES))
    .option('--cache', 'answer with an equal one that passed, if there is one')
    .option('--retry <id>', 'another round of attempts at an ended execution')
    .option('--no-wait', 'print its id and leave')
    .option('--json', "print the API's answer")
    .addHelpText('after', EXAMPLES)
    .action(action(context, execute));
}

async function execute(scope: Scope, prompt: string | undefined, options: ExecuteOptions): Promise<ExitCode> {
  const started = await start(scope.client, prompt, options);
  const { terminal } = scope;
  if (!options.wait) {
    terminal.out(options.json ? JSON.stringify(started) : started.execution_id);
    return EXIT.done;
  }
  scope.whenInterrupted.push(`It goes on; see it with GET ${started.status_url}.`);
  if (!options.json) scope.say(`${started.execution_id} is ${started.status}${started.language ? `, in ${started.language}` : ''}.`);
  const answer = await ended(scope, started, options.json ?? false);
  if (options.json) terminal.out(JSON.stringify(answer));
  else for (const line of renderExecution(answer, terminal)) terminal.out(named(line));
  return answer.status === 'passed' ? EXIT.done : EXIT.failed;
}

function start(client: Client, prompt: string | undefined, options: ExecuteOptions): Promise<ExecutionStartedAnswer> {
  const { language, repo, output, attempts, timeout, budget, prefer, cache, retry } = options;
  const common = {
    ...(language === undefined ? {} : { language }),
    ...(attempts === undefined ? {} : { max_attempts: numberOf('--attempts', attempts) }),
    ...(timeout === undefined ? {} : { timeout_seconds: numberOf('--timeout', timeout) }),
    ...(budget === undefined ? {} : { budget_usd: numberOf('--budget', budget) }),
  };
  if (retry !== undefined && repo !== undefined) throw usageFailure('--repo goes with a new execution', 'A retry goes on where it was: leave --repo out.');
  if (retry !== undefined) return client.retryExecution(retry, { ...common, ...(prompt === undefined ? {} : { guidance: prompt }) });
  if (prompt === undefined) throw usageFailure('There is no prompt', 'mw execute "<what you want>"');
  return client.createExecution({
    prompt,
    ...common,
    ...(repo === undefined ? {} : { github_repo: repo }),
    ...(output === undefined ? {} : { output_preference: output }),
    ...(prefer === undefined ? {} : { llm_preference: prefer }),
    ...(cache ? { cache } : {}),
  });
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw usageFailure(`${option} takes a number`);
  return value;
}

/** Tells each attempt as it ends, and where it waits; answers the whole once it has ended. */
async function ended(scope: Scope, { execution_id, round }: ExecutionStartedAnswer, quiet: boolean): Promise<ExecutionAnswer> {
  const queue = new QueueTeller();
  let told = 0;
  for (;;) {
    const answer = await scope.patient.getExecution(execution_id);
    const done = answer.attempts.filter((attempt) => attempt.round === round && attempt.ended_at !== null);
    if (!quiet) for (const attempt of done.slice(told)) scope.terminal.out(attemptLine(attempt, answer, scope.terminal));
    told = done.length;
    const waits = queue.line(answer.queue);
    if (waits !== null && !quiet) scope.terminal.out(scope.terminal.colors.dim(waits));
    if (answer.ended_at !== null) return answer;
    await sleep(LOOK_MS, undefined, { signal: scope.signal });
  }
}
