import { and, eq, sql } from 'drizzle-orm';
import type { BuildEvent } from '../contracts/events.js';
import type { PublicFailure } from '../contracts/failures.js';
import type { BuildStatus, Gate, PhaseName, Team, WaitingFor } from '../contracts/messages.js';
import type { Database, Transaction } from '../db/client.js';
import { titleAfterEdit, withProjectName } from '../db/queries/plans.js';
import { recordChange, storable, storableJson } from '../db/queries/record.js';
import { approvals, builds, gates, guidance, steps } from '../db/schema/index.js';
import type { BuildDeps } from './build/deps.js';
import { teamOf } from './build/team.js';
import type { Failpoint } from './failpoint.js';
import { isOnRepository } from './repos/rows.js';

/** A change of a build as the workflow says it: JSON-safe and small. */
export interface RecordInput {
  buildId: string;
  /** Names the step: the same key again changes nothing. */
  key: string;
  event: BuildEvent;
  patch?: {
    status?: BuildStatus;
    progress?: number;
    phase?: PhaseName;
    gate?: Gate | null;
    waitingFor?: WaitingFor | null;
    failure?: PublicFailure;
    generation?: number;
    budgetUsd?: number;
    planVersion?: number;
    planDigest?: string;
    ended?: boolean;
  };
  gate?: { gate: Gate; generation: number; state: string; subjectDigest: string | null; summary: string; proof: Record<string, unknown>; decidedBy?: string };
  approval?: {
    id: string;
    decision: string;
    gate: Gate | null;
    generation: number;
    subjectDigest: string | null;
    userId: string;
    reason: string | null;
    result: Record<string, unknown>;
  };
  audit?: { actor: string; action: string; detail?: Record<string, unknown> };
  journal?: { kind: string; owner: string; text: string };
  /** Text for the sessions to read. */
  guidance?: { id: string; userId: string; text: string };
}

/** The workflow's only way to write what people read: rows and event in one transaction, once per key. */
export async function recordStep(deps: { db: Database; failpoint: Failpoint }, input: RecordInput): Promise<void> {
  deps.failpoint('record', 'before');
  // Texts of models and people may hold what PostgreSQL refuses (NUL, half an emoji after a cut).
  const stored = storableJson(input);
  await deps.db.orm.transaction((tx) =>
    stored.patch?.planVersion === undefined ? write(tx, stored) : withProjectName(tx, stored.buildId, () => write(tx, stored)),
  );
  deps.failpoint('record', 'after');
}

async function write(tx: Transaction, input: RecordInput): Promise<void> {
  const { ended, waitingFor, progress, budgetUsd, ...patch } = input.patch ?? {};
  await recordChange(tx, {
    buildId: input.buildId,
    key: input.key,
    event: input.event.kind === 'budget' ? { ...input.event, spent_usd: await spentUsd(tx, input.buildId) } : input.event,
    patch: {
      ...patch,
      // Only a person's edit brings a plan this way (the planner's own comes with `draftPlan`): what they call it, the build is called.
      ...(patch.planVersion === undefined ? {} : { title: titleAfterEdit(input.buildId, patch.planVersion) }),
      // Turns move the number between the workflow's own steps; it never goes back.
      ...(progress === undefined ? {} : { progress: sql`greatest(${builds.progress}, ${progress})` }),
      // Two raises that cross each other must not lower what a person granted.
      ...(budgetUsd === undefined ? {} : { budgetUsd: sql`greatest(${builds.budgetUsd}, ${budgetUsd})` }),
      ...(waitingFor === undefined ? {} : { waitingFor: waitingFor && { ...waitingFor, since: new Date().toISOString() } }),
      ...(ended ? { endedAt: new Date() } : {}),
    },
    audit: input.audit,
    journal: input.journal,
  });
  if (input.gate) await writeGate(tx, input.buildId, input.gate);
  if (input.approval)
    await tx
      .insert(approvals)
      .values({ buildId: input.buildId, ...input.approval })
      .onConflictDoNothing();
  if (input.guidance)
    await tx
      .insert(guidance)
      .values({ buildId: input.buildId, ...input.guidance })
      .onConflictDoNothing();
}

async function spentUsd(tx: Transaction, buildId: string): Promise<number> {
  const [row] = await tx.select({ usd: builds.costUsd }).from(builds).where(eq(builds.id, buildId));
  return row?.usd ?? 0;
}

async function writeGate(tx: Transaction, buildId: string, gate: NonNullable<RecordInput['gate']>): Promise<void> {
  const decided = gate.state === 'open' ? null : sql`now()`;
  const values = {
    buildId,
    gate: gate.gate,
    generation: gate.generation,
    state: gate.state,
    subjectDigest: gate.subjectDigest,
    summary: gate.summary,
    proof: gate.proof,
    decidedBy: gate.decidedBy ?? null,
    decidedAt: decided,
  };
  await tx
    .insert(gates)
    .values(values)
    .onConflictDoUpdate({
      target: [gates.buildId, gates.gate, gates.generation],
      set: {
        state: gate.state,
        subjectDigest: gate.subjectDigest,
        summary: gate.summary,
        proof: gate.proof,
        decidedBy: gate.decidedBy ?? null,
        decidedAt: decided,
      },
    });
}

/** Puts a person's answer where the waiting tool call's result is. Repeatable. */
export async function answerStep(deps: { db: Database }, request: { sessionId: string; turn: number; call: number; answer: string }): Promise<void> {
  await deps.db.orm
    .update(steps)
    .set({ result: storable(`The person answers: ${request.answer}`), data: sql`${steps.data} || '{"answered": true}'::jsonb` })
    .where(and(eq(steps.sessionId, request.sessionId), eq(steps.turn, request.turn), eq(steps.call, request.call)));
}

export interface BuildFacts {
  userId: string;
  projectId: string;
  projectType: string;
  options: { tests: boolean; docs: boolean; deployment: boolean; review: boolean };
  budgetUsd: number;
  generation: number;
  team: Team;
  /** The role of a build that is one role's work, without a plan; null: the usual story. */
  agent: string | null;
  /** It works on an existing repository, which is taken in first. */
  onRepository?: boolean;
  /** It begins where another build was forked, not at its plan. */
  forked?: boolean;
}

/** What the workflow must know of the intent; history pins it. */
export async function readBuildFacts(deps: Pick<BuildDeps, 'db' | 'roles' | 'team'>, buildId: string): Promise<BuildFacts> {
  const [row] = await deps.db.orm.select().from(builds).where(eq(builds.id, buildId));
  if (!row) throw new Error(`there is no build ${buildId}`);
  const { userId, projectId, projectType, options, budgetUsd, generation } = row;
  const team = teamOf(options, deps.team, deps.roles);
  return {
    userId,
    projectId,
    projectType,
    options,
    budgetUsd,
    generation,
    team,
    agent: options.agent ?? null,
    ...((await isOnRepository(deps.db.orm, row)) ? { onRepository: true } : {}),
    ...(row.fork ? { forked: true } : {}),
  };
}
