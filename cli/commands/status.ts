import type { Command } from 'commander';
import { fullId, PAGE } from '../builds.js';
import type { PlanAnswer, StatusAnswer } from '../answers.js';
import { readPorts } from '../connection.js';
import { EXIT, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { exitOf } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderActive, renderLive, renderStatus } from '../view/status.js';

const EXAMPLES = `
Examples:
  mw status                  the active builds, and where everything listens
  mw status --all            the ended builds too
  mw status abc123           one build; the last part of its id is enough
  mw status abc123 --json    the API's own answer

Exit codes for one build: 0 works or has ended, 1 failed, 3 waits for a person.`;

/** `mw status [id]`. */
export function registerStatus(program: Command, context: ApiContext): void {
  program
    .command('status')
    .description('the active builds and what runs, or everything about one build')
    .argument('[id]', 'id of a build, or its last part')
    .option('-a, --all', 'list the ended builds too')
    .option('--json', "print the API's JSON untouched")
    .addHelpText('after', EXAMPLES)
    .action(action(context, status));
}

async function status(scope: Scope, typed: string | undefined, options: { all?: boolean; json?: boolean }): Promise<ExitCode> {
  const { client, terminal } = scope;
  if (typed === undefined) {
    // First, and apart from the answer: without the API there is no answer.
    for (const sentence of scope.context.notRunning?.() ?? []) scope.say(sentence);
    for (const line of await listLines(scope, options)) terminal.out(line);
    return EXIT.done;
  }
  const id = fullId(typed);
  const answer = await client.getBuild(id);
  if (options.json) {
    terminal.out(JSON.stringify(answer));
    return exitOf(answer);
  }
  const plan = await planOf(scope, answer);
  const shown = { ...answer, language: answer.language === 'node' ? (plan?.language ?? answer.language) : answer.language };
  const asking = answer.waiting_for?.kind === 'plan' && plan && (plan.questions ?? []).length > 0 ? plan : null;
  for (const line of renderStatus(shown, { ...terminal, repositories: scope.context.repositories, asking })) terminal.out(line);
  return exitOf(answer);
}

/** The builds of a list, newest first, and where things listen. */
async function listLines(scope: Scope, { all, json }: { all?: boolean; json?: boolean }): Promise<string[]> {
  const answer = await scope.client.listBuilds({ limit: PAGE, ...(all ? { status: 'any' } : {}) });
  if (json) return [JSON.stringify(answer)];
  const deployed = await scope.client.listDeployments({ status: 'live', limit: PAGE });
  const live = renderLive(deployed.items, scope.terminal);
  const ended = answer.items.length === 0 && !all ? [named('Ended builds: mw status --all')] : [];
  return [...renderActive(answer.items, scope.terminal), ...ended, '', ...live, ...(live.length > 0 ? [''] : []), ...runningLines(scope)];
}

/**
 * The plan, where something of it is shown: what it asks while it waits, and its name for the language (the API names the
 * runtime, which for TypeScript is `node`). Null where nothing of it is, or there is none.
 */
async function planOf({ client }: Scope, { id, language, plan, waiting_for: waiting }: StatusAnswer): Promise<PlanAnswer['plan'] | null> {
  if (!plan || (language !== 'node' && waiting?.kind !== 'plan')) return null;
  const answer = await client.getPlan(id).catch(() => null);
  return answer?.plan ?? null;
}

/** Where the parts of this installation listen. */
export function runningLines(scope: Scope): string[] {
  const { colors } = scope.terminal;
  // Deployments have addresses of their own, in the status of their build.
  const { api: _api, proxy: _proxy, temporalUi, ...others } = readPorts(scope.context.home);
  const lines = [`${colors.dim('API and page ')} ${scope.connect().baseUrl}`];
  if (temporalUi) lines.push(`${colors.dim('Temporal UI  ')} ${temporalUiUrl(temporalUi)}`);
  const rest = Object.entries(others).map(([name, port]) => `${name} ${port}`);
  if (rest.length > 0) lines.push(`${colors.dim('Other ports  ')} ${rest.join(', ')}`);
  return lines;
}

export function temporalUiUrl(port: number): string {
  return `http://127.0.0.1:${port}`;
}
