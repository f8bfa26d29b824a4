/** What each event says in a line, for the log. Pure. */
import { deploymentWords } from '../../../../contracts/deployment-words.js';
import { gateName } from '../../../../contracts/gates.js';
import { workWords } from '../../../../contracts/work-words.js';
import type { SeenEvent } from '../../data/build-view.js';
import { words } from '../../ui/format.js';

export type LineTone = 'head' | 'good' | 'bad' | 'wait' | 'plain' | 'dim';
export type LineGroup = 'story' | 'work' | 'decisions';

export interface EventLine {
  tone: LineTone;
  group: LineGroup;
  /** How far it is indented: what belongs to a task stands below it. */
  depth: number;
  text: string;
}

function queueWords({ what, position, waiting }: { what: string; position: number; waiting: number }): string {
  return position === 0 ? `${what}: its turn has come` : `${what}: waits its turn, ${position} of ${waiting}`;
}

function runningWords({ subject, running }: { subject: string; running: string[] }): string {
  return running.length > 0 ? `Checks of ${subject}: ${running.join(', ')} under way` : `Checks of ${subject} have ended; what they found is weighed`;
}

type Say<K extends SeenEvent['kind']> = (event: Extract<SeenEvent, { kind: K }>) => EventLine;
type Table = { readonly [K in SeenEvent['kind']]: Say<K> };

const story = (tone: LineTone, depth: number, text: string): EventLine => ({ tone, depth, text, group: 'story' });
const work = (tone: LineTone, depth: number, text: string): EventLine => ({ tone, depth, text, group: 'work' });
const decision = (tone: LineTone, text: string): EventLine => ({ tone, depth: 1, text, group: 'decisions' });
const after = (separator: string, text: string | null | undefined): string => (text ? separator + text : '');

const DECIDED: Readonly<Record<string, string>> = {
  approve: 'approved',
  reject: 'rejected',
  editPlan: 'edited the plan',
  requestChanges: 'asked for changes',
  answer: 'answered',
  stop: 'stopped the build',
  requestReview: 'asked for a review',
  deploy: 'said to deploy',
  complete: 'closed the build',
  raiseBudget: 'raised the budget',
  rollback: 'rolled back',
  guidance: 'gave guidance',
  changeModel: 'changed the model',
};

/** `ada approved · Plan (G2) · 01234567`: who, what, where, and the digest it was bound to. */
function decidedWords({ by, decision: name, gate, subject_digest: digest }: Extract<SeenEvent, { kind: 'gate.decided' }>): string {
  const what = Object.hasOwn(DECIDED, name) ? DECIDED[name] : name;
  return `${by} ${what}${after(' · ', gate && gateName(gate))}${after(' · ', digest?.slice(0, 8))}`;
}

const TABLE: Table = {
  'build.created': (event) => story('head', 0, `Build created: ${event.title}`),
  'status.changed': (event) => story('dim', 1, `Status: ${event.status.replaceAll('_', ' ')}`),
  'phase.started': (event) => story('head', 0, `${words(event.phase)} phase`),
  'phase.ended': (event) => story('dim', 1, `${words(event.phase)} phase ended${after(': ', event.outcome)}`),
  'plan.ready': (event) => story('plain', 1, `Plan version ${event.version}: ${event.title}, ${event.tasks} tasks`),
  'plan.edited': (event) => decision('plain', `${event.by} edited the plan: now version ${event.version}${after('; run again: ', event.again?.join(', '))}`),
  forked: (event) => story('plain', 1, `Forked from ${event.from} at ${event.point}: ${event.tasks_done} tasks and ${event.steps_kept} steps taken over`),
  'model.changed': (event) => decision('plain', `${event.by} changed the model to ${event.model ?? 'what the routing says'}`),
  'gate.opened': (event) => decision('wait', `Waits for you · ${gateName(event.gate)}: ${event.summary}`),
  'gate.passed': (event) => story('good', 1, `${gateName(event.gate)} passed by ${event.by}`),
  'gate.decided': (event) => decision('plain', decidedWords(event)),
  'task.started': (event) => work('plain', 1, `${event.task}, ${words(event.role)}${event.attempt > 1 ? `, try ${event.attempt}` : ''}: ${event.goal}`),
  'task.ended': (event) =>
    work(
      event.outcome === 'SUCCESS' ? 'good' : 'bad',
      1,
      `${event.task}: ${OUTCOMES[event.outcome] ?? event.outcome.toLowerCase().replaceAll('_', ' ')}${after(': ', event.summary)}`,
    ),
  turn: (event) => work('dim', 2, `${event.task} turn ${event.turn}${after(': ', event.text || event.tools.join(', '))}`),
  tool: (event) => work(event.ok ? 'plain' : 'bad', 3, `${event.tool}${after(': ', event.summary)}${event.ok ? '' : ' (failed)'}`),
  'checks.started': (event) => work('dim', 2, `Checks of ${event.subject} run`),
  'checks.ended': (event) =>
    event.passed
      ? work('good', 2, `Checks of ${event.subject}: ${event.summary || `${event.tests} tests passed`}`)
      : work('bad', 2, `Checks of ${event.subject} failed: ${event.summary || `${event.failed} of ${event.tests} tests`}`),
  merged: (event) => work('good', 2, `${event.task} merged as ${event.commit.slice(0, 12)}`),
  question: (event) => decision('wait', `Question${after(' of ', event.task)}: ${event.question}`),
  answer: (event) => decision('plain', `${event.by} answered: ${event.answer}`),
  note: (event) => story('dim', 1, `${event.by}: ${event.text}`),
  guidance: (event) => decision('plain', `${event.by} to the agents: ${event.text}`),
  retrying: (event) => work('wait', 2, `Trying again: ${workWords(event.what)}${after('; ', event.detail)}`),
  working: (event) => work('dim', 2, event.checks ? runningWords(event.checks) : `Still at it: ${workWords(event.what)}, ${event.seconds} s`),
  budget: (event) => story('wait', 1, `Budget: $${event.spent_usd.toFixed(2)} of $${event.budget_usd.toFixed(2)} spent${after('; ', event.detail)}`),
  'deploy.started': (event) => story('head', 0, `Deploying to ${event.environment}`),
  'deploy.step': (event) => work('plain', 2, `${words(event.step)}${after(': ', event.detail)}`),
  'deploy.ended': (event) =>
    story(
      event.status === 'live' ? 'good' : 'bad',
      1,
      `${words(event.environment)}: ${deploymentWords(event.status)}${after(' at ', event.url)}${after('; ', event.detail)}`,
    ),
  queue: (event) => work('wait', 2, queueWords(event)),
  retrospective: (event) => story('plain', 1, `Looking back: ${event.summary}`),
  'build.ended': (event) => story(event.status === 'completed' ? 'good' : 'bad', 0, `The build ended: ${event.status}${after(', ', event.failure?.title)}`),
};

/** What one did oneself is told as such; a gate's line names who let it pass at its end. */
function toMe(event: SeenEvent, me: string | null): SeenEvent {
  if (me === null || !('by' in event) || event.by !== me) return event;
  return { ...event, by: event.kind === 'gate.passed' ? 'you' : 'You' };
}

const OUTCOMES: Readonly<Record<string, string>> = { SUCCESS: 'done', SOFT_FAIL: 'not finished', HARD_FAIL: 'came to nothing', QUESTION: 'asks' };

const known = new WeakMap<SeenEvent, EventLine>();

/** The line of an event, made once; of a kind that is newer than this page, its name. `me`: the id of whoever reads it. */
export function lineOf(event: SeenEvent, me: string | null = null): EventLine {
  const made = known.get(event);
  if (made) return made;
  const say = TABLE[event.kind] as ((event: SeenEvent) => EventLine) | undefined;
  const line = say ? say(toMe(event, me)) : story('dim', 1, event.kind);
  known.set(event, line);
  return line;
}
