/** What it takes to put a session's next request together, as the session grows: rows read, conversation rendered, kept in the window. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { AgentDeps } from '../../activities/agent/deps.js';
import { nextRequest } from '../../activities/agent/context/next-request.js';
import { loadSessionRun } from '../../activities/agent/session-run.js';
import { work } from '../../activities/agent/work.js';
import { planTasks } from '../../activities/build/tasks.js';
import { openSession } from '../../activities/build/tries.js';
import type { BuildDeps } from '../../activities/build/deps.js';
import { noFailpoint } from '../../activities/failpoint.js';
import { GitStore } from '../../activities/git/store.js';
import { oneModel } from '../../activities/llm/one-model.js';
import type { ChatAnswer, ChatRequest } from '../../activities/llm/port.js';
import { loadRoles } from '../../activities/roles.js';
import { projectRoot } from '../../config.js';
import { digestOf } from '../../db/canonical-json.js';
import { openDatabase, type Database } from '../../db/client.js';
import { newBuild } from '../../test/harness/builds.js';
import { makeDatabase } from '../database.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { median } from '../statistics.js';

export const context: Benchmark = { name: 'context', model: 'template', run };

const WINDOWS = [
  { tokens: 32_000, name: '32k' },
  { tokens: 200_000, name: '200k' },
];
const TURNS_SHOWN = [1, 50, 100, 200, 300];
// Turns on both sides of a shown one are measured with it: single turns differ by what the machine does besides.
const AROUND = 5;
// A tenth of what a fast model takes for its first word.
const MS_MAX = 50;
// One tool result of a usual size: a file of some 100 lines.
const RESULT_CHARS = 3_000;

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { tokens, name } of WINDOWS) {
    say(`A session of ${quick ? 60 : 300} turns against a window of ${name} tokens.`);
    const { url } = await makeDatabase(stack, `bench_context_${name}`, 'bench-context-token');
    const db = openDatabase(url);
    const folder = mkdtempSync(join(tmpdir(), 'mw-bench-context-'));
    try {
      figures.push(...(await measure(db, folder, { tokens, name, turns: quick ? 60 : 300 })));
    } finally {
      await db.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return figures;
}

async function measure(db: Database, folder: string, window: { tokens: number; name: string; turns: number }): Promise<Figure[]> {
  const deps = benchDeps(db, folder, window.tokens);
  const sessionId = await openOne(deps);
  const samples = new Map<number, { ms: number; cpuMs: number }[]>();
  for (let turn = 1; turn <= window.turns; turn += 1) {
    const shown = TURNS_SHOWN.find((one) => Math.abs(one - turn) <= AROUND);
    if (shown !== undefined) samples.set(shown, [...(samples.get(shown) ?? []), await timeOf(deps, sessionId, turn)]);
    await work(deps, { sessionId, turn, turnsMax: turn, progressTo: 50, deadlineMs: Date.now() + 3_600_000 }, { retry: false });
  }
  return [...samples].map(([turn, timed]) => {
    const elapsed = timed.map(({ ms }) => ms);
    const note = `processor time of this process: ${median(timed.map(({ cpuMs }) => cpuMs)).toFixed(1)} ms`;
    return figure(`context of turn ${turn}, window ${window.name}`, 'ms', elapsed, { of: 'median', atMost: MS_MAX }, { note });
  });
}

/** One turn's request from nothing, as an activity of a slow model makes it. */
async function timeOf(deps: AgentDeps, sessionId: string, turn: number): Promise<{ ms: number; cpuMs: number }> {
  const started = performance.now();
  const before = process.cpuUsage();
  const session = await loadSessionRun(deps, { sessionId, progressTo: 50, turnsMax: 1_000 }, false);
  await nextRequest(deps, session, turn, {});
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1_000 };
}

async function openOne(made: ReturnType<typeof benchDeps>): Promise<string> {
  // Opening a session needs no more of what the phases have.
  const deps = made as unknown as BuildDeps;
  const plan = { title: 'Tasks', tasks: [{ id: 't1', goal: 'work in many turns' }] };
  const { buildId } = await newBuild(deps.db, { plan: { digest: digestOf(plan), plan, author: 'bench' }, budgetUsd: 100 });
  await planTasks(deps, buildId, 1);
  const { sessionId } = await openSession(deps, { buildId, taskId: 't1', generation: 1, attempt: 1 });
  return sessionId;
}

/** Everything real but the model and the sandbox: neither is asked here. */
function benchDeps(db: Database, folder: string, contextTokens: number) {
  const never = (): never => {
    throw new Error('the context benchmark needs no sandbox');
  };
  return {
    db,
    git: new GitStore(folder),
    models: oneModel({ model: 'bench', price: null, complete: (request) => Promise.resolve(answerTo(request)) }, { contextTokens, outputTokens: 4_096 }),
    checks: { run: never },
    workspaces: { run: never, synced: never, release: never },
    roles: loadRoles(join(projectRoot, 'activities/roles')),
    team: { roles: null, rescueCandidates: 1 },
    failpoint: noFailpoint,
    languageOf: () => 'python',
  } satisfies Partial<BuildDeps>;
}

let calls = 0;

function answerTo(request: ChatRequest): ChatAnswer {
  const rest = { finishReason: 'stop', usage: { promptTokens: 1_000, completionTokens: 100 }, model: 'bench' };
  if (request.schema)
    return { content: JSON.stringify({ done: ['worked on what the task says, turn after turn'], open: ['the rest'] }), toolCalls: [], ...rest };
  calls += 1;
  const text = `${calls}: ${'words of a line of code and more '.repeat(RESULT_CHARS / 33)}`;
  return { content: `Turn ${calls}.`, toolCalls: [{ id: `call_${calls}`, name: 'note', arguments: JSON.stringify({ text }) }], ...rest };
}
