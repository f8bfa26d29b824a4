import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.js';
import { recordChange } from '../../db/queries/record.js';
import { builds, sessions } from '../../db/schema/index.js';
import { callModel } from '../llm/call.js';
import type { CallOptions, ChatAnswer, ChatRequest } from '../llm/port.js';
import { nextRequest } from './context/next-request.js';
import type { AgentDeps } from './deps.js';
import { gist } from './prompt.js';
import type { SessionRun } from './session-run.js';
import { callsOf } from './text-answer.js';
import { startThinking } from './thinking.js';

// Names of tools in an event; a flood of calls is cut there, not here.
const TOOLS_SHOWN = 40;
// A task of a dozen turns is then near its end when it ends.
const PROGRESS_SHARE = 0.15;

/** One LLM turn: the request from rows, asked once, stored with its event. A turn that has its answer is not asked again. */
export async function think(deps: AgentDeps, run: SessionRun, turn: number, options: CallOptions = {}): Promise<ChatAnswer> {
  const known = run.answers.find((entry) => entry.turn === turn);
  if (known) return known.answer;
  const { session, build } = run.context;
  const request = withTemperature(await nextRequest(deps, run, turn, options), session.temperature);
  const thinking = startThinking(deps.db, { buildId: build.id, task: session.taskId, turn });
  try {
    const answer = await callModel(
      deps,
      {
        key: turnKey(session.id, turn),
        buildId: build.id,
        sessionId: session.id,
        turn,
        purpose: 'turn',
        tier: run.route.tier,
        escalate: session.escalate,
        request,
        onStored: (tx, stored, usd) => recordTurn(tx, run, turn, stored, usd),
      },
      { ...options, onDelta: thinking.heard },
    );
    run.answers.push({ turn, answer });
    return answer;
  } finally {
    thinking.end();
  }
}

/** A candidate may be asked at a temperature of its own, so that it differs from those beside it. */
function withTemperature(request: ChatRequest, temperature: number | null): ChatRequest {
  return temperature === null ? request : { ...request, temperature };
}

export function turnKey(sessionId: string, turn: number): string {
  return `${sessionId}/turn/${turn}`;
}

/** Turns in a row, up to this one, that called no tool. */
export function idleTurns(run: SessionRun, turn: number): number {
  const answers = run.answers.filter((entry) => entry.turn <= turn);
  return answers.length - 1 - answers.findLastIndex((entry) => callsOf(entry.answer, run.role.tools).length > 0);
}

export function toolNames(answer: ChatAnswer): string[] {
  return answer.toolCalls.slice(0, TOOLS_SHOWN).map((call) => call.name.slice(0, 60));
}

async function recordTurn(tx: Transaction, run: SessionRun, turn: number, answer: ChatAnswer, usd: number): Promise<void> {
  const { session, build } = run.context;
  run.costUsd += usd;
  // Every turn moves, the first ones most, and none reaches the end: that is the task's.
  run.progress = Math.max(run.progress, run.progress + (run.progressTo - run.progress) * PROGRESS_SHARE);
  await tx
    .update(sessions)
    .set({ turns: turn, costUsd: sql`${sessions.costUsd} + ${usd}` })
    .where(eq(sessions.id, session.id));
  await recordChange(tx, {
    buildId: build.id,
    key: turnKey(session.id, turn),
    event: { kind: 'turn', task: session.taskId, turn, text: gist(answer), tools: toolNames(answer), cost_usd: usd, progress: run.progress },
    patch: { model: answer.model, progress: sql`greatest(${builds.progress}, ${run.progress})` },
  });
}
