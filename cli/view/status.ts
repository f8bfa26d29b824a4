import type { DeploymentOverview } from '../../client/index.js';
import type { ActiveBuild, DeploymentAnswer, PlanAnswer, StatusAnswer } from '../answers.js';
import { deploymentWords } from '../../contracts/deployment-words.js';
import type { Environment, WaitingFor } from '../../contracts/messages.js';
import { gateName } from '../../contracts/gates.js';
import { named } from '../named.js';
import type { Colors } from '../terminal.js';
import { cleanLine, cleanText, shortDigest, wrap } from './clean.js';
import { cloneCommand } from './code.js';
import { dollars, estimateText, madeBy } from './plan.js';
import { queueText } from './queue.js';
import { renderTable } from './table.js';
import { when } from './time.js';

// An id without the part that all ids share: what a person has to type.
const ID_PREFIX = 'int-code-';

/** The active builds as a table of plain columns. */
export function renderActive(builds: ActiveBuild[], options: { colors: Colors; width: number }): string[] {
  const { colors } = options;
  if (builds.length === 0) return [named('No active builds. Start one: mw build "<what you want>"')];
  const rows = builds.map((build) => [
    cleanLine(build.id, 60),
    `${Math.round(Number(build.progress) || 0)}%`,
    cleanLine(build.status ?? '', 30),
    cleanLine(build.phase ?? '-', 30),
    waitText(build),
    cleanLine(build.title, 60),
  ]);
  return renderTable(['ID', 'DONE', 'STATUS', 'PHASE', 'WAITS FOR', 'TITLE'], rows, colors);
}

type Live = Pick<DeploymentOverview, 'build_id' | 'environment' | 'url' | 'problem'>;

/** What of a plan tells that it is a question as much as a plan. */
export type AskingPlan = Pick<PlanAnswer['plan'], 'summary' | 'questions'>;

interface View {
  colors: Colors;
  width: number;
  /** The plan that waits, where it asks something. */
  asking?: AskingPlan | null;
}

/** Everything that matters of one build. `repositories`: the folder its code can be cloned from. */
export function renderStatus(status: StatusAnswer, options: View & { repositories: string }): string[] {
  const { colors, width } = options;
  const facts: [string, string][] = [
    ['status', `${colorOf(status.status, colors)(cleanLine(status.status))}, ${Math.round(Number(status.progress) || 0)}%${phaseText(status)}`],
    ['cost', `${dollars(status.cost_usd)} of ${dollars(status.budget_usd)}${status.estimate ? `; estimate ${estimateText(status.estimate)}` : ''}`],
    [
      'model',
      status.model
        ? madeBy(status.model)
            .replace(/^Made by/, 'built by')
            .replace(/ Set .*/, '')
        : '-',
    ],
    ['since', `${when(status.created_at)}, last change ${when(status.updated_at)}`],
  ];
  if (status.language) facts.splice(1, 0, ['language', cleanLine(status.language, 40)]);
  if (status.queue) facts.splice(1, 0, ['queue', queueText(status.queue)]);
  if (status.plan) facts.push(['plan', `version ${cleanLine(status.plan.version)}, digest ${shortDigest(status.plan.digest)}`]);
  if (status.result) facts.push(['result', resultText(status.result)]);
  const clone = cloneCommand(status, options.repositories);
  if (clone) facts.push(['get it', clone]);
  const lines = [`${colors.bold(cleanLine(status.title, 200))}  ${colors.dim(cleanLine(status.id, 60))}`];
  for (const [name, text] of facts) lines.push(`  ${name.padEnd(10)}${text}`);
  if ((status.tasks ?? []).length > 0) lines.push(`  ${colors.bold('Tasks')}`, ...status.tasks.flatMap((task) => taskLine(task, width)));
  const deployments = status.deployments ?? [];
  if (deployments.length > 0) lines.push(`  ${colors.bold('Deployments')}`, ...deployments.flatMap((one) => deploymentLines(one, options)));
  if (status.waiting_for) lines.push(...renderWaiting(status, status.waiting_for, options));
  if (status.failure) lines.push(...renderFailure(status.failure, options));
  return lines;
}

/** What of a build's status tells how to answer it. */
type Waiter = Pick<StatusAnswer, 'id' | 'deployments'>;

/** What a build waits for and the commands that answer it. */
export function renderWaiting(status: Waiter, waiting: WaitingFor, { colors, width, asking = null }: View): string[] {
  const gate = waiting.gate ? `, gate ${cleanLine(gateName(waiting.gate))}` : '';
  const lines = [colors.yellow(`  Waits for a person: ${cleanLine(waiting.kind)}${gate}, since ${when(waiting.since)}`)];
  lines.push(...wrap(cleanText(waiting.summary), width, '    '));
  // Whether it was understood at all is what a person has to know first.
  if (asking) lines.push(...wrap(firstParagraph(asking.summary), width, '    '), ...asking.questions.flatMap((each) => askedLines(each, width, colors)));
  return [...lines, ...answerCommands(status, waiting, asking !== null).map((line) => `    ${line}`)];
}

/** The rest of a plan's summary is a command away. */
function firstParagraph(text: string): string {
  return cleanText(text).trim().split('\n', 1)[0] ?? '';
}

function askedLines(question: string, width: number, colors: Colors): string[] {
  return wrap(`It asks: ${cleanText(question)}`, width, '    ').map((line) => colors.yellow(line));
}

/** The commands that answer a wait, ready to be typed. `asks`: the plan that waits asks something. */
export function answerCommands(status: Waiter, waiting: Pick<WaitingFor, 'kind'>, asks = false): string[] {
  const id = shortId(status.id);
  const reject = `mw reject ${id} --reason "<why>"   (ends the build)`;
  const commands: Record<WaitingFor['kind'], string[]> = {
    question: [`mw answer ${id} "<your answer>"`, reject],
    ux_choice: [`mw approve ${id} --choice <1, 2 or 3>`, reject],
    deploy: [`mw deploy ${id} ${nextEnvironment(status)} --wait`, `mw complete ${id}   (closes the build; what is live stays live)`],
    plan: [
      ...(asks ? [`mw answer ${id} "<your answer>"   (it plans again)`] : []),
      `mw plan ${id}`,
      `mw approve ${id}${asks ? '   (builds what the plan says as it is)' : ''}`,
      `mw changes ${id} "<what should be different>"`,
      reject,
    ],
    budget: [`mw raise ${id} <dollars>`, reject],
    gate: [`mw approve ${id}`, reject],
    review: [`mw approve ${id}`, reject],
  };
  return (commands[waiting.kind] ?? commands.gate).map(named);
}

/** Where a ready build goes next: to production once staging serves it. */
export function nextEnvironment({ deployments }: Pick<StatusAnswer, 'deployments'>): Environment {
  return (deployments ?? []).some(({ environment, status }) => environment === 'staging' && status === 'live') ? 'production' : 'staging';
}

/** Why a build failed: title, detail, and where to read more. */
export function renderFailure(failure: { code: string; title: string; detail: string }, options: { colors: Colors; width: number }): string[] {
  const { colors, width } = options;
  // Whoever stopped it knows that nothing failed.
  const ended = failure.code === 'STOPPED' ? 'Stopped' : 'Failed';
  return [colors.red(`  ${ended}: ${cleanLine(failure.title, 300)} (${cleanLine(failure.code, 60)})`), ...wrap(cleanText(failure.detail), width, '    ')];
}

export function shortId(id: string): string {
  const clean = cleanLine(id, 60);
  return clean.startsWith(ID_PREFIX) ? clean.slice(ID_PREFIX.length) : clean;
}

function waitText(build: ActiveBuild): string {
  if (build.waiting_for) return cleanLine(build.waiting_for.kind, 20);
  return build.status === 'ready' ? 'deploy' : '-';
}

function phaseText(status: StatusAnswer): string {
  return status.phase ? `, phase ${cleanLine(status.phase)}${status.gate ? ` at ${cleanLine(gateName(status.gate))}` : ''}` : '';
}

function resultText(result: { branch: string; commit: string; tree: string }): string {
  return `branch ${cleanLine(result.branch, 100)}, commit ${shortDigest(result.commit)}, tree ${shortDigest(result.tree)}`;
}

function taskLine(task: StatusAnswer['tasks'][number], width: number): string[] {
  const tries = Number(task.attempts) > 1 ? `, try ${cleanLine(task.attempts)}` : '';
  const state = `${cleanLine(task.status, 30)}${tries}`;
  return wrap(`${cleanLine(task.id, 40)}: ${cleanLine(task.goal, 200)} [${state}]`, width, '    ');
}

function deploymentLines(one: DeploymentAnswer, { colors, width }: { colors: Colors; width: number }): string[] {
  const { status } = one;
  const isBad = status === 'failed' || status === 'rolled_back' || one.problem !== null;
  const tone = isBad ? colors.red : status === 'live' ? colors.green : colors.yellow;
  const commit = one.commit ? ` (commit ${shortDigest(one.commit)})` : '';
  const state = cleanLine(deploymentWords(status), 30);
  const said = one.problem === null ? state : `${state}, but does not answer:`;
  const line = `    ${cleanLine(one.environment, 30).padEnd(11)} ${tone(said)} ${cleanLine(one.url ?? '', 300)}${commit}`.trimEnd();
  return [line, ...problemLines(one.problem, width)];
}

function problemLines(problem: string | null, width: number): string[] {
  return problem === null ? [] : wrap(named(cleanText(problem)), width, '      ');
}

/** What is live and where; one that does not answer just now, with why. Nothing when nothing is live. */
export function renderLive(deployments: readonly Live[], { colors, width }: { colors: Colors; width: number }): string[] {
  return deployments.flatMap(({ build_id: build, environment, url, problem }) => {
    const which = `${cleanLine(environment, 30)} of ${cleanLine(build, 60)}`;
    const address = cleanLine(url ?? '', 300);
    return problem === null
      ? [`${colors.green('live')}  ${which}: ${address}`]
      : [colors.red(`${which} does not answer: ${address}`), ...problemLines(problem, width)];
  });
}

function colorOf(status: StatusAnswer['status'], colors: Colors): (text: string) => string {
  if (status === 'failed' || status === 'stopped') return colors.red;
  if (status === 'awaiting_review') return colors.yellow;
  return status === 'completed' || status === 'ready' ? colors.green : colors.cyan;
}
