import { and, asc, eq, isNotNull } from 'drizzle-orm';
import { recordChange } from '../../db/queries/record.js';
import { llmCalls, sessions } from '../../db/schema/index.js';
import { callModel } from '../llm/call.js';
import type { CallOptions, ChatAnswer } from '../llm/port.js';
import type { AgentDeps } from './deps.js';
import { gist, sessionRequest, type Transcript } from './prompt.js';
import { listGuidance, listSteps, loadPlan, loadSession, type SessionContext } from './session-store.js';

export interface ThinkResult {
  /** Names of the tools the answer calls, in order; empty when it calls none. */
  tools: string[];
  /** Turns in a row, this one included, without a tool call. */
  idleTurns: number;
}

/** One LLM turn of a session: rebuilds the request from rows, asks once, stores the answer with its event. */
export async function think(deps: AgentDeps, sessionId: string, turn: number, options: CallOptions = {}): Promise<ThinkResult> {
  const context = await loadSession(deps.db, sessionId);
  const role = deps.roles.get(context.task.role);
  const [plan, baseFiles, transcript] = await Promise.all([
    loadPlan(deps.db.orm, context.build),
    deps.git.list(context.build.projectId, context.session.baseCommit),
    loadTranscript(deps, context, turn),
  ]);
  const request = sessionRequest(context, role, plan, baseFiles.map((entry) => entry.path), transcript);
  const answer = await callModel(
    deps,
    { key: turnKey(sessionId, turn), buildId: context.build.id, sessionId, turn, purpose: 'turn', request, onStored: (tx, stored, usd) => recordTurn(tx, context, turn, stored, usd) },
    options,
  );
  return { tools: answer.toolCalls.map((call) => call.name.slice(0, 60)).slice(0, 40), idleTurns: idleTurns(transcript, answer) };
}

export function turnKey(sessionId: string, turn: number): string {
  return `${sessionId}/turn/${turn}`;
}

async function loadTranscript(deps: AgentDeps, { session }: SessionContext, turn: number): Promise<Transcript> {
  const [calls, steps, guidance] = await Promise.all([
    deps.db.orm
      .select({ turn: llmCalls.turn, answer: llmCalls.answer, at: llmCalls.createdAt })
      .from(llmCalls)
      .where(and(eq(llmCalls.sessionId, session.id), isNotNull(llmCalls.answer)))
      .orderBy(asc(llmCalls.turn)),
    listSteps(deps.db, session.id),
    listGuidance(deps.db, session),
  ]);
  const answers = calls
    .filter((call) => call.turn !== null && call.turn < turn)
    .map((call) => ({ turn: call.turn ?? 0, answer: call.answer as unknown as ChatAnswer, at: call.at }));
  return { answers, steps, guidance };
}

function idleTurns(transcript: Transcript, answer: ChatAnswer): number {
  if (answer.toolCalls.length > 0) return 0;
  const earlier = [...transcript.answers].reverse().findIndex((entry) => entry.answer.toolCalls.length > 0);
  return 1 + (earlier < 0 ? transcript.answers.length : earlier);
}

type Tx = Parameters<typeof recordChange>[0];

async function recordTurn(tx: Tx, { session, build }: SessionContext, turn: number, answer: ChatAnswer, usd: number): Promise<void> {
  await tx.update(sessions).set({ turns: turn, costUsd: session.costUsd + usd }).where(eq(sessions.id, session.id));
  await recordChange(tx, {
    buildId: build.id,
    key: turnKey(session.id, turn),
    event: { kind: 'turn', task: session.taskId, turn, text: gist(answer), tools: answer.toolCalls.map((call) => call.name.slice(0, 60)).slice(0, 40), cost_usd: build.costUsd + usd, progress: build.progress },
    patch: { model: answer.model },
  });
}
