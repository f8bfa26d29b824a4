import { eq, sql } from 'drizzle-orm';
import { record, storable } from '../../db/queries/record.js';
import { sessions } from '../../db/schema/index.js';
import { loadSession } from '../agent/session-store.js';
import type { Preference, Tier } from '../llm/port.js';
import type { BuildDeps } from './deps.js';

// The first works as usual; the others differ: a little calmer, freer, and freer still. Models that take none are left alone.
const TEMPERATURES = [null, 0.3, 1, 0.6, 1.2];

export interface Spread {
  escalate: number;
  temperature: number | null;
}

/**
 * How candidate `number` differs from those beside it: every second one asks a stronger model where there is one, the
 * others another temperature.
 */
export function spreadOf(number: number, hasStronger: boolean, escalate: number): Spread {
  const isStronger = hasStronger && number % 2 === 0;
  return { escalate: isStronger ? Math.max(1, escalate) : escalate, temperature: isStronger ? null : (TEMPERATURES[number - 1] ?? null) };
}

/** Whether the tier above has a model of its own. A build with a model of a person's choice has no other. */
export function hasStrongerModel(deps: Pick<BuildDeps, 'models'>, build: { llmPreference: string; modelOverride: string | null }, tier: Tier): boolean {
  if (build.modelOverride !== null) return false;
  const nameOf = (escalate: number) => deps.models.nameOf({ tier, preference: build.llmPreference as Preference, model: null, escalate });
  return nameOf(0) !== nameOf(1);
}

/** A candidate that lost: its container and its branch go, what it did stays in the rows. Repeatable. */
export async function dropCandidate(deps: BuildDeps, request: { sessionId: string; winner: number; summary: string }): Promise<void> {
  const context = await loadSession(deps.db, request.sessionId);
  const { session, build } = context;
  deps.failpoint('drop', 'before');
  await deps.workspaces.release(context);
  await deps.git.deleteBranch(build.projectId, session.branch);
  await deps.db.orm
    .update(sessions)
    .set({
      state: 'ended',
      outcome: { outcome: 'LOST', summary: storable(request.summary), failures: [], objection: null },
      endedAt: sql`coalesce(ended_at, now())`,
    })
    .where(eq(sessions.id, session.id));
  await record(deps.db.orm, {
    buildId: build.id,
    key: `${session.id}/ended`,
    event: {
      kind: 'note',
      text: `Candidate ${session.candidate} of ${session.taskId} stopped after ${session.turns} turns and $${session.costUsd.toFixed(4)}: candidate ${request.winner} was accepted first.`,
      by: 'orchestrator',
    },
  });
  deps.failpoint('drop', 'after');
}
