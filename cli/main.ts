/** The `mw` commands: one file a command, one line each in the table. Only the module of the command that is asked for is loaded. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { ConfigError, loadConfig, projectRoot, type Config } from '../config.js';
import { homeAt } from '../embedded/home.js';
import { supervisorOf } from '../embedded/lock.js';
import { missingParts } from '../embedded/parts.js';
import type { CliContext } from './context.js';
import { CliFailure, EXIT, type ExitCode } from './failure.js';
import { named } from './named.js';

type Register = (program: Command, context: CliContext) => void;

const COMMANDS: Record<string, () => Promise<Register>> = {
  up: async () => (await import('./commands/up.js')).registerUp,
  down: async () => (await import('./commands/down.js')).registerDown,
  demo: async () => (await import('./commands/demo.js')).registerDemo,
  build: async () => (await import('./commands/build.js')).registerBuild,
  execute: async () => (await import('./commands/execute.js')).registerExecute,
  status: async () => (await import('./commands/status.js')).registerStatus,
  plan: async () => (await import('./commands/plan.js')).registerPlan,
  approve: async () => (await import('./commands/approve.js')).registerApprove,
  reject: async () => (await import('./commands/reject.js')).registerReject,
  answer: async () => (await import('./commands/answer.js')).registerAnswer,
  guidance: async () => (await import('./commands/answer.js')).registerGuidance,
  changes: async () => (await import('./commands/steer.js')).registerChanges,
  raise: async () => (await import('./commands/steer.js')).registerRaise,
  deploy: async () => (await import('./commands/deploy.js')).registerDeploy,
  complete: async () => (await import('./commands/steer.js')).registerComplete,
  stop: async () => (await import('./commands/stop.js')).registerStop,
  rollback: async () => (await import('./commands/steer.js')).registerRollback,
  model: async () => (await import('./commands/model.js')).registerModel,
  steps: async () => (await import('./commands/steps.js')).registerSteps,
  fork: async () => (await import('./commands/fork.js')).registerFork,
  compare: async () => (await import('./commands/compare.js')).registerCompare,
  replay: async () => (await import('./commands/replay.js')).registerReplay,
  logs: async () => (await import('./commands/logs.js')).registerLogs,
  models: async () => (await import('./commands/models.js')).registerModels,
  doctor: async () => (await import('./commands/doctor.js')).registerDoctor,
  test: async () => (await import('./commands/test.js')).registerTest,
  bench: async () => (await import('./commands/bench.js')).registerBench,
};

function createContext(): CliContext {
  let loaded: Config | null = null;
  const config = () => (loaded ??= loadConfig());
  return {
    config,
    root: projectRoot,
    get home() {
      return config().settings.MW_HOME;
    },
    get repositories() {
      return config().settings.GIT_REMOTE_BASE ?? join(config().settings.MW_HOME, 'git');
    },
    get port() {
      return config().settings.MW_PORT;
    },
    get host() {
      return config().settings.MW_HOST;
    },
    get unattended() {
      return config().settings.CI;
    },
    isSupervised: () => supervisorOf(homeAt(config().settings.MW_HOME).run) !== null,
    notRunning: () => missingParts(config()).map(({ name, todo }) => `${name}: not running. ${todo}`),
    start: async (say, signal) => (await import('../embedded/detach.js')).startDetached(config(), { say, signal }),
  };
}

function versionOf(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

async function createProgram(argv: readonly string[]): Promise<Command> {
  const program = new Command('mw')
    .description('Millwright: say what you want, approve the plan, get a tested and deployed service.')
    .version(versionOf(), '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.stdout.write(named(text)), outputError: (text, write) => write(`mw: ${text}`) });
  const context = createContext();
  const asked = argv.find((argument) => !argument.startsWith('-'));
  // For help, or a name that is none, all are needed.
  const names = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
  for (const name of names) (await COMMANDS[name]?.())?.(program, context);
  for (const command of program.commands) command.exitOverride();
  return program;
}

async function main(argv: string[]): Promise<void> {
  try {
    await (await createProgram(argv)).parseAsync(argv, { from: 'user' });
  } catch (error) {
    process.exitCode = failed(error);
  }
}

function failed(error: unknown): ExitCode {
  // Commander has said it already; asking for help is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? EXIT.done : EXIT.usage;
  if (error instanceof CliFailure) {
    process.stderr.write(`mw: ${error.message}\n${error.options.todo ? `    ${named(error.options.todo)}\n` : ''}`);
    return error.exit;
  }
  process.stderr.write(`mw: ${error instanceof Error ? error.message : String(error)}\n`);
  return error instanceof ConfigError ? EXIT.usage : EXIT.failed;
}

await main(process.argv.slice(2));
