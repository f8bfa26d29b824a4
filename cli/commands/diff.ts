import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { codeOf } from '../problem.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { renderPatch, renderStat, splitPatch, type FilePatch } from '../view/patch.js';
import { cleanLine } from '../view/clean.js';
import { shortId } from '../view/status.js';

interface DiffOptions {
  stat?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw diff abc123                    everything it has changed so far
  mw diff abc123 --stat             which files, and how many lines
  mw diff abc123 src/app.py         one file, or the files of a folder
  mw diff abc123 > abc123.patch     as git apply takes it`;

/** `mw diff <id> [paths...]`: what a build has changed. */
export function registerDiff(program: Command, context: ApiContext): void {
  program
    .command('diff')
    .description('what a build has changed, as a unified diff')
    .argument('<id>', 'id of a build, or its last part')
    .argument('[paths...]', 'only these files and folders')
    .option('--stat', 'which files and how many lines instead')
    .option('--json', 'print [{path, added, removed, patch}]')
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, paths: string[], options: DiffOptions): Promise<ExitCode> {
  const { terminal } = scope;
  const diff = await diffOf(scope, fullId(typed));
  const files = splitPatch(diff).filter(({ path }) => paths.length === 0 || paths.some((wanted) => isBelow(path, wanted)));
  if (paths.length > 0 && files.length === 0)
    throw new CliFailure(`It has not changed ${paths.map((path) => cleanLine(path, 100)).join(', ')}`, { todo: `mw diff ${typed} --stat lists what it has` });
  if (options.json) terminal.out(JSON.stringify(files));
  else if (options.stat) for (const line of renderStat(files, terminal)) terminal.out(line);
  else print(scope, files);
  return EXIT.done;
}

/** The unified diff. Of a build that has none yet: throws what the build does instead; of no build: what the API said. */
async function diffOf(scope: Scope, id: string): Promise<string> {
  try {
    return await scope.client.getDiff(id);
  } catch (error) {
    if (codeOf(error) !== 'NOT_FOUND') throw error;
    const { status, ended_at: ended } = await scope.client.getBuild(id);
    throw new CliFailure(ended === null ? 'Nothing is built yet' : 'It ended before anything was built', {
      why: `${id} is ${cleanLine(status, 30).replaceAll('_', ' ')}; there is a diff once its tasks are merged`,
      todo: ended === null ? `Follow it: mw watch ${shortId(id)}` : `mw status ${shortId(id)} says how it ended`,
      code: 'NOT_FOUND',
    });
  }
}

/** On a terminal for a person; byte for byte anywhere else. */
function print(scope: Scope, files: FilePatch[]): void {
  const { terminal } = scope;
  if (files.length === 0) scope.say('it has changed nothing yet.');
  else if (terminal.isTerminal) for (const line of renderPatch(files, terminal.colors)) terminal.out(line);
  else
    terminal.out(
      files
        .map(({ patch }) => patch)
        .join('')
        .replace(/\n$/, ''),
    );
}

function isBelow(path: string, wanted: string): boolean {
  const folder = wanted.replace(/^\.\//, '').replace(/\/+$/, '');
  return path === folder || path.startsWith(`${folder}/`);
}
