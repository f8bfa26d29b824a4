import type { RunningChecks } from '../../contracts/events.js';
import { FAILURES, isFailureCode } from '../../contracts/failures.js';
import { gateName } from '../../contracts/gates.js';
import { workWords } from '../../contracts/work-words.js';
import type { SeenEvent } from '../events.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';
import { queueText } from './queue.js';

// Goals can be whole paragraphs; the plan has shown them in full.
const GOAL_CHARS = 120;

type Tone = 'head' | 'good' | 'bad' | 'ask' | 'plain' | 'dim';
type Said = [tone: Tone, depth: number, text: string] | null;

/** Turns the events of one build into lines of progress; times are seconds since its first event. `percent: false` leaves out the build's progress. */
export class ProgressView {
  #firstAt: number | null = null;
  #progress = 0;
  constructor(readonly options: { colors: Colors; width: number; cut: boolean; percent?: boolean }) {}

  /** The line of an event, or null for events that say nothing new to a reader. */
  line(event: SeenEvent): string | null {
    const at = Date.parse(event.at);
    if (Number.isFinite(at)) this.#firstAt ??= at;
    if ('progress' in event && Number.isFinite(event.progress)) this.#progress = event.progress;
    const said = sayOf(event);
    if (!said) return null;
    const seconds = Number.isFinite(at) && this.#firstAt !== null ? Math.max(0, Math.round((at - this.#firstAt) / 1_000)) : 0;
    const [tone, depth, text] = said;
    const percent = this.options.percent === false ? '' : ` ${`${Math.round(this.#progress)}%`.padStart(4)}`;
    const stamp = `${`${seconds}s`.padStart(6)}${percent}  `;
    const body = '  '.repeat(depth) + cleanLine(text, this.options.cut ? Math.max(20, this.options.width - stamp.length - 2 * depth) : 600);
    return this.options.colors.dim(stamp) + this.paint(tone)(body);
  }

  private paint(tone: Tone): (text: string) => string {
    const { colors } = this.options;
    const paints = { head: colors.bold, good: colors.green, bad: colors.red, ask: colors.yellow, dim: colors.dim, plain: String };
    return paints[tone];
  }
}

// One branch a kind: a table of what is said, not logic.
// eslint-disable-next-line complexity
function sayOf(event: SeenEvent): Said {
  switch (event.kind) {
    case 'build.created':
      return ['head', 0, `build ${event.build_id}: ${event.title}`];
    case 'phase.started':
      return ['head', 0, event.phase];
    case 'phase.ended':
      return event.outcome === 'done' || event.outcome === 'ok' ? null : ['dim', 0, `${event.phase}: ${event.outcome}`];
    case 'plan.ready':
      return ['plain', 1, `plan ready: ${event.title}, ${count(event.tasks, 'task')}`];
    case 'plan.edited':
      return ['plain', 1, `plan edited by ${event.by}: now version ${event.version}`];
    case 'forked':
      return ['plain', 1, `forked from ${event.from} at ${event.point}: ${count(event.tasks_done, 'task')} and ${count(event.steps_kept, 'step')} taken over`];
    case 'model.changed':
      return ['plain', 1, `${event.by} changed the model to ${event.model ?? 'what the routing says'} (${event.llm_preference})`];
    case 'gate.opened':
      return ['ask', 1, `waits for a person at ${gateName(event.gate)}: ${event.summary}`];
    case 'gate.passed':
      return ['dim', 1, `gate ${gateName(event.gate)} passed by ${event.by}`];
    case 'gate.decided':
      return ['plain', 1, `${event.gate ? `${gateName(event.gate)}: ` : ''}${workWords(event.decision)} by ${event.by}`];
    case 'retrospective':
      return ['dim', 1, event.summary];
    case 'build.ended':
      return [event.status === 'completed' ? 'good' : 'bad', 0, `the build ended: ${event.status}${event.failure ? `, ${event.failure.title}` : ''}`];
    default:
      return sayOfWork(event) ?? sayOfDeploy(event);
  }
}

function sayOfWork(event: SeenEvent): Said {
  switch (event.kind) {
    case 'task.started':
      return ['plain', 1, `task ${event.task} (${event.role}${event.attempt > 1 ? `, try ${event.attempt}` : ''}): ${cleanLine(event.goal, GOAL_CHARS)}`];
    case 'task.ended':
      return [event.outcome === 'SUCCESS' ? 'plain' : 'bad', 1, `task ${event.task}: ${event.outcome.toLowerCase()}${after(': ', event.summary)}`];
    case 'turn':
      return ['dim', 2, `${event.task} turn ${event.turn}: ${toolsText(event.tools) || event.text}`];
    case 'tool':
      return [event.ok ? 'plain' : 'bad', 3, `${event.tool}${after(' ', event.summary)}${event.ok ? '' : ' (failed)'}`];
    case 'checks.started':
      return ['dim', 2, `checks of ${event.subject} run`];
    case 'checks.ended':
      return event.passed
        ? ['good', 2, `checks of ${event.subject}: ${count(event.tests, 'test')} passed`]
        : ['bad', 2, `checks of ${event.subject} FAILED: ${event.failed} of ${count(event.tests, 'test')} failed${after('; ', event.summary)}`];
    case 'merged':
      return ['good', 2, `${event.task} merged to main as ${String(event.commit).slice(0, 12)}`];
    case 'question':
      return ['ask', 1, `question: ${event.question}`];
    case 'answer':
      return ['plain', 1, `answer by ${event.by}: ${event.answer}`];
    case 'note':
    case 'guidance':
      return ['dim', 2, `${event.kind} by ${event.by}: ${event.text}`];
    default:
      return null;
  }
}

function sayOfDeploy(event: SeenEvent): Said {
  switch (event.kind) {
    case 'retrying':
      return triedAgain(event.detail)
        ? ['ask', 2, `trying again: ${event.what}${after('; ', event.detail)}`]
        : ['bad', 2, `${event.what} failed; ${event.detail}`];
    case 'queue':
      return event.position === 0 ? ['dim', 2, `${event.what}: its turn has come`] : ['ask', 2, queueText(event)];
    case 'working':
      return event.checks ? sayOfChecks(event.checks) : ['dim', 2, `still at it: ${workWords(event.what)}, ${event.seconds} s`];
    case 'budget':
      return ['ask', 1, `budget: $${event.spent_usd} of $${event.budget_usd} spent${after('; ', event.detail)}`];
    case 'deploy.started':
      return ['head', 0, `deploying to ${event.environment}`];
    case 'deploy.step':
      return ['plain', 2, `${event.step}${after(': ', event.detail)}`];
    case 'deploy.ended':
      return [event.status === 'live' ? 'good' : 'bad', 1, `${event.environment}: ${event.status}${after(' at ', event.url)}${after('; ', event.detail)}`];
    default:
      return null;
  }
}

function sayOfChecks({ running }: RunningChecks): Said {
  return running.length > 0 ? ['dim', 3, `${running.join(', ')} under way`] : null;
}

/** `write_file x12, run_checks`: each tool once, with how often it was called. */
export function toolsText(tools: string[] | undefined): string {
  const counts = new Map<string, number>();
  for (const tool of tools ?? []) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  return [...counts].map(([tool, times]) => (times > 1 ? `${tool} x${times}` : tool)).join(', ');
}

/** False for a detail that begins with the code of a failure which trying again cannot help. */
function triedAgain(detail: string): boolean {
  const code = /^[A-Z_]+/.exec(String(detail))?.[0] ?? '';
  return !isFailureCode(code) || FAILURES[code].retryable;
}

function after(separator: string, text: string | null | undefined): string {
  return text ? separator + text : '';
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
