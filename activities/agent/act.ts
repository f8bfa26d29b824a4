import { eq } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Transaction } from '../../db/client.js';
import { recordChange, storable, storableJson } from '../../db/queries/record.js';
import { sessions, steps } from '../../db/schema/index.js';
import { parseToolArguments } from '../llm/parse-answer.js';
import type { ChatAnswer } from '../llm/port.js';
import { cutAtBirth } from './context/birth.js';
import { failingDigest, type FailingSet } from './context/failing.js';
import { knownFailing, withKnown } from './context/failing-known.js';
import type { AgentDeps } from './deps.js';
import type { SessionRun } from './session-run.js';
import { STEP_COLUMNS, type StepRow } from './session-store.js';
import { stepContext, type StepRequest } from './step-context.js';
import { traceOf } from './stuck.js';
import { callsOf } from './text-answer.js';
import { findTool } from './tools/index.js';
import { refused, type ToolOutcome } from './tools/tool.js';

/** What of a turn ends the session's work for now. */
export interface ActResult {
  /** Set when finish was accepted: the engine's checks passed on exactly the session's head. */
  finished: { summary: string } | null;
  /** Set when a person must answer first; `call` is the waiting step. */
  question: { text: string; call: number } | null;
}

// More calls than this in one answer are not work but a flood.
const CALLS_PER_TURN_MAX = 40;

interface ActRequest extends StepRequest {
  run: SessionRun;
}

/** Runs the tool calls of a stored answer in order, each journalled with its commit in one transaction. A redo goes on at the first call without a row. */
export async function act(deps: AgentDeps, run: SessionRun, turn: number, answer: ChatAnswer, options: { signal?: AbortSignal }): Promise<ActResult> {
  for (const [index, call] of callsOf(answer, run.role.tools).slice(0, CALLS_PER_TURN_MAX).entries()) {
    options.signal?.throwIfAborted();
    let step = run.steps.find((row) => row.turn === turn && row.call === index);
    if (!step) {
      step = await runStep(deps, { run, turn, index, call, ...options });
      run.steps.push(step);
      run.head = step.headAfter;
    }
    const ending = endingOf(step, index);
    if (ending) return ending;
  }
  return { finished: null, question: null };
}

/** Refused finishes of the session up to a turn. */
export function refusedFinishes(run: SessionRun, turn: number): number {
  return run.history.refusedFinishes + run.steps.filter((step) => step.turn <= turn && step.tool === 'finish' && !step.ok).length;
}

function endingOf(step: StepRow, index: number): ActResult | null {
  if (typeof step.data?.['finished'] === 'string') return { finished: { summary: step.data['finished'].slice(0, 500) }, question: null };
  if (typeof step.data?.['question'] === 'string' && step.data['answered'] !== true)
    return { finished: null, question: { text: step.data['question'].slice(0, 4000), call: index } };
  return null;
}

async function runStep(deps: AgentDeps, request: ActRequest): Promise<StepRow> {
  const started = Date.now();
  const { run } = request;
  deps.failpoint('act', 'before');
  const outcome = await runTool(deps, request);
  deps.failpoint('act', 'after');
  const { result, whole } = cutAtBirth(deps.models, request, outcome);
  const row: typeof steps.$inferInsert = {
    sessionId: run.context.session.id,
    turn: request.turn,
    call: request.index,
    buildId: run.context.build.id,
    toolCallId: request.call.id,
    tool: request.call.name.slice(0, 60),
    ok: outcome.ok,
    result: storable(result),
    whole: whole === null ? null : storable(whole),
    summary: storable(outcome.summary),
    commit: outcome.commit ?? null,
    headAfter: outcome.commit ?? run.head,
    // Arguments are JSON text: what their escapes stand for (NUL, half a surrogate pair) appears only after parsing.
    data: storableJson({
      ...outcome.data,
      ...seenBy(request, outcome),
      ...(outcome.finished ? { finished: outcome.finished.summary } : {}),
      ...(outcome.question ? { question: outcome.question } : {}),
    }),
    durationMs: Date.now() - started,
  };
  return deps.db.orm.transaction((tx) => journal(tx, request, row));
}

/** What later turns and other activities must know of the step, however its text is cut: which checks fail, and what it repeats. */
function seenBy({ run, call }: ActRequest, outcome: ToolOutcome) {
  const failing = outcome.failing && (outcome.failing.isWhole ? outcome.failing.set : withKnown(outcome.failing.set, knownFailing(run)));
  const round = failing && failing.total > 0 ? failingDigest(failing) : null;
  const changed = outcome.commit !== undefined;
  const tree = outcome.failing?.tree ?? null;
  const trace = traceOf({ tool: call.name, arguments: call.arguments, text: outcome.text, ok: outcome.ok, changed, round, tree });
  return { trace, ...(failing ? { failing: failing satisfies Omit<FailingSet, 'turn'> } : {}) };
}

/** Runs one tool call; what the model did wrong is an outcome. A replay runs it the same way. */
export async function runTool(deps: AgentDeps, request: StepRequest): Promise<ToolOutcome> {
  const { role } = request.run;
  const tool = findTool(request.call.name, role.tools);
  if (!tool) return refused(`There is no tool ${JSON.stringify(request.call.name.slice(0, 60))}. You have: ${role.tools.join(', ')}.`);
  const parsed = parseToolArguments(request.call.arguments, tool.schema);
  if ('problem' in parsed) return refused(`The arguments of ${tool.name} do not fit: ${parsed.problem}`);
  try {
    return await tool.run(parsed.ok, stepContext(deps, request));
  } catch (error) {
    // What the model did wrong is its to mend; everything else is a fault of the step.
    if (error instanceof MillwrightError && error.code === 'INVALID_INPUT') return refused(error.detail);
    throw error;
  }
}

/** Writes the step, the session's head and the event together; a step that another attempt wrote is LEASE_LOST. */
async function journal(tx: Transaction, request: StepRequest, row: typeof steps.$inferInsert): Promise<StepRow> {
  const { build, session, task } = request.run.context;
  const [written] = await tx.insert(steps).values(row).onConflictDoNothing().returning(STEP_COLUMNS);
  if (!written) throw new MillwrightError('LEASE_LOST', `step ${request.turn}.${request.index} of ${session.id} was done by another attempt`);
  if (row.commit) await tx.update(sessions).set({ head: row.commit }).where(eq(sessions.id, session.id));
  const noted = typeof row.data?.['note'] === 'string' ? row.data['note'] : null;
  await recordChange(tx, {
    buildId: build.id,
    key: `${session.id}/step/${request.turn}.${request.index}`,
    event: { kind: 'tool', task: session.taskId, turn: request.turn, tool: row.tool, summary: row.summary, ok: row.ok, commit: row.commit ?? null },
    ...(noted ? { journal: { kind: 'note', owner: task.role, text: noted } } : {}),
  });
  return written;
}
