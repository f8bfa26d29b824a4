/** A session of 300 turns against a model of 32,000 tokens: a real server that refuses what does not fit, real rows, a real repository. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { oneModel } from '../../../activities/llm/one-model.js';
import { createOpenAiProvider } from '../../../activities/llm/openai.js';
import { AgentStage, oneFails, report, type Session } from '../stage.js';
import type { WireRequest } from '../../tools/scripted-llm/conversation.js';
import { startScriptedLlm, type ScriptedLlm } from '../../tools/scripted-llm/server.js';

const TURNS = 300;
const WINDOW = 32_000;
const GOAL = 'write all the parts, keep each one apart from the others';

let stage: AgentStage;
let llm: ScriptedLlm;
let session: Session;
const asked: WireRequest[] = [];

beforeAll(async () => {
  stage = await AgentStage.open();
  llm = await startScriptedLlm({ script: 'marathon', turns: TURNS, contextTokens: WINDOW, onRequest: (request) => asked.push(request) });
  session = await stage.session({ budgetUsd: 100 }, { goal: GOAL });
  await stage.database.sql(
    `insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on) values ($1, 't2', 2, 'the task after it', 'backend-developer', '[]', '[]')`,
    [session.buildId],
  );
  stage.sandbox.onCommand = (command) => ({ stdout: `${command}\n`.repeat(700) });
  stage.verdict = ({ files }) => (asked.length > TURNS ? report() : failing(files.length));
  const provider = createOpenAiProvider({ baseUrl: llm.baseUrl, model: 'small-1', firstByteTimeoutMs: 20_000, idleTimeoutMs: 20_000 });
  const models = oneModel(provider, { contextTokens: WINDOW, outputTokens: 4_096 });
  // As the workflow does: another activity goes on where the last one ended, and after 100 turns another run.
  for (let turn = 1; turn <= TURNS; turn += 100) {
    const done = await stage.work(stage.deps([], { models }), session, { turn, turnsMax: Math.min(turn + 99, TURNS) });
    if (done.ended) ended = done.ended.outcome;
  }
}, 300_000);
let ended = '';

afterAll(async () => {
  await llm.stop();
  await stage.close();
});

const failing = (files: number) =>
  oneFails({ file: 'tests/test_parts.py', line: files, message: `test_part_${files}: assert ${files} == 0` }, 'Traceback\n'.repeat(200));

const turnsAsked = () => asked.filter((request) => request.tools !== undefined);
const textOf = (request: WireRequest) => request.messages.map((message) => message.content ?? '').join('\n');
/** Messages that two requests begin with alike, as a share of the second one's text. */
function sharedShare(before: WireRequest, after: WireRequest): number {
  const [old, fresh] = [before, after].map((request) => request.messages.map((message) => JSON.stringify(message)));
  let shared = JSON.stringify(after.tools).length;
  let all = shared;
  let same = true;
  for (const [at, text] of fresh!.entries()) {
    same &&= text === old![at];
    all += text.length;
    if (same) shared += text.length;
  }
  return shared / all;
}

describe('a session of 300 turns against a model of 32,000 tokens', () => {
  it('ends with its work done, every turn asked once', () => {
    expect(ended).toBe('SUCCESS');
    expect(turnsAsked()).toHaveLength(TURNS);
  });

  it('never asks for more than the window holds', () => {
    const sizes = llm.ledger.requests().map((entry) => entry.promptTokens ?? 0);
    expect(llm.ledger.requests().filter((entry) => entry.kind.startsWith('refused'))).toEqual([]);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(WINDOW - 4_096);
    // And makes use of it: a context that is cut too early forgets for nothing.
    expect(Math.max(...sizes)).toBeGreaterThan(WINDOW / 3);
  });

  it('has the goal, the list of tasks and the failing tests in every prompt', () => {
    for (const [index, request] of turnsAsked().entries()) {
      const text = textOf(request);
      expect(text).toContain(GOAL);
      expect(text).toContain('- [pending] t2: the task after it');
      // The first checks are those of the second turn.
      if (index >= 2) expect(text).toMatch(/Failing at turn \d+.*\n```failing\n- tests\/test_parts\.py:\d+ test-failed: test_part_\d+/);
      expect(text).toContain(`Turn ${index + 1} of at most`);
    }
  });

  it('shares nearly all of each prompt with the one before, but at the few turns where old ones are cut', () => {
    const requests = turnsAsked();
    const shares = requests.slice(1).map((request, index) => sharedShare(requests[index]!, request));
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const broken = shares.filter((share) => share < 0.5).length;
    process.stdout.write(`prompt-cache-friendly prefix: ${(100 * mean).toFixed(1)} % of a prompt on average, broken at ${broken} of ${shares.length} turns\n`);
    expect(mean).toBeGreaterThan(0.85);
    expect(broken).toBeLessThan(TURNS / 10);
  });

  it('is summarised a few times, each time once, and what was summarised never comes back', async () => {
    const marks = await stage.database.sql<{ kind: string; turn: number; until: number; origin: string }>(
      'select kind, turn, until, origin from context_marks where session_id = $1 order by turn',
      [session.sessionId],
    );
    const summaries = marks.filter(({ kind }) => kind === 'summary');
    expect(summaries.length).toBeGreaterThan(0);
    expect(summaries.length).toBeLessThan(TURNS / 15);
    expect(summaries.every(({ origin }) => origin === 'model')).toBe(true);
    expect(asked.length - turnsAsked().length).toBe(summaries.length);
    for (const { turn, until } of summaries) {
      const later = turnsAsked().slice(turn - 1);
      expect(later.every((request) => textOf(request).includes('summarised'))).toBe(true);
      // The script names each of its steps in its answer; the first step is that of turn 1.
      for (const request of later)
        expect(request.messages.some((message) => message.role === 'assistant' && message.content === `Step ${until - 1} of ${TURNS}.`)).toBe(false);
    }
  });
});
