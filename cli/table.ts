/** The table of the `mw` commands: one file a command, one line each. Only the module of the command that is asked for is loaded. */
import { Command } from 'commander';
import type { CliContext } from './context.js';
import { named } from './named.js';
import { unknownWords, usageWords } from './view/usage.js';

type Register = (program: Command, context: CliContext) => void;

const COMMANDS: Record<string, () => Promise<Register>> = {
  up: async () => (await import('./commands/up.js')).registerUp,
  down: async () => (await import('./commands/down.js')).registerDown,
  demo: async () => (await import('./commands/demo.js')).registerDemo,
  build: async () => (await import('./commands/build.js')).registerBuild,
  watch: async () => (await import('./commands/build.js')).registerWatch,
  execute: async () => (await import('./commands/execute.js')).registerExecute,
  status: async () => (await import('./commands/status.js')).registerStatus,
  notifications: async () => (await import('./commands/notifications.js')).registerNotifications,
  plan: async () => (await import('./commands/plan.js')).registerPlan,
  approve: async () => (await import('./commands/approve.js')).registerApprove,
  reject: async () => (await import('./commands/reject.js')).registerReject,
  answer: async () => (await import('./commands/answer.js')).registerAnswer,
  guidance: async () => (await import('./commands/answer.js')).registerGuidance,
  changes: async () => (await import('./commands/steer.js')).registerChanges,
  raise: async () => (await import('./commands/steer.js')).registerRaise,
  open: async () => (await import('./commands/open.js')).registerOpen,
  deploy: async () => (await import('./commands/deploy.js')).registerDeploy,
  complete: async () => (await import('./commands/steer.js')).registerComplete,
  stop: async () => (await import('./commands/stop.js')).registerStop,
  rollback: async () => (await import('./commands/steer.js')).registerRollback,
  model: async () => (await import('./commands/model.js')).registerModel,
  steps: async () => (await import('./commands/steps.js')).registerSteps,
  fork: async () => (await import('./commands/fork.js')).registerFork,
  chat: async () => (await import('./commands/chat.js')).registerChat,
  diff: async () => (await import('./commands/diff.js')).registerDiff,
  artifacts: async () => (await import('./commands/artifacts.js')).registerArtifacts,
  projects: async () => (await import('./commands/projects.js')).registerProjects,
  errors: async () => (await import('./commands/projects.js')).registerErrors,
  compare: async () => (await import('./commands/compare.js')).registerCompare,
  replay: async () => (await import('./commands/replay.js')).registerReplay,
  workspace: async () => (await import('./commands/workspace.js')).registerWorkspace,
  mcp: async () => (await import('./commands/mcp.js')).registerMcp,
  output: async () => (await import('./commands/output.js')).registerOutput,
  logs: async () => (await import('./commands/logs.js')).registerLogs,
  models: async () => (await import('./commands/models.js')).registerModels,
  images: async () => (await import('./commands/images.js')).registerImages,
  completion: async () => (await import('./commands/completion.js')).registerCompletion,
  doctor: async () => (await import('./commands/doctor.js')).registerDoctor,
  test: async () => (await import('./commands/test.js')).registerTest,
  bench: async () => (await import('./commands/bench.js')).registerBench,
};

/** Headings of the help; what is in none stands under the last. */
const GROUPS: [string, string[]][] = [
  ['Start and stop:', ['up', 'down', 'demo', 'open', 'doctor', 'logs']],
  [
    'Build:',
    ['build', 'watch', 'status', 'notifications', 'plan', 'steps', 'diff', 'artifacts', 'output', 'projects', 'errors', 'execute', 'chat', 'workspace'],
  ],
  ['Decide:', ['approve', 'reject', 'answer', 'changes', 'raise', 'deploy', 'rollback', 'complete', 'stop']],
  ['Steer, repeat, compare:', ['guidance', 'model', 'fork', 'replay', 'compare']],
  ['This installation:', []],
];

const EXIT_CODES = `
Exit codes of every command:
  0    done
  1    failed; stderr says what happened, why, and what to do
  2    wrong use: of the command line, or of what was sent
  3    a build waits for a person
  130  interrupted by Ctrl-C; builds go on

Results go to stdout, everything said on the way to stderr. With --json stdout is JSON only,
and a failure is its last line too: {"code", "title", "detail", "todo", "exit"}, of what the API refused also
"status", "request_id" and "errors". "code" is the API's (docs/errors.md), or USAGE, SETTINGS, UNREACHABLE,
NOT_MILLWRIGHT, INTERRUPTED, FAILED or FAULT.
Colours are left out when the output is piped, with NO_COLOR=1 and with --no-color.
Examples and options of one command: mw help <command>`;

/** The commands as commander knows them: the one that is asked for, or all of them (for help, completion, and a name that is none). */
export async function createProgram(argv: readonly string[], context: CliContext, version: string): Promise<Command> {
  const asked = argv.find((argument) => !argument.startsWith('-'));
  const isKnown = asked !== undefined && Object.hasOwn(COMMANDS, asked);
  const saying = isKnown ? usageWords : unknownWords;
  const program = new Command('mw')
    .description('Millwright: say what you want, approve the plan, get a tested and deployed service.')
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'no colours')
    .showSuggestionAfterError()
    .addHelpText('after', EXIT_CODES)
    // What is in no group, the help command too.
    .commandsGroup(GROUPS.at(-1)?.[0] ?? '')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.stdout.write(named(text)), outputError: (text, write) => write(`mw: ${saying(text)}`) });
  const isOne = isKnown && asked !== 'completion';
  for (const name of isOne ? [asked] : Object.keys(COMMANDS)) (await COMMANDS[name]?.())?.(program, context);
  for (const command of program.commands) command.helpGroup(groupOf(command.name()));
  overrideExits(program);
  return program;
}

function groupOf(name: string): string {
  return (GROUPS.find(([, names]) => names.includes(name)) ?? GROUPS.at(-1))?.[0] ?? '';
}

/** Wrong use throws instead of ending the process, in commands of commands too. */
function overrideExits(command: Command): void {
  for (const each of command.commands) {
    each.exitOverride();
    overrideExits(each);
  }
}
