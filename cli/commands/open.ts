import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { freshLoginLink, pagePath } from '../login-link.js';
import { action, type ApiContext, type Scope } from '../scope.js';

const EXAMPLES = `
Examples:
  mw open                print a link that signs a browser in and shows the page
  mw open abc123         the same, and it leads to that build
  mw open --browser      open it in this machine's browser
  mw open --json         {"url": ..., "page": ...}

A link works once, within ten minutes. A browser that is signed in needs none: the page's
address is enough.`;

/** `mw open [build]`. */
export function registerOpen(program: Command, context: ApiContext): void {
  program
    .command('open')
    .description('a link that signs your browser in to the page')
    .argument('[build]', 'id of a build to show, or its last part')
    // Not by default: a program's arguments can be seen by everybody on the machine, and the link holds a secret until it is used.
    .option('-b, --browser', "open it in this machine's browser")
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES)
    .action(action(context, open));
}

async function open(scope: Scope, typed: string | undefined, options: { browser?: boolean; json?: boolean }): Promise<ExitCode> {
  const page = pagePath(typed === undefined ? null : fullId(typed));
  const { baseUrl } = scope.connect();
  const url = await freshLoginLink(scope.client, baseUrl, page);
  scope.terminal.out(options.json ? JSON.stringify({ url, page: `${baseUrl}${page}` }) : url);
  if (options.browser && !(await launch(url))) scope.say('No browser could be started here; open the link yourself.');
  else if (!options.json && scope.terminal.interactive) scope.say('It signs one browser in, once, within ten minutes.');
  return EXIT.done;
}

const OPENERS: Partial<Record<NodeJS.Platform, [string, ...string[]]>> = { darwin: ['open'], win32: ['explorer.exe'], linux: ['xdg-open'] };

/** Whether a program that opens addresses was started. */
function launch(url: string): Promise<boolean> {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
