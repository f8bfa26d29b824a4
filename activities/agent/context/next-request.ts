import type { CallOptions, ChatRequest } from '../../llm/port.js';
import type { AgentDeps } from '../deps.js';
import { TURNS_LOOKED_BACK, type SessionRun } from '../session-run.js';
import { assemble, nudgesOf, type Assembled } from './assemble.js';
import { knownFailing, changedSince } from './failing-known.js';
import { fitWindow } from './fit.js';
import { nextStep } from './keep.js';
import { addMark, type Mark } from './marks.js';
import { readStanding, standingMessage, type Standing } from './standing.js';
import { summarise } from './summarise.js';
import { byTurn, renderTurn, type Block } from './turns.js';
import { windowOf, type Window } from './window.js';

// A cut and then a summary is the most that one turn can need; a third look finds nothing to do.
const STEPS_MAX = 3;

/**
 * The request of a turn, within the model's window. What people said meanwhile, the tasks' states and the money are read
 * anew; old results are cut and old turns summarised when it is time, which is stored before anything is asked.
 * Throws BUDGET_EXHAUSTED, LEASE_LOST, and LLM_REQUEST_REFUSED when the window is too small for the task.
 */
export async function nextRequest(deps: AgentDeps, run: SessionRun, turn: number, options: CallOptions): Promise<ChatRequest> {
  const standing = await readStanding(deps.db, run.context.build.id);
  run.route = { ...run.route, preference: standing.preference, model: standing.model };
  const window = windowOf(deps.models, run.route);
  let parts = assembled(run, standing, turn, window);
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const step = await nextStep(parts, window, (block) => prunedTwin(run, block));
    if (!step) break;
    await take(deps, run, { ...step, turn }, options);
    parts = assembled(run, standing, turn, window);
  }
  const messages = await fitWindow((room) => (room.input === window.input ? parts : assembled(run, standing, turn, room)), window);
  return { messages, tools: parts.tools, maxTokens: window.answer };
}

async function take(deps: AgentDeps, run: SessionRun, step: Pick<Mark, 'kind' | 'until' | 'turn'>, options: CallOptions): Promise<void> {
  if (step.kind === 'prune') {
    run.marks.push(await addMark(deps.db.orm, run.context.session.id, { ...step, text: '', origin: 'engine' }));
    return;
  }
  const mark = await summarise(deps, run, step.turn, step.until, options);
  run.marks.push(mark);
  run.answers = run.answers.filter((entry) => entry.turn > mark.until);
  // Circles may have begun before the cut.
  run.steps = run.steps.filter((row) => row.turn > mark.until - TURNS_LOOKED_BACK);
}

function assembled(run: SessionRun, standing: Standing, turn: number, window: Window): Assembled {
  const { context, role, plan, baseFiles, code, history } = run;
  const failing = knownFailing(run);
  const facts = {
    turn,
    turnsMax: run.turnsMax,
    taskId: context.task.taskId,
    goal: context.task.goal,
    costUsd: run.costUsd,
    usdMax: role.usdMax,
    failing,
    changedSince: changedSince(run, failing),
  };
  return assemble(
    { context, role, plan, baseFiles, earlier: history.earlier, map: code.map, sections: code.sections },
    run,
    standingMessage(standing, facts, window),
    window,
  );
}

function prunedTwin(run: SessionRun, { turn }: Block) {
  const entry = run.answers.find((one) => one.turn === turn);
  return entry ? renderTurn(entry, byTurn(run.steps.filter((step) => step.turn === turn)).get(turn) ?? [], nudgesOf(run, turn), true).messages : [];
}
