import { condition, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { RecordInput } from '../activities/index.js';
import type { BuildFacts } from '../activities/index.js';
import type { BuildEvent } from '../contracts/events.js';
import type { PassingGate, WaitingGate } from '../contracts/gates.js';
import type { BuildInput, BuildStatus, DecisionName, ForkStart, PhaseName, TaskRef, WaitKind, WaitingFor } from '../contracts/messages.js';
import { beginNext, finishTask, newBoard, shareDone } from './board.js';
import type { Decision, BuildState } from './build-state.js';
import { detailsPage } from './details-page.js';
import { endBuild } from './failure.js';
import type { Proxies } from './proxies.js';

// Takes part in every build (activities/roles.ts).
const DEVELOPER = 'backend-developer';
const STATUS_ATTRIBUTE = defineSearchAttributeKey('BuildStatus', 'KEYWORD');
const PHASE_ATTRIBUTE = defineSearchAttributeKey('BuildPhase', 'KEYWORD');

export interface Ask {
  kind: WaitKind;
  gate: WaitingGate | null;
  digest: string;
  summary: string;
  actions: DecisionName[];
  /** What justifies it, shown with the gate. */
  proof?: Record<string, unknown>;
  /** The status while it waits; `awaiting_review` unless said otherwise. */
  status?: BuildStatus;
}

/** What the phases work with: the build's facts, its state, and the few verbs that change what people see. */
export class BuildContext {
  status: BuildStatus = 'planning';
  phase: PhaseName | null = null;
  progress = 0;
  /** Facts the phases hand to each other; all of it comes from activity results. */
  planVersion = 0;
  planDigest = '';
  commit: string | null = null;
  deployable = false;
  /** What the plan asks for and nobody built: shown where somebody decides about the deployment. */
  notBuilt: readonly string[] = [];
  /** Of a fork: the task whose session came along and goes on; its first try is that session alone. */
  goesOn: string | null = null;
  private steps = 0;

  constructor(
    readonly input: BuildInput,
    readonly facts: BuildFacts,
    readonly state: BuildState,
    readonly act: Proxies,
  ) {}

  get id(): string {
    return this.input.buildId;
  }

  /** The tasks of the plan, as the last edit left them. */
  get tasks(): TaskRef[] {
    return this.state.board?.tasks ?? [];
  }

  /** Puts the tasks of the approved plan on the board: from here on an edit changes the board. */
  set tasks(tasks: TaskRef[]) {
    this.state.board = newBoard({ version: this.planVersion, digest: this.planDigest }, tasks);
  }

  /** The next task to begin, once every edit that was taken is written; null when all have begun. */
  async nextTask(): Promise<TaskRef | null> {
    const { board } = this.state;
    if (!board) return null;
    if (board.unwritten > 0) await condition(() => board.unwritten === 0);
    return beginNext(board);
  }

  /** Call it when a task's work is on main. */
  finishTask(id: string): void {
    if (this.state.board) finishTask(this.state.board, id);
  }

  /** Whether a task's work is on main, of a fork also when that happened before its point. */
  isDone(id: string): boolean {
    return this.state.board?.started[id] === 'done';
  }

  /** The build's progress in percent when the task at work is done; it never goes back when an edit adds tasks. */
  progressAfterTask(from: number, to: number): number {
    const { board } = this.state;
    const share = board ? shareDone(board) + 1 / Math.max(1, board.tasks.length) : 1;
    return Math.max(this.progress, from + (to - from) * Math.min(1, share));
  }

  /** The generation of a task's sessions: a task that is done again gets sessions of its own. */
  generationOf(taskId: string): number {
    return this.facts.generation + (this.state.board?.rounds[taskId] ?? 0);
  }

  /** Goes on where a fork begins: everything before it was taken over. */
  takeOver(start: ForkStart): void {
    this.planVersion = start.planVersion;
    this.planDigest = start.planDigest;
    this.commit = start.commit;
    this.goesOn = start.goesOn;
    this.state.board = newBoard({ version: start.planVersion, digest: start.planDigest }, start.tasks, start.done);
    this.state.board.closed = start.phase !== 'code';
  }

  /** Whether the named role has a part in this build. */
  takesPart(name: string): boolean {
    return this.facts.team.roles.includes(name);
  }

  /** The role that does this kind of work: the named one, or the developer when it takes no part in the build. */
  roleFor(name: string): string {
    return this.takesPart(name) ? name : DEVELOPER;
  }

  /** An id for a task of the engine's own that no task of the plan has. */
  newTaskId(name: string): string {
    const taken = new Set(this.tasks.map((task) => task.id));
    let id = name;
    for (let number = 2; taken.has(id); number += 1) id = `${name}-${number}`;
    return id;
  }

  /**
   * Writes what happened. Without a key of its own a change is named by its place in this run of the story, the same at
   * every replay; the run is part of it, so that a workflow that was reset writes its new story.
   */
  async record(change: Omit<RecordInput, 'buildId' | 'key'> & { key?: string }): Promise<void> {
    if (change.key === undefined) this.steps += 1;
    await this.act.rows.record({ buildId: this.id, key: `w/${workflowInfo().runId}/${this.steps}/${change.event.kind}`, ...change });
    this.show();
  }

  note(text: string, by = 'millwright'): Promise<void> {
    return this.record({ event: { kind: 'note', text, by } });
  }

  async setStatus(status: BuildStatus, progress: number): Promise<void> {
    this.status = status;
    this.progress = progress;
    upsertSearchAttributes([{ key: STATUS_ATTRIBUTE, value: status }]);
    await this.record({ event: { kind: 'status.changed', status, progress, phase: this.phase }, patch: { status, progress } });
  }

  async startPhase(phase: PhaseName, status: BuildStatus | null, progress: number): Promise<void> {
    this.phase = phase;
    this.progress = progress;
    if (status) this.status = status;
    upsertSearchAttributes([
      { key: STATUS_ATTRIBUTE, value: this.status },
      { key: PHASE_ATTRIBUTE, value: phase },
    ]);
    await this.record({ event: { kind: 'phase.started', phase, progress }, patch: { phase, progress, status: this.status } });
  }

  endPhase(phase: PhaseName, progress: number, outcome: string): Promise<void> {
    this.progress = progress;
    return this.record({ event: { kind: 'phase.ended', phase, progress, outcome }, patch: { progress } });
  }

  /** A gate that policy lets pass, with its proof. */
  passGate(gate: PassingGate, summary: string, proof: Record<string, unknown>, digest: string | null = null): Promise<void> {
    // A visit of its own: a person's decision at the same gate, about one task, stays beside it.
    this.state.waits += 1;
    return this.record({
      event: { kind: 'gate.passed', gate, by: 'policy' },
      patch: { gate },
      gate: { gate, generation: this.state.waits, state: 'passed', subjectDigest: digest, summary, proof, decidedBy: 'policy' },
    });
  }

  /**
   * Waits for a person: costs nothing and may last months. The decision is recorded before the story goes on. A question
   * that somebody puts to a person meanwhile is asked first, and what waited is shown again after it.
   */
  async ask(ask: Ask): Promise<Decision> {
    for (;;) {
      const decision = await this.askOnce(ask);
      if (decision) return decision;
      await this.askReviews();
    }
  }

  private async askOnce(ask: Ask): Promise<Decision | null> {
    const { state } = this;
    state.waits += 1;
    const generation = state.waits;
    const before = this.status;
    const status = ask.status ?? 'awaiting_review';
    this.status = status;
    upsertSearchAttributes([{ key: STATUS_ATTRIBUTE, value: status }]);
    const waitingFor: WaitingFor = { kind: ask.kind, gate: ask.gate, subject_digest: ask.digest, summary: ask.summary, since: '', actions: [...ask.actions] };
    // Decisions count from here on: whoever saw the row may decide at once.
    state.waiting = { kind: ask.kind, gate: ask.gate, digest: ask.digest, summary: ask.summary, actions: ask.actions, generation };
    await this.record({
      event: openedEvent(ask),
      patch: { status, gate: ask.gate, waitingFor },
      ...(ask.gate ? { gate: { gate: ask.gate, generation, state: 'open', subjectDigest: ask.digest, summary: ask.summary, proof: ask.proof ?? {} } } : {}),
    });
    await condition(() => state.decision !== null || (ask.kind !== 'review' && state.reviews.length > 0));
    const decision = state.decision as Decision | null;
    if (!decision) {
      state.waiting = null;
      this.status = before;
      return null;
    }
    await this.recordDecision(ask, generation, decision, before);
    state.waiting = null;
    state.decision = null;
    return decision;
  }

  private async recordDecision(ask: Ask, generation: number, decision: Decision, before: BuildStatus): Promise<void> {
    this.status = before;
    upsertSearchAttributes([{ key: STATUS_ATTRIBUTE, value: before }]);
    const gateState = decision.name === 'reject' ? 'rejected' : decision.name === 'requestChanges' || decision.name === 'editPlan' ? 'superseded' : 'approved';
    const digest = decision.plan?.digest ?? ask.digest;
    await this.record({
      event: { kind: 'gate.decided', gate: ask.gate, decision: decision.name, by: decision.userId, subject_digest: digest },
      patch: { status: before, waitingFor: null, ...(decision.plan ? { planVersion: decision.plan.version, planDigest: decision.plan.digest } : {}) },
      ...(ask.gate
        ? {
            gate: {
              gate: ask.gate,
              generation,
              state: gateState,
              subjectDigest: digest,
              summary: ask.summary,
              proof: ask.proof ?? {},
              decidedBy: decision.userId,
            },
          }
        : {}),
      approval: {
        id: decision.id,
        decision: decision.name,
        gate: ask.gate,
        generation,
        subjectDigest: ask.digest,
        userId: decision.userId,
        reason: decision.text,
        result: { decision: decision.name, gate: ask.gate, subject_digest: ask.digest },
      },
      audit: { actor: decision.userId, action: `build.${decision.name}`, detail: { gate: ask.gate, subject_digest: digest } },
      ...(decision.name === 'answer' && decision.text && ask.kind !== 'question'
        ? { journal: { kind: 'query', owner: decision.userId, text: `${ask.summary}\n${decision.text}` } }
        : {}),
    });
  }

  /** Questions people put to themselves are asked between two steps. */
  async askReviews(): Promise<void> {
    for (let review = this.state.reviews.shift(); review; review = this.state.reviews.shift()) {
      const digest = `${review.id.replaceAll(/[^0-9a-f]/g, '')}${'0'.repeat(64)}`.slice(0, 64);
      const decision = await this.ask({ kind: 'review', gate: null, digest, summary: review.question, actions: ['approve', 'answer', 'reject'] });
      if (decision.name === 'reject') endBuild('GATE_REJECTED', decision.text ?? 'the review was rejected');
      // The agents read what was answered at their next turn.
      if (decision.text)
        await this.record({
          event: { kind: 'answer', answer: decision.text, by: decision.userId },
          guidance: { id: decision.id, userId: decision.userId, text: `${review.question}\n${decision.text}` },
        });
    }
  }

  show(): void {
    setCurrentDetails(detailsPage(this));
  }
}

function openedEvent(ask: Ask): BuildEvent {
  if (ask.kind === 'question' || ask.kind === 'review') return { kind: 'question', task: null, question: ask.summary, subject_digest: ask.digest };
  return { kind: 'gate.opened', gate: ask.gate ?? 'G5', wait: ask.kind, subject_digest: ask.digest, summary: ask.summary };
}
