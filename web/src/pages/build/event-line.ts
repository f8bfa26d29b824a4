/** What each event says in a line, for the log. Pure. */
import type { SeenEvent } from '../../data/build-view.js';

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

type Say<K extends SeenEvent['kind']> = (event: Extract<SeenEvent, { kind: K }>) => EventLine;
type Table = { readonly [K in SeenEvent['kind']]: Say<K> };

const story = (tone: LineTone, depth: number, text: string): EventLine => ({ tone, depth, text, group: 'story' });
const work = (tone: LineTone, depth: number, text: string): EventLine => ({ tone, depth, text, group: 'work' });
const decision = (tone: LineTone, text: string): EventLine => ({ tone, depth: 1, text, group: 'decisions' });
const after = (separator: string, text: string | null | undefined): string => (text ? separator + text : '');

const TABLE: Table = {
  'build.created': (event) => story('head', 0, `Build created: ${event.title}`),
  'status.changed': (event) => story('dim', 1, `Status: ${event.status.replaceAll('_', ' ')}`),
  'phase.started': (event) => story('head', 0, `Phase ${event.phase}`),
  'phase.ended': (event) => story('dim', 1, `Phase ${event.phase} ended${after(': ', event.outcome)}`),
  'plan.ready': (event) => story('plain', 1, `Plan version ${event.version}: ${event.title}, ${event.tasks} tasks`),
  'plan.edited': (event) => decision('plain', `${event.by} edited the plan: now version ${event.version}${after('; run again: ', event.again?.join(', '))}`),
  forked: (event) => story('plain', 1, `Forked from ${event.from} at ${event.at}: ${event.tasks_done} tasks and ${event.steps_kept} steps taken over`),
  'model.changed': (event) => decision('plain', `${event.by} changed the model to ${event.model ?? 'what the routing says'}`),
  'gate.opened': (event) => decision('wait', `Waits at ${event.gate}: ${event.summary}`),
  'gate.passed': (event) => story('good', 1, `${event.gate} passed by ${event.by}`),
  'gate.decided': (event) =>
    decision('plain', `${event.by}: ${event.decision}${after(' at ', event.gate)}${event.subject_digest ? ` (${event.subject_digest.slice(0, 8)})` : ''}`),
  'task.started': (event) => work('plain', 1, `${event.task}, ${event.role}${event.attempt > 1 ? `, try ${event.attempt}` : ''}: ${event.goal}`),
  'task.ended': (event) =>
    work(event.outcome === 'SUCCESS' ? 'good' : 'bad', 1, `${event.task} ${event.outcome.toLowerCase().replaceAll('_', ' ')}${after(': ', event.summary)}`),
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
  retrying: (event) => work('wait', 2, `Trying again: ${event.what}${after('; ', event.detail)}`),
  working: (event) => work('dim', 2, `Still at it: ${event.what}, ${event.seconds} s`),
  budget: (event) => story('wait', 1, `Budget: $${event.spent_usd.toFixed(2)} of $${event.budget_usd.toFixed(2)} spent${after('; ', event.detail)}`),
  'deploy.started': (event) => story('head', 0, `Deploying to ${event.environment}`),
  'deploy.step': (event) => work('plain', 2, `${event.step}${after(': ', event.detail)}`),
  'deploy.ended': (event) =>
    story(event.status === 'live' ? 'good' : 'bad', 1, `${event.environment}: ${event.status}${after(' at ', event.url)}${after('; ', event.detail)}`),
  queue: (event) => work('wait', 2, queueWords(event)),
  retrospective: (event) => story('plain', 1, `Looking back: ${event.summary}`),
  'build.ended': (event) => story(event.status === 'completed' ? 'good' : 'bad', 0, `The build ended: ${event.status}${after(', ', event.failure?.title)}`),
};

const known = new WeakMap<SeenEvent, EventLine>();

/** The line of an event, made once; of a kind that is newer than this page, its name. */
export function lineOf(event: SeenEvent): EventLine {
  const made = known.get(event);
  if (made) return made;
  const say = TABLE[event.kind] as ((event: SeenEvent) => EventLine) | undefined;
  const line = say ? say(event) : story('dim', 1, event.kind);
  known.set(event, line);
  return line;
}
