import { Option, type Command } from 'commander';
import type { StatusAnswer } from '../answers.js';
import type { SeenEvent } from '../events.js';
import { findCurlLines, type TriedLine } from '../../curl/lines.js';
import { decide } from '../decide.js';
import { CliFailure, EXIT, type ExitCode } from '../failure.js';
import { intentOf, PROJECT_TYPES, type IntentOptions } from '../intent.js';
import { named } from '../named.js';
import { exitOfResult, finishWatch, quiet, sayEnd } from '../outcome.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { cleanLine, cleanText } from '../view/clean.js';
import { cloneCommand } from '../view/code.js';
import { renderDemoEnd } from '../view/demo.js';
import { shortId } from '../view/status.js';
import { watchBuild, type WatchEnd } from '../watch.js';
import { runningLines } from './status.js';

interface DemoOptions extends IntentOptions {
  yes?: boolean;
  json?: boolean;
}

export const DEMO_INTENT = 'a REST API for tasks with title, done and due date, in Python';

const EXAMPLES = `
Examples:
  mw demo
  mw demo "a REST API for books with author, year and rating, in TypeScript"
  mw demo --yes --json > events.jsonl

Starts what is missing, asks before it builds when a person is at the terminal, and leaves everything running.
Exit codes: 0 the service answered, 1 failed, 3 waits for a person, 130 interrupted (the build goes on).`;

/** `mw demo ["intent"]`: from nothing to a service that answers. */
export function registerDemo(program: Command, context: ApiContext): void {
  program
    .command('demo')
    .description('build and deploy something, from a fresh machine to a URL')
    .argument('[intent]', 'what you want', DEMO_INTENT)
    .addOption(new Option('--type <type>', 'kind of project; guessed from the intent').choices(PROJECT_TYPES))
    .option('--language <language>', 'python, typescript, go, java or csharp; read from the intent otherwise')
    .option('--budget <dollars>', 'what the build may spend at most')
    .option('-y, --yes', 'approve the plan without asking')
    .option('--no-deploy', 'end after documenting')
    .option('--json', 'one JSON event a line, and a last line with the result')
    .addHelpText('after', EXAMPLES)
    .action(action(context, demo));
}

async function demo(scope: Scope, description: string, options: DemoOptions): Promise<ExitCode> {
  const startedAt = Date.now();
  const intent = intentOf(description, options);
  await start(scope);
  const readyAt = Date.now();
  // What has just started may need a moment to answer; its supervisor was not there yet when our patience was chosen.
  const client = scope.patient;
  const talking = { ...(options.json ? quiet(scope) : scope), client };
  const { id } = await client.createBuild(intent);
  const short = shortId(id);
  scope.whenInterrupted.push(`The build ${id} goes on, and so does Millwright.`);
  scope.whenInterrupted.push(`See it: mw status ${short}   Stop it: mw stop ${short}   Stop everything: mw down`);
  const { end, deployed } = await follow(talking, id, options);
  if (end === 'waiting') return finishWatch(talking, id, end);
  const status = await client.getBuild(id);
  return conclude(talking, status, { json: options.json ?? false, startMs: readyAt - startedAt, buildMs: Date.now() - readyAt, deployed });
}

/** Starts what is missing; what could not be started has said its reasons by then. */
async function start(scope: Scope): Promise<void> {
  scope.whenInterrupted.push('Millwright goes on starting in the background; nothing was submitted. Stop it: mw down');
  try {
    await scope.context.start(scope.say, scope.signal);
  } catch (cause) {
    const why = named(cause instanceof Error ? cause.message : String(cause));
    throw new CliFailure('Millwright could not be started', { why, todo: '`mw doctor` finds everything that is missing or misconfigured.', cause });
  }
  scope.whenInterrupted.length = 0;
}

type DeployEnded = Extract<SeenEvent, { kind: 'deploy.ended' }>;

async function follow(scope: Scope, id: string, options: DemoOptions): Promise<{ end: WatchEnd; deployed: DeployEnded | null }> {
  const approveAll = options.yes === true || !scope.terminal.interactive;
  const notice = options.yes ? 'approving it, as --yes says.' : 'nobody is at the terminal to ask, so the demo approves this itself.';
  let deployed: DeployEnded | null = null;
  const end = await watchBuild(scope, {
    buildId: id,
    json: options.json ?? false,
    onWait: (status) => decide(scope, status, { approveAll, notice, deployTo: 'staging', json: options.json ?? false }),
    until: (event) => {
      if (event.kind !== 'deploy.ended') return false;
      deployed = event;
      return true;
    },
  });
  return { end, deployed };
}

export interface DemoTimes {
  /** Milliseconds until Millwright was ready. */
  startMs: number;
  /** Milliseconds from the intent to the end. */
  buildMs: number;
}

async function conclude(scope: Scope, status: StatusAnswer, how: DemoTimes & { json: boolean; deployed: DeployEnded | null }): Promise<ExitCode> {
  if (!how.deployed) {
    sayEnd(scope, status);
    if (how.json) scope.terminal.out(JSON.stringify({ demo: { id: status.id, status: status.status, failure: status.failure, ...times(how) } }));
    return exitOfResult(status);
  }
  const { url, lines } = await proveDeployment(scope, status, how.deployed);
  if (how.json)
    scope.terminal.out(
      JSON.stringify({ demo: { id: status.id, status: 'live', environment: 'staging', url, curl: lines.map(({ line }) => line), ...times(how) } }),
    );
  else {
    const clone = cloneCommand(status, scope.context.repositories);
    for (const line of renderDemoEnd({ status, url, lines, clone, ...how }, scope.terminal.colors, runningLines(scope))) scope.terminal.out(line);
  }
  return EXIT.done;
}

/** The address of the deployment and the lines it answered. Throws when it is not live or does not answer. */
async function proveDeployment(scope: Scope, status: StatusAnswer, ended: DeployEnded): Promise<{ url: string; lines: TriedLine[] }> {
  if (ended.status !== 'live' || !ended.url) {
    throw new CliFailure(`The deployment to staging ended ${cleanLine(ended.status, 40)}`, {
      why: cleanText(ended.detail ?? '') || undefined,
      todo: `mw logs worker has the details; try again with mw deploy ${shortId(status.id)} staging --wait`,
    });
  }
  const lines = await findCurlLines(ended.url, scope.signal);
  scope.signal.throwIfAborted();
  if (lines.length > 0) return { url: ended.url, lines };
  throw new CliFailure('The service is live but answers none of our requests', {
    why: `tried at ${cleanLine(ended.url, 300)}: what its /openapi.json names, /health and /`,
    todo: `Look at it yourself, and at mw status ${shortId(status.id)}; mw doctor checks the deployment proxy.`,
  });
}

function times({ startMs, buildMs }: DemoTimes) {
  return { start_seconds: Math.round(startMs / 100) / 10, build_seconds: Math.round(buildMs / 100) / 10 };
}
