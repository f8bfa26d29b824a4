import { InvalidArgumentError, type Command } from 'commander';
import { PAGE } from '../builds.js';
import { EXIT, usageFailure, type ExitCode } from '../failure.js';
import { named } from '../named.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine, cleanText } from '../view/clean.js';
import { renderErrors, renderProject, renderProjects } from '../view/projects.js';

interface ProjectsOptions {
  read?: string;
  revision?: number;
  delete?: boolean;
  yes?: boolean;
  json?: boolean;
}

interface ErrorsOptions {
  project?: string;
  all?: boolean;
  resolve?: string;
  json?: boolean;
}

const PROJECT_EXAMPLES = `
Examples:
  mw projects                                 your projects
  mw projects proj-abc123                     where it runs, its builds and its documents
  mw projects proj-abc123 --read PRD.md       the plan as it was approved
  mw projects proj-abc123 --read docs/openapi.json --revision 1
  mw projects proj-abc123 --delete --yes      code, workspaces, documents and deployments; its builds stay to be read`;

const ERROR_EXAMPLES = `
Examples:
  mw errors                        what went wrong and is not put right
  mw errors --all --project proj-abc123
  mw errors --resolve 12           mark one as resolved`;

/** `mw projects [id]`: list, look at, read documents of, delete. */
export function registerProjects(program: Command, context: ApiContext): void {
  program
    .command('projects')
    .description('your projects: their builds, documents, and where they run')
    .argument('[id]', 'id of a project')
    .option('--read <document>', 'print a document, by its name')
    .option('--revision <number>', 'with --read: this version of it, not the newest', wholeNumber)
    .option('--delete', 'delete it for good, with all it has outside of its builds')
    .option('-y, --yes', 'with --delete: do not ask')
    .option('--json', "print the API's answer")
    .addHelpText('after', PROJECT_EXAMPLES)
    .action(action(context, runProjects));
}

/** `mw errors`: the error history. */
export function registerErrors(program: Command, context: ApiContext): void {
  program
    .command('errors')
    .description('what went wrong in your builds, and whether it was put right')
    .option('-p, --project <id>', 'of one project')
    .option('-a, --all', 'what was put right too')
    .option('--resolve <number>', 'mark one as resolved')
    .option('--json', "print the API's answer")
    .addHelpText('after', ERROR_EXAMPLES)
    .action(action(context, runErrors));
}

async function runProjects(scope: Scope, id: string | undefined, options: ProjectsOptions): Promise<ExitCode> {
  const { client, terminal } = scope;
  if (id === undefined) {
    if (options.read !== undefined || options.delete) throw usageFailure('Of which project?', 'mw projects lists them with their ids');
    const answer = await client.listProjects({ limit: PAGE });
    return print(scope, options, answer, renderProjects(answer.items, terminal));
  }
  if (options.delete) return remove(scope, id, options);
  if (options.read !== undefined) return read(scope, id, options.read, options);
  const [project, documents] = await Promise.all([client.getProject(id), client.listDocuments(id, { limit: PAGE })]);
  return print(scope, options, { ...project, documents: documents.items }, renderProject(project, documents.items, terminal));
}

async function read(scope: Scope, id: string, name: string, { revision, json }: ProjectsOptions): Promise<ExitCode> {
  const { client, terminal } = scope;
  const { items } = await client.listDocuments(id, { name, versions: 'all', limit: PAGE });
  const newest = items.find((document) => document.version === (revision ?? document.latest_version));
  if (!newest)
    throw usageFailure(`${cleanLine(id, 80)} has no such version of ${cleanLine(name, 100)}`, `mw projects ${cleanLine(id, 80)} lists its documents`);
  const document = await client.getDocument(id, newest.id);
  // Piped, a document is its bytes; on a terminal nothing of it may steer that.
  terminal.out(json ? JSON.stringify(document) : terminal.isTerminal ? cleanText(document.content) : document.content.replace(/\n$/, ''));
  return EXIT.done;
}

async function remove(scope: Scope, id: string, { yes, json }: ProjectsOptions): Promise<ExitCode> {
  const { client, terminal, signal } = scope;
  const { name } = await client.getProject(id);
  if (!yes) {
    if (!terminal.interactive) throw usageFailure('It asks before it deletes.', 'Where nobody can be asked it needs --yes');
    const answer = await terminal.ask(`Delete ${cleanLine(name, 100)} with its code, workspaces, documents and deployments for good? [y/N] `, signal);
    if (!/^(y|yes)$/i.test(answer?.trim() ?? '')) return EXIT.failed;
  }
  await client.deleteProject(id);
  terminal.out(json ? JSON.stringify({ id, deleted: true }) : `${cleanLine(id, 80)} is deleted.`);
  return EXIT.done;
}

async function runErrors(scope: Scope, { project, all, resolve, json }: ErrorsOptions): Promise<ExitCode> {
  const { client, terminal } = scope;
  if (resolve !== undefined) {
    const entry = await client.resolveError(numberOf(resolve), { resolved: true });
    terminal.out(json ? JSON.stringify(entry) : `${entry.id} is resolved.`);
    return EXIT.done;
  }
  const answer = await client.listErrors({ limit: PAGE, ...(project ? { projectId: project } : {}), ...(all ? {} : { resolved: 'false' as const }) });
  return print(scope, { json }, answer, renderErrors(answer.items, terminal));
}

function print({ terminal }: Scope, { json }: { json?: boolean }, answer: unknown, lines: string[]): ExitCode {
  if (json) terminal.out(JSON.stringify(answer));
  else for (const line of lines) terminal.out(named(line));
  return EXIT.done;
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

function numberOf(text: string): string {
  if (/^[1-9]\d{0,14}$/.test(text)) return text;
  throw usageFailure(`${JSON.stringify(text)} is no number of an error`, 'mw errors lists them with their numbers');
}
