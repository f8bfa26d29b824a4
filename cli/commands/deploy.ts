import { Argument, type Command } from 'commander';
import { fullId } from '../builds.js';
import { ASKS, DECLINED, deploymentLines, goOn, YES, type AskOptions } from '../confirm.js';
import { environmentOf, ENVIRONMENTS } from '../environment.js';
import { named } from '../named.js';
import { EXIT, CliFailure, type ExitCode } from '../failure.js';
import { codeOf } from '../problem.js';
import { deployOnceReady, notReadyFailure, untilReady } from '../ready.js';
import { action, type ApiContext, type Scope } from '../scope.js';
import { followEvents, type SeenEvent } from '../events.js';
import { cleanLine, cleanText } from '../view/clean.js';
import { ProgressView } from '../view/progress.js';
import { shortId } from '../view/status.js';
import type { Environment } from '../../contracts/messages.js';

const EXAMPLES = `
Examples:
  mw deploy abc123                    to staging
  mw deploy abc123 staging --wait     as soon as the build is ready; prints the address when it is live
  mw deploy abc123 production --wait
  mw deploy abc123 production --yes   without being asked

Before production it asks. ${ASKS}

This is itself the approval of the gate Deployment (G8). When the new version is not healthy, the last good one serves on and this exits with 1.`;

/** `mw deploy <id> [environment]`. */
export function registerDeploy(program: Command, context: ApiContext): void {
  program
    .command('deploy')
    .description('deploy a ready build')
    .argument('<id>', 'id of a build, or its last part')
    .addArgument(new Argument('[environment]', 'where to').choices(ENVIRONMENTS).argParser(environmentOf).default('staging'))
    .option('-w, --wait', 'wait until it is live and print its address; a build at work is waited for before')
    .option(...YES)
    .option('--json', "print the API's answer; with --wait one JSON event a line")
    .addHelpText('after', EXAMPLES)
    .action(action(context, run));
}

async function run(scope: Scope, typed: string, environment: Environment, options: AskOptions & { wait?: boolean }): Promise<ExitCode> {
  const id = fullId(typed);
  const asks = environment === 'production';
  // What is confirmed is the version that is there, not one that is still being made.
  if (asks && options.wait) await untilReady(scope, id, environment);
  if (asks && !(await goOn(scope, options, 'Deploy it to production?', () => deploymentLines(scope, id, environment)))) return DECLINED;
  const started = await begun(scope, id, environment, options.wait ?? false);
  if (!options.wait) {
    const closes = environment === 'production' ? ' Once production serves it, the build is completed.' : '';
    const text = `deploying ${id} to ${environment}.${closes} Follow it: mw watch ${shortId(id)}; its address will be in: mw status ${shortId(id)}`;
    scope.terminal.out(options.json ? JSON.stringify(started) : named(text));
    return EXIT.done;
  }
  scope.whenInterrupted.push(`The deployment goes on. See it with mw status ${shortId(id)}.`);
  const ended = await awaitDeployment(scope, id, started.deployment_id, options.json ?? false);
  if (ended.status !== 'live') {
    throw new CliFailure(`The deployment to ${environment} ended ${cleanLine(ended.status, 30)}`, {
      why: cleanText(ended.detail ?? ''),
      todo: `What it printed: mw output ${shortId(id)} ${environment} --latest. mw logs worker has the details; the last good version serves on. Try again: mw deploy ${shortId(id)} ${environment}`,
    });
  }
  if (!options.json) {
    scope.terminal.out(cleanLine(ended.url ?? '', 500));
    // What production serves is done; the address alone is the output.
    const said = environment === 'production' ? 'production serves it, so the build is completed' : 'staging serves it; the build waits for you';
    const next =
      environment === 'production' ? `What it taught: mw status` : `To production: mw deploy ${shortId(id)} production --wait; to close it: mw complete`;
    scope.say(`${said}. ${next} ${shortId(id)}`);
  }
  return EXIT.done;
}

/** Hands the deployment over; with `wait` as soon as the build is ready. */
async function begun(scope: Scope, id: string, environment: Environment, wait: boolean) {
  if (wait) return deployOnceReady(scope, id, environment);
  return scope.client.deployBuild(id, { environment }).catch(async (error: unknown) => {
    throw codeOf(error) === 'NOT_READY' ? await notReadyFailure(scope, id, environment, error) : error;
  });
}

type DeployEnded = Extract<SeenEvent, { kind: 'deploy.ended' }>;

/** Follows one deployment; the events before it are read over silently. */
async function awaitDeployment(scope: Scope, id: string, deployment: string, json: boolean): Promise<DeployEnded> {
  const { colors, width, interactive } = scope.terminal;
  const view = new ProgressView({ colors, width, cut: interactive, percent: false });
  for await (const event of followEvents(scope, id)) {
    // Seconds count from the first event of this deployment; the build's own are of no interest here.
    if (!('deployment' in event) || event.deployment !== deployment) continue;
    const line = view.line(event);
    if (json) scope.terminal.out(JSON.stringify(event));
    else if (line !== null) scope.terminal.err(line);
    if (event.kind === 'deploy.ended') return event;
  }
  const status = await scope.client.getBuild(id);
  throw new CliFailure('The build ended before its deployment did', { why: `its status is ${cleanLine(status.status, 30)}`, todo: `mw status ${shortId(id)}` });
}
