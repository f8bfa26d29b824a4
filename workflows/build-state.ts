import { namesDigest } from '../contracts/ids.js';
import { REFUSAL, type DecisionName, type DecisionResult, type Gate, type WaitKind } from '../contracts/messages.js';

import type { Board } from './board.js';

/** Pure state of a build: what it waits for and what was decided. No SDK, no I/O: tested alone. */

export interface Waiting {
  kind: WaitKind;
  gate: Gate | null;
  digest: string;
  summary: string;
  actions: DecisionName[];
  /** The visit of the gate: every wait has its own number, so that an old decision never counts again. */
  generation: number;
}

export interface Decision {
  name: DecisionName;
  id: string;
  userId: string;
  /** The text of a reason, an answer or a wish. */
  text: string | null;
  choice: number | null;
  plan: { version: number; digest: string } | null;
  environment: 'staging' | 'production' | null;
  budgetUsd: number | null;
}

export interface BuildState {
  waiting: Waiting | null;
  /** The decision for `waiting`, until the story takes it. */
  decision: Decision | null;
  /** Visits of gates and other waits so far. */
  waits: number;
  deployments: number;
  /** Questions people put to themselves, asked at the next step. */
  reviews: { question: string; userId: string; id: string }[];
  /** The tasks at work; null until the plan is approved and its tasks are known. */
  board: Board | null;
  ended: boolean;
}

export function newBuildState(): BuildState {
  return { waiting: null, decision: null, waits: 0, deployments: 0, reviews: [], board: null, ended: false };
}

export interface Refusal {
  code: string;
  detail: string;
}

/** Why a decision cannot be taken now, or null when it can. `digest` null or its first eight characters and more are fine. */
export function refusalOf(state: BuildState, name: DecisionName, digest: string | null): Refusal | null {
  if (state.ended) return { code: REFUSAL.ended, detail: 'the build has ended' };
  const { waiting } = state;
  if (!waiting || state.decision) return nothingWaits(name);
  if (!waiting.actions.includes(name)) return notForThis(name, waiting);
  if (digest !== null && !namesDigest(digest, waiting.digest))
    return { code: REFUSAL.stale, detail: `what waits now has the digest ${waiting.digest.slice(0, 8)}; look at it again before deciding` };
  return null;
}

function nothingWaits(name: DecisionName): Refusal {
  if (name === 'deploy' || name === 'complete') return { code: REFUSAL.notReady, detail: 'the build is not ready yet; its status says where it is' };
  return { code: REFUSAL.nothing, detail: 'the build waits for nobody right now' };
}

function notForThis(name: DecisionName, waiting: Waiting): Refusal {
  if (name === 'deploy' || name === 'complete') return { code: REFUSAL.notReady, detail: `the build waits for a decision about ${waiting.kind} first` };
  if (name === 'approve') return { code: REFUSAL.nothing, detail: `the build waits for ${waiting.kind}; possible now: ${waiting.actions.join(', ')}` };
  return { code: REFUSAL.notAllowed, detail: `the build waits for ${waiting.kind}; possible now: ${waiting.actions.join(', ')}` };
}

/** Takes the decision into the state. Call only when `refusalOf` answered null. */
export function decide(state: BuildState, decision: Decision): DecisionResult {
  const result: DecisionResult = { decision: decision.name, gate: state.waiting?.gate ?? null, subject_digest: state.waiting?.digest ?? null };
  state.decision = decision;
  return result;
}

/** What a decision without details looks like. */
export function decisionOf(name: DecisionName, base: { decisionId: string; userId: string }, details: Partial<Decision> = {}): Decision {
  return { name, id: base.decisionId, userId: base.userId, text: null, choice: null, plan: null, environment: null, budgetUsd: null, ...details };
}
