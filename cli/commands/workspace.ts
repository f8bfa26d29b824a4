import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Client, NewWorkspace, WorkspaceJob } from '../../client/index.js';
import { CHECK_ACTIONS, TEMPLATE_NAMES, type CheckAction } from '../../contracts/workspaces.js';
import { PAGE } from '../builds.js';
import { DECLINED, goOn, YES, type AskOptions } from '../confirm.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine } from '../view/clean.js';
import { renderFiles, renderHistory, renderJob, renderWorkspaces } from '../view/workspace.js';

interface JsonOption {
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw workspace create python --name "order desk"   prints its id
  mw workspace list
  mw workspace files ws-5f0c1a2b                   its files; with a path, that file's text
  mw workspace test ws-5f0c1a2b                    on a clean checkout, in a fresh container
  mw workspace validate ws-5f0c1a2b --json         every check there is
  mw workspace commit ws-5f0c1a2b "first version"
  mw workspace delete ws-5f0c1a2b

Exit code 1 when a check failed or could not be run.`;

const ABOUT: Record<CheckAction, string> = {
  install: 'install what the manifests ask for, from package registries only',
  build: 'build it, or check its types',
  test: 'run its tests and measure coverage',
  lint: 'lint it and look at its format',
  'security-scan': 'look for unsafe code, secrets and dependencies with known holes',
  validate: 'run every check there is',
};
const RUN: Record<CheckAction, (client: Client, id: string, wait: number) => Promise<WorkspaceJob>> = {
  install: (client, id, wait) => client.installWorkspace(id, {}, { wait }),
  build: (client, id, wait) => client.buildWorkspace(id, {}, { wait }),
  test: (client, id, wait) => client.testWorkspace(id, {}, { wait }),
  lint: (client, id, wait) => client.lintWorkspace(id, {}, { wait }),
  'security-scan': (client, id, wait) => client.scanWorkspace(id, {}, { wait }),
  validate: (client, id, wait) => client.validateWorkspace(id, {}, { wait }),
};
// As long as the API waits by itself; after that we ask how the job stands.
const WAIT_SECONDS = 60;
const LOOK_AGAIN_MS = 1_000;

/** `mw workspace <create|list|files|...>`: projects begun from a template, driven step by step. */
export function registerWorkspace(program: Command, context: ApiContext): void {
  const group = program.command('workspace').description('projects begun from a template: files, checks, commits').addHelpText('after', EXAMPLES);
  define(group, 'create <template>', `make one from a template: ${TEMPLATE_NAMES.join(', ')}`)
    .option('--name <name>', "what the project is called; otherwise the template's name")
    .action(action(context, create));
  define(group, 'list', 'your workspaces, newest first').action(action(context, list));
  define(group, 'files <id> [path]', 'its files, or the text of one').action(action(context, files));
  for (const name of CHECK_ACTIONS) {
    define(group, `${name} <id>`, ABOUT[name]).action(action(context, (scope: Scope, id: string, options: JsonOption) => check(scope, name, id, options)));
  }
  define(group, 'commit <id> <message>', 'put a commit with your words on top of what was written')
    .option('--author <author>', 'who it is by, like "Ada <ada@example.com>"')
    .action(action(context, commit));
  define(group, 'history <id>', 'its commits, newest first').action(action(context, history));
  define(group, 'delete <id>', 'delete it and its repository for good')
    .option(...YES)
    .action(action(context, remove));
}

function define(group: Command, usage: string, description: string): Command {
  const name = usage.split(' ')[0] ?? '';
  const example = usage.replace('<template>', 'python').replace('<id>', 'ws-5f0c1a2b').replace('<message>', '"first version"').replace(' [path]', '');
  return group
    .command(usage)
    .description(description)
    .option('--json', "print the API's answer")
    .addHelpText('after', `\nExample:\n  mw workspace ${example || name}`);
}

async function create(scope: Scope, template: string, options: JsonOption & { name?: string }): Promise<ExitCode> {
  const known = TEMPLATE_NAMES.find((name) => name === template);
  if (!known) throw usageFailure(`There is no template ${cleanLine(template, 60)}`, `Take one of: ${TEMPLATE_NAMES.join(', ')}`);
  const body: NewWorkspace = { template: known, ...(options.name === undefined ? {} : { name: options.name }) };
  const workspace = await scope.client.createWorkspace(body, { wait: WAIT_SECONDS });
  scope.terminal.out(options.json ? JSON.stringify(workspace) : workspace.id);
  if (workspace.status === 'creating') scope.say('It is filled as soon as a worker is there.');
  return EXIT.done;
}

async function list(scope: Scope, options: JsonOption): Promise<ExitCode> {
  const answer = await scope.client.listWorkspaces({ limit: PAGE });
  return print(scope, answer, options, () => renderWorkspaces(answer.items, scope.terminal));
}

async function files(scope: Scope, id: string, path: string | undefined, options: JsonOption): Promise<ExitCode> {
  const answer = await scope.client.readWorkspaceFiles(id, path === undefined ? { limit: PAGE } : { path });
  if (!('content' in answer)) return print(scope, answer, options, () => renderFiles(answer.items, scope.terminal));
  // A file goes out as it is, so that it can be piped; only a last line break is not doubled.
  scope.terminal.out(options.json ? JSON.stringify(answer) : answer.content.replace(/\n$/, ''));
  return EXIT.done;
}

async function check(scope: Scope, name: CheckAction, id: string, options: JsonOption): Promise<ExitCode> {
  const job = await ended(scope, await RUN[name](scope.client, id, WAIT_SECONDS));
  await print(scope, job, options, () => renderJob(job));
  return job.status === 'passed' ? EXIT.done : EXIT.failed;
}

async function commit(scope: Scope, id: string, message: string, options: JsonOption & { author?: string }): Promise<ExitCode> {
  const body = { message, ...(options.author === undefined ? {} : { author: options.author }) };
  const job = await ended(scope, await scope.client.commitWorkspace(id, body, { wait: WAIT_SECONDS }));
  const said = job.committed === false ? 'There was nothing new to commit.' : (job.commit ?? '');
  await print(scope, job, options, () => (job.failure ? renderJob(job) : [said]));
  return job.state === 'done' ? EXIT.done : EXIT.failed;
}

async function history(scope: Scope, id: string, options: JsonOption): Promise<ExitCode> {
  const answer = await scope.client.getWorkspaceHistory(id, { limit: PAGE });
  return print(scope, answer, options, () => renderHistory(answer.items, scope.terminal));
}

async function remove(scope: Scope, id: string, options: AskOptions): Promise<ExitCode> {
  if (!(await goOn(scope, options, `Delete ${cleanLine(id, 80)} and its repository for good?`, async () => []))) return DECLINED;
  await scope.client.deleteWorkspace(id);
  return print(scope, { id, deleted: true }, options, () => [`${cleanLine(id, 80)} is deleted.`]);
}

/** A job that outlived the API's patience is looked at until it ends. */
async function ended(scope: Scope, job: WorkspaceJob): Promise<WorkspaceJob> {
  let now = job;
  while (now.state === 'queued' || now.state === 'running') {
    await sleep(LOOK_AGAIN_MS, undefined, { signal: scope.signal });
    now = await scope.client.getWorkspaceJob(now.workspace_id, now.job_id);
  }
  return now;
}

async function print(scope: Scope, answer: unknown, { json }: JsonOption, lines: () => string[]): Promise<ExitCode> {
  if (json) scope.terminal.out(JSON.stringify(answer));
  else for (const line of lines()) scope.terminal.out(named(line));
  return EXIT.done;
}
