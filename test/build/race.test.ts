/** Whole builds on a real Temporal server, database and repositories with a scripted model over HTTP; only the sandbox is in memory. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { DeployDeps } from '../../activities/deploy/activities.js';
import { createActivities } from '../../activities/index.js';
import { oneModel } from '../../activities/llm/one-model.js';
import { createOpenAiProvider } from '../../activities/llm/openai.js';
import type { NewBuild } from '../../db/queries/submit.js';
import { AgentStage, oneFails, report } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { testEngines } from '../harness/engines.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';
import { bundleCode } from '../workflows/stage.js';

const OPTIONS = { tests: true, docs: false, deployment: false, review: false };
// Nothing here takes longer than a few turns of milliseconds and the retries of an activity.
const PATIENCE_MS = 60_000;
let stage: AgentStage;
let client: Client;
let native: NativeConnection;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  stage = await AgentStage.open();
  const { temporalAddress: address } = await testEngines();
  client = new Client({ connection: await Connection.connect({ address }) });
  native = await NativeConnection.connect({ address });
});
afterAll(async () => {
  await native.close();
  await client.connection.close();
  await stage.close();
});

const one = async <T>(query: string, ...values: unknown[]): Promise<T> => (await stage.database.sql<T & Record<string, unknown>>(query, values))[0] as T;

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await sleep(20)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error('it never happened');
}

/** Runs a build by a script; `play` does what a person does after the plan was approved. */
async function run(script: string, build: Partial<NewBuild>, play: (buildId: string, llm: ScriptedLlm) => Promise<void>): Promise<void> {
  const llm = await startScriptedLlm({ script, slowFirstByteMs: 100 });
  const price = { promptUsdPerMillion: 1, completionUsdPerMillion: 1 };
  const models = oneModel(
    createOpenAiProvider({ baseUrl: llm.baseUrl, apiKey: 'key', model: 'scripted', price, firstByteTimeoutMs: 20_000, idleTimeoutMs: 20_000 }),
  );
  const queue = `team-${randomBytes(6).toString('hex')}`;
  const deps = { ...stage.deps([], { models }), ...({} as DeployDeps), templatesDir: '' };
  const worker = await Worker.create({
    connection: native,
    taskQueue: queue,
    workflowBundle: { code: bundleCode() },
    activities: createActivities(deps),
    maxHeartbeatThrottleInterval: '1s',
  });
  const { buildId } = await newBuild(stage.database.db, { budgetUsd: 100, ...build });
  const queues = { core: queue, llm: queue, sandbox: queue, deploy: queue };
  const handle = await client.workflow.start('build', { workflowId: buildId, taskQueue: queue, args: [{ v: 1, buildId, title: 'Items', queues }] });
  await worker.runUntil(async () => {
    await waits(buildId, 'plan');
    await decide(buildId, 'approve', { subjectDigest: null });
    await play(buildId, llm);
    await handle.result().catch(() => undefined);
  });
  await llm.stop();
}

const waits = (buildId: string, kind: string) =>
  until(async () => {
    const { waiting } = await one<{ waiting: { kind: string; summary: string } | null }>('select waiting_for as waiting from builds where id = $1', buildId);
    return waiting?.kind === kind ? waiting : null;
  });
const decide = (buildId: string, name: string, details: object) =>
  client.workflow.getHandle(buildId).executeUpdate(name, { args: [{ decisionId: randomBytes(8).toString('hex'), userId: 'local', ...details }] });
const ended = (buildId: string) => until(async () => (await one<{ ended: Date | null }>('select ended_at as ended from builds where id = $1', buildId)).ended);

describe('best of three', () => {
  it('merges the first that is accepted; those who lost stop, leave nothing behind and spend nothing more', async () => {
    await run('race', { options: { ...OPTIONS, candidates: 3, roles: ['code-reviewer', 'technical-writer'] } }, async (buildId, llm) => {
      await ended(buildId);
      expect(await one('select status, reserved_usd::float as reserved from builds where id = $1', buildId)).toEqual({ status: 'completed', reserved: 0 });
      const sessions = await stage.database.sql<{ task: string; outcomes: string[] }>(
        `select task_id as task, array_agg(outcome->>'outcome' order by candidate) as outcomes from sessions where build_id = $1 group by 1 order by min(created_at)`,
        [buildId],
      );
      expect(sessions.map(({ task, outcomes }) => [task, outcomes.toSorted()])).toEqual(
        ['store', 'service', 'docs'].map((task) => [task, ['LOST', 'LOST', 'SUCCESS']]),
      );
      // This one would have gone on for ever.
      expect(sessions[0]?.outcomes[0]).toBe('LOST');
      const { projectId } = await one<{ projectId: string }>('select project_id as "projectId" from builds where id = $1', buildId);
      expect(await stage.git.store.branches(projectId, '')).toMatchObject([{ branch: 'main' }]);
      const before = llm.ledger.requests();
      await sleep(300);
      expect(llm.ledger.requests()).toHaveLength(before.length);
      expect(before.filter(({ outcome }) => outcome === 'open')).toEqual([]);
    });
  });
});

describe('a task whose checks never pass', () => {
  it('is tried three times and goes to a person with what fails, where the work is and what to do', async () => {
    stage.verdict = () => oneFails({ file: 'tests/test_store.py', line: 9, message: 'test_add: expected 1' });
    await run('hopeless', { options: OPTIONS }, async (buildId) => {
      const { summary } = await waits(buildId, 'question');
      for (const part of [
        /Task store was tried 3 times and is not done/,
        /3\. not finished/,
        /- tests\/test_store\.py:9 test-failed: test_add: expected 1/,
        /artifact partial-store\.diff/,
        /Suggestion: /,
      ])
        expect(summary).toMatch(part);
      expect(await one(`select status, attempts, result->>'outcome' as outcome from tasks where build_id = $1 and task_id = 'store'`, buildId)).toEqual({
        status: 'failed',
        attempts: 3,
        outcome: 'SOFT_FAIL',
      });
      await decide(buildId, 'reject', { subjectDigest: null, reason: 'enough' });
      await ended(buildId);
      expect(await one(`select status, failure->>'code' as code from builds where id = $1`, buildId)).toEqual({ status: 'failed', code: 'TASK_FAILED' });
    });
    stage.verdict = () => report();
  });
});
