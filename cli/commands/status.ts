import type { Command } from 'commander';
import { ACTIVE_PATH, fullId, getActive, getAll, getPlan, getStatus, statusPath } from '../builds.js';
import type { StatusAnswer } from '../answers.js';
import { readPorts } from '../connection.js';
import { EXIT, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { exitOf } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderActive, renderStatus } from '../view/status.js';

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
    for (const line of options.all ? await allLines(scope, options) : await activeLines(scope, options)) terminal.out(line);
    return EXIT.done;
  }
  const id = fullId(typed);
  if (options.json) {
    const text = await client.getText(statusPath(id));
    terminal.out(text.trimEnd());
    return exitOf(JSON.parse(text) as StatusAnswer);
  }
  const answer = await getStatus(client, id);
  const shown = { ...answer, language: await languageOf(scope, answer) };
  for (const line of renderStatus(shown, { ...terminal, repositories: scope.context.repositories })) terminal.out(line);
  return exitOf(answer);
}

async function activeLines(scope: Scope, { json }: { json?: boolean }): Promise<string[]> {
  if (json) return [(await scope.client.getText(ACTIVE_PATH)).trimEnd()];
  const builds = await getActive(scope.client);
  const ended = builds.length === 0 ? [named('Ended builds: mw status --all')] : [];
  return [...renderActive(builds, scope.terminal), ...ended, '', ...runningLines(scope)];
}

async function allLines(scope: Scope, { json }: { json?: boolean }): Promise<string[]> {
  const items = await getAll(scope.client);
  if (json) return [JSON.stringify({ items, total: items.length })];
  return [...renderActive(items, scope.terminal), '', ...runningLines(scope)];
}

/** The language by the name the plan uses: the API names the runtime, which for TypeScript is `node`. */
async function languageOf({ client }: Scope, { id, language, plan }: StatusAnswer): Promise<string | null> {
  if (language !== 'node' || !plan) return language;
  const answer = await getPlan(client, id).catch(() => null);
  return answer?.plan.language ?? language;
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
