/** What a build's events add up to. Pure: the same events make the same view, whenever and in how many pieces they come. */
import type { BuildEvent, PrintingEvent, ThinkingEvent } from '../../../contracts/events.js';
import type { Gate, PhaseName } from '../../../contracts/messages.js';
import { workWords } from '../../../contracts/work-words.js';

/** An event as it is stored: numbered per build, without gaps. */
export type SeenEvent = BuildEvent & { seq: number; build_id: string; at: string };
/** Told in passing: what a model says, what a command prints. */
export type PassingEvent = ThinkingEvent | PrintingEvent;
type EventOf<K extends BuildEvent['kind']> = Extract<SeenEvent, { kind: K }>;

export interface PhaseVisit {
  phase: PhaseName;
  startedAt: string;
  endedAt: string | null;
  outcome: string | null;
  /** Of the turns in it. */
  usd: number;
}

/** A wait for a person. */
export interface Wait {
  /** Null for what stands at no gate: a budget that is spent, a question. */
  gate: Gate | null;
  since: string;
  /** When it was decided, overtaken by another or ended with the build; null while it lasts. */
  until: string | null;
}

export interface CallView {
  seq: number;
  tool: string;
  summary: string;
  ok: boolean;
  commit: string | null;
  at: string;
}

export interface TurnView {
  turn: number;
  text: string;
  tools: string[];
  usd: number;
  at: string;
  calls: CallView[];
}

/** One try of one role at a task. */
export interface TryView {
  /** Unique within the build. */
  key: string;
  attempt: number;
  candidate: number;
  role: string;
  startedAt: string;
  turns: TurnView[];
  usd: number;
}

export interface TaskActivity {
  task: string;
  tries: TryView[];
  endedAt: string | null;
  outcome: string | null;
  summary: string | null;
  mergedAs: string | null;
}

export interface ChecksView {
  subject: string;
  startedAt: string | null;
  endedAt: string | null;
  passed: boolean | null;
  tests: number;
  failed: number;
  summary: string;
}

/** What is going on this second, told by the newest events. */
export interface NowView {
  what: string;
  detail: string;
  since: string;
  /** The checks under way, the one that runs longest first. */
  running?: { name: string; since: string }[];
}

export interface BuildView {
  lastSeq: number;
  /** The newest raw events, oldest first. */
  events: SeenEvent[];
  /** Raw events that were let go so that memory stays flat; what they said is in the rest of the view. */
  dropped: number;
  progress: number;
  phases: PhaseVisit[];
  /** One at a time, in their order. */
  waits: Wait[];
  tasks: Map<string, TaskActivity>;
  checks: ChecksView[];
  now: NowView | null;
  /** The newest words of a model that still speaks, or of a command that still runs; null once its turn or call is stored. */
  passing: PassingEvent | null;
  /** A person said stop: what is still told of the work is of no interest any more. */
  stopping: boolean;
  ended: boolean;
}

// A build of hours stays below this; beyond it the oldest lines go.
const EVENTS_MAX = 20_000;
const DROP_AT_ONCE = 2_000;

export function emptyView(): BuildView {
  const work = { phases: [], waits: [], tasks: new Map(), checks: [] };
  return { lastSeq: 0, events: [], dropped: 0, progress: 0, ...work, now: null, passing: null, stopping: false, ended: false };
}

/** Adds one event to a view, in place; one that was seen already changes nothing. */
export function addEvent(view: BuildView, event: SeenEvent): void {
  if (event.seq <= view.lastSeq) return;
  view.lastSeq = event.seq;
  view.events.push(event);
  if (view.events.length > EVENTS_MAX) view.dropped += view.events.splice(0, DROP_AT_ONCE).length;
  if ('progress' in event && Number.isFinite(event.progress)) view.progress = Math.max(view.progress, event.progress);
  addToWork(view, event);
  addToStory(view, event);
  addToWaits(view, event);
  if (!view.stopping || event.kind === 'build.ended') view.now = checksNow(view, event) ?? nowOf(event) ?? (endsNow(event) ? null : view.now);
}

/** What is told in passing: kept only while its turn or call is not stored. */
export function addPassing(view: BuildView, passing: PassingEvent): void {
  if (!view.ended && !view.stopping && isOpen(latestTry(view, passing.task)?.turns.at(-1), passing)) view.passing = passing;
}

/** Whether what is told can still be going on after the newest stored turn of its task. */
function isOpen(newest: TurnView | undefined, { kind, turn }: PassingEvent): boolean {
  if (kind === 'thinking') return newest === undefined || newest.turn < turn;
  return newest !== undefined && newest.turn === turn && newest.calls.length < newest.tools.length;
}

function addToStory(view: BuildView, event: SeenEvent): void {
  switch (event.kind) {
    case 'phase.started':
      view.phases.push({ phase: event.phase, startedAt: event.at, endedAt: null, outcome: null, usd: 0 });
      return;
    case 'phase.ended': {
      const visit = view.phases.findLast(({ phase, endedAt }) => phase === event.phase && endedAt === null);
      if (visit) Object.assign(visit, { endedAt: event.at, outcome: event.outcome });
      return;
    }
    case 'checks.started':
      view.checks.push({ subject: event.subject, startedAt: event.at, endedAt: null, passed: null, tests: 0, failed: 0, summary: '' });
      return;
    case 'checks.ended':
      return endChecks(view, event);
    case 'gate.decided':
      if (event.decision === 'stop') beginStop(view, event);
      return;
    case 'build.ended':
      view.ended = true;
      view.passing = null;
      for (const visit of view.phases) visit.endedAt ??= event.at;
      return;
    default:
  }
}

function addToWaits({ waits }: BuildView, event: SeenEvent): void {
  const opens = event.kind === 'gate.opened' || event.kind === 'question';
  if (!opens && event.kind !== 'gate.decided' && event.kind !== 'build.ended') return;
  const last = waits.at(-1);
  if (last) last.until ??= event.at;
  if (opens) waits.push({ gate: event.kind === 'gate.opened' ? event.gate : null, since: event.at, until: null });
}

function beginStop(view: BuildView, { by, at }: EventOf<'gate.decided'>): void {
  view.stopping = true;
  view.passing = null;
  view.now = { what: `Stopping: ${by} asked for it`, detail: '', since: at };
}

function addToWork(view: BuildView, event: SeenEvent): void {
  switch (event.kind) {
    case 'task.started':
      return startTry(view, event);
    case 'turn':
      return addTurn(view, event);
    case 'tool': {
      const turn = tryOf(view, event.task, event.at).turns.findLast(({ turn }) => turn === event.turn);
      const { seq, tool, summary, ok, commit, at } = event;
      turn?.calls.push({ seq, tool, summary, ok, commit, at });
      if (view.passing?.task === event.task) view.passing = null;
      return;
    }
    case 'task.ended':
      Object.assign(activityOf(view, event.task), { endedAt: event.at, outcome: event.outcome, summary: event.summary });
      if (view.passing?.task === event.task) view.passing = null;
      return;
    case 'merged':
      activityOf(view, event.task).mergedAs = event.commit;
      return;
    default:
  }
}

function startTry(view: BuildView, event: EventOf<'task.started'>): void {
  const activity = activityOf(view, event.task);
  const candidate = event.candidate ?? 0;
  Object.assign(activity, { endedAt: null, outcome: null, summary: null });
  activity.tries.push({ key: String(event.seq), attempt: event.attempt, candidate, role: event.role, startedAt: event.at, turns: [], usd: 0 });
}

function addTurn(view: BuildView, event: EventOf<'turn'>): void {
  const own = tryOf(view, event.task, event.at);
  own.turns.push({ turn: event.turn, text: event.text, tools: event.tools, usd: event.cost_usd, at: event.at, calls: [] });
  own.usd += event.cost_usd;
  const phase = view.phases.at(-1);
  if (phase && phase.endedAt === null) phase.usd += event.cost_usd;
  if (view.passing?.task === event.task) view.passing = null;
}

function endChecks(view: BuildView, { subject, passed, tests, failed, summary, at }: EventOf<'checks.ended'>): void {
  const open = view.checks.findLast((each) => each.subject === subject && each.endedAt === null);
  if (open) Object.assign(open, { endedAt: at, passed, tests, failed, summary });
  else view.checks.push({ subject, startedAt: null, endedAt: at, passed, tests, failed, summary });
}

function activityOf(view: BuildView, task: string): TaskActivity {
  const known = view.tasks.get(task);
  if (known) return known;
  const fresh: TaskActivity = { task, tries: [], endedAt: null, outcome: null, summary: null, mergedAs: null };
  view.tasks.set(task, fresh);
  return fresh;
}

function latestTry(view: BuildView, task: string): TryView | undefined {
  return view.tasks.get(task)?.tries.at(-1);
}

/** The try an event of a task belongs to; a fork's first session goes on without having begun here. */
function tryOf(view: BuildView, task: string, at: string): TryView {
  const latest = latestTry(view, task);
  if (latest) return latest;
  const taken: TryView = { key: `${task}-taken-over`, attempt: 1, candidate: 0, role: '', startedAt: at, turns: [], usd: 0 };
  activityOf(view, task).tries.push(taken);
  return taken;
}

function endsNow(event: SeenEvent): boolean {
  return (
    event.kind === 'build.ended' || event.kind === 'phase.ended' || event.kind === 'gate.opened' || event.kind === 'checks.ended' || event.kind === 'merged'
  );
}

/** What an event says is going on from it on; null when it says nothing about that. */
function nowOf(event: SeenEvent): NowView | null {
  switch (event.kind) {
    case 'phase.started':
      return { what: `The ${event.phase} phase begins`, detail: '', since: event.at };
    case 'task.started':
      return { what: `${event.role} begins ${event.task}`, detail: event.goal, since: event.at };
    case 'turn':
      return event.tools.length > 0
        ? { what: `${event.task}: ${event.tools.join(', ')}`, detail: event.text, since: event.at }
        : { what: `${event.task}: turn ${event.turn}`, detail: event.text, since: event.at };
    case 'tool':
      return { what: `${event.task}: ${event.tool}${event.ok ? '' : ' failed'}`, detail: event.summary, since: event.at };
    case 'checks.started':
      return { what: `Checks of ${event.subject} run`, detail: '', since: event.at };
    case 'retrying':
      return { what: `Trying again: ${workWords(event.what)}`, detail: event.detail, since: event.at };
    case 'queue':
      return event.position > 0
        ? { what: `${event.what} waits its turn`, detail: `${event.position} of ${event.waiting} in the queue`, since: event.at }
        : null;
    case 'deploy.started':
      return { what: `Deploying to ${event.environment}`, detail: '', since: event.at };
    case 'deploy.step':
      return { what: event.step, detail: event.detail, since: event.at };
    default:
      return null;
  }
}

/** Which checks run now; null for what is told of checks that are over, and for any other event. */
function checksNow({ checks, now }: BuildView, event: SeenEvent): NowView | null {
  if (event.kind !== 'working' || !event.checks) return null;
  const { subject, running: names } = event.checks;
  if (!checks.some((each) => each.subject === subject && each.startedAt !== null && each.endedAt === null)) return null;
  const running = names.map((name) => now?.running?.find((known) => known.name === name) ?? { name, since: event.at });
  const what = names.length > 0 ? names.join(', ') : 'what they found is weighed';
  return { what: `Checks of ${subject}: ${what}`, detail: '', since: running[0]?.since ?? event.at, running };
}
