import { Option, type Command } from 'commander';
import { fullId } from '../builds.js';
import { EXIT, type ExitCode } from '../failure.js';
import { intentOf, LLM_PREFERENCES, PROJECT_TYPES, type IntentOptions } from '../intent.js';
import { pagePath } from '../login-link.js';
import { named } from '../named.js';
import { finishWatch, quiet } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { shortId } from '../view/status.js';
import { watchBuild } from '../watch.js';
import { decide } from '../decide.js';

interface BuildOptions extends IntentOptions {
  watch?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mw build "a REST API for tasks with title, done and due date, in Python"
  mw build "a REST API for books with author, year and rating" --language typescript --watch
  mw build "fix the rounding of totals" --repo https://example.org/shop.git#main --watch
  mw build "a CLI that counts words in files, in Python" --no-deploy --budget 2

A --language that no sandbox is made for is refused at once, with exit code 2 and those there are.
With --watch: exit code 0 when it completed, 1 when it failed, 3 when it waits for a person and none is at the terminal.`;

/** `mw build "<intent>"`: submits, and follows with --watch. */
export function registerBuild(program: Command, context: ApiContext): void {
  program
    .command('build')
    .description('submit an intent; prints the id of its build, or follows it with --watch')
    .argument('<intent>', 'what you want, in your words')
    .addOption(new Option('--type <type>', 'kind of project; guessed from the intent').choices(PROJECT_TYPES))
    .option('--repo <url>', 'work on this repository: https://host/path.git, with #branch, #tag or #commit')
    .option('--title <title>', 'a short name; made from the intent otherwise')
    .option('--language <language>', 'python, typescript, go, java or csharp; read from the intent otherwise')
    .option('--budget <dollars>', 'what the build may spend at most')
    .addOption(new Option('--prefer <preference>', 'which models to prefer').choices(LLM_PREFERENCES))
    .option('--review', 'wait for a review of the finished code')
    .option('--no-deploy', 'end after documenting')
    .option('--no-tests', 'write no tests')
    .option('--no-docs', 'write no documentation')
    .option('-w, --watch', 'follow it and answer what it asks')
    .option('--json', "print the API's answer; with --watch one JSON event a line")
    .addHelpText('after', EXAMPLES)
    .action(action(context, build));
}

async function build(scope: Scope, description: string, options: BuildOptions): Promise<ExitCode> {
  const created = await scope.client.createBuild(intentOf(description, options));
  if (!options.watch) {
    scope.terminal.out(options.json ? JSON.stringify(created) : created.id);
    if (!options.json) sayNext(scope, created.id);
    return EXIT.done;
  }
  return follow(scope, created.id, options.json ?? false);
}

/** It was taken, no more than that: how it goes on, and where to look. */
function sayNext(scope: Scope, buildId: string): void {
  const id = shortId(buildId);
  scope.say('it plans now, and waits for your approval before anything is built. Next:');
  const steps: [command: string, what: string][] = [
    [`mw watch ${id}`, 'follow it, and decide as it asks'],
    [`mw status ${id}`, 'how it stands, and why it ended if it did'],
    [`mw plan ${id}`, 'read its plan'],
    [`mw approve ${id}`, 'let it go on'],
    [`mw open ${id}`, `the same in your browser: ${scope.connect().baseUrl}${pagePath(buildId)}`],
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  for (const [command, what] of steps) scope.terminal.err(named(`  ${command.padEnd(width)}  ${what}`));
}

/** `mw watch <id>`: the same for a build that was submitted before. */
export function registerWatch(program: Command, context: ApiContext): void {
  program
    .command('watch')
    .description('follow a build and answer what it asks')
    .argument('<id>', 'id of a build, or its last part')
    .option('--json', 'one JSON event a line')
    .addHelpText(
      'after',
      '\nExamples:\n  mw watch abc123\n  mw watch abc123 --json | jq -r .kind\n\nExit code 0 when it completed, 1 when it failed, 3 when it waits for a person and none is at the terminal.',
    )
    .action(action(context, (scope, typed: string, options: { json?: boolean }) => follow(scope, fullId(typed), options.json ?? false)));
}

/** Shows a build as it goes, to its end or until only a person can go on. */
async function follow(scope: Scope, id: string, json: boolean): Promise<ExitCode> {
  const watching = json ? quiet(scope) : scope;
  scope.whenInterrupted.push(`The build goes on. See it with mw status ${shortId(id)}, stop it with mw stop ${shortId(id)}.`);
  const how = { approveAll: false, notice: '', deployTo: null, json };
  const end = await watchBuild(watching, {
    buildId: id,
    json,
    onWait: (status) => decide(watching, status, how),
  });
  return finishWatch(watching, id, end);
}
