import type { Command } from 'commander';
import { ACTIVE_PATH, fullId, getActive, getStatus, statusPath } from '../builds.js';
import type { StatusAnswer } from '../answers.js';
import { readPorts } from '../connection.js';
import { EXIT, type ExitCode } from '../failure.js';
import { exitOf } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderActive, renderStatus } from '../view/status.js';

const EXAMPLES = `
Examples:
  mw status                  the active builds, and where everything listens
  mw status abc123           one build; the last part of its id is enough
  mw status abc123 --json    the API's own answer

Exit codes for one build: 0 works or has ended, 1 failed, 3 waits for a person.`;

/** `mw status [id]`. */
export function registerStatus(program: Command, context: ApiContext): void {
  program
    .command('status')
    .description('the active builds and what runs, or everything about one build')
    .argument('[id]', 'id of a build, or its last part')
    .option('--json', "print the API's JSON untouched")
    .addHelpText('after', EXAMPLES)
    .action(action(context, status));
}

async function status(scope: Scope, typed: string | undefined, options: { json?: boolean }): Promise<ExitCode> {
  const { client, terminal } = scope;
  if (typed === undefined) {
    if (options.json) terminal.out((await client.getText(ACTIVE_PATH)).trimEnd());
    else for (const line of [...renderActive(await getActive(client), terminal), '', ...runningLines(scope)]) terminal.out(line);
    return EXIT.done;
  }
  const id = fullId(typed);
  if (options.json) {
    const text = await client.getText(statusPath(id));
    terminal.out(text.trimEnd());
    return exitOf(JSON.parse(text) as StatusAnswer);
  }
  const answer = await getStatus(client, id);
  for (const line of renderStatus(answer, terminal)) terminal.out(line);
  return exitOf(answer);
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
