import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withEstimate } from '../../activities/build/estimate.js';
import { oneModel } from '../../activities/llm/one-model.js';
import { loadBuild } from '../../activities/agent/session-store.js';
import { planSchema } from '../../schemas/plan.js';
import { AgentStage } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { CountingProvider } from '../harness/provider.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const PRICE = { promptUsdPerMillion: 1, completionUsdPerMillion: 10 };
const plan = (tasks: object[], more: object = {}) => planSchema.parse({ title: 'Tasks', tasks, made_by: 'counting-1', ...more });
const estimate = async (of: ReturnType<typeof plan>, price: typeof PRICE | null = PRICE) => {
  const { buildId } = await newBuild(stage.database.db);
  const deps = { ...stage.deps(), models: oneModel(new CountingProvider(price, [])) };
  return withEstimate(deps, await loadBuild(stage.database.db.orm, buildId), of);
};

/** A finished build of two tasks that cost so much and lasted two hours. */
async function finished(usd: number): Promise<void> {
  const { buildId } = await newBuild(stage.database.db);
  await stage.database.sql(
    `update builds set status = 'completed', model = 'counting-1', cost_usd = $2, created_at = now() - interval '2 hours', ended_at = now() where id = $1`,
    [buildId, usd],
  );
  for (const id of ['a', 'b'])
    await stage.database.sql(`insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on) values ($1, $2, 0, 'g', 'r', '[]', '[]')`, [
      buildId,
      id,
    ]);
}

describe('the estimate of a plan', () => {
  it('rests on the prices of the models, more for what is more complex', async () => {
    const small = await estimate(plan([{ id: 'a', goal: 'add two numbers', files: ['a.py'] }]));
    const large = await estimate(plan([{ id: 'a', goal: 'login by OAuth2, kept in PostgreSQL', files: ['a.py', 'b.py', 'c.py'] }]));
    expect([small.tasks[0]?.complexity, large.tasks[0]?.complexity]).toEqual([1, 7]);
    // 8 turns and 4 calls beside them, of 12,000 and 1,000 tokens: 2.2 cents each.
    expect(small.estimate).toMatchObject({
      usd: 0.26,
      basis: expect.stringContaining('1 task by complexity, about 12 calls of 12k tokens at list prices (simple: counting-1'),
    });
    expect(large.estimate.usd).toBeGreaterThan(2 * small.estimate.usd);
    expect(large.estimate.hours).toBeGreaterThan(small.estimate.hours);
  });

  it('says when nobody knows the price', async () => {
    expect((await estimate(plan([{ id: 'a', goal: 'x' }]), null)).estimate).toMatchObject({
      usd: 0,
      basis: expect.stringContaining('nobody knows the price of counting-1'),
    });
  });

  it('never lowers what the planner called complex', async () => {
    expect((await estimate(plan([{ id: 'a', goal: 'x', complexity: 30 }]))).tasks[0]?.complexity).toBe(30);
  });

  it('rests on finished builds of the kind and model as soon as there are three', async () => {
    for (const usd of [1, 2]) await finished(usd);
    expect((await estimate(plan([{ id: 'a', goal: 'x' }]))).estimate.basis).toContain('no finished builds');
    await finished(90);
    expect(
      (
        await estimate(
          plan([
            { id: 'a', goal: 'x' },
            { id: 'b', goal: 'y' },
            { id: 'c', goal: 'z' },
          ]),
        )
      ).estimate,
    ).toMatchObject({
      // The median task: a dollar, an hour.
      usd: 3,
      hours: 3,
      basis: expect.stringContaining('3 tasks, by what a task took in 3 finished builds (api, counting-1)'),
    });
  });
});

describe('the estimate of a plan from the templates', () => {
  const own = { hours: 0.1, usd: 0, basis: 'measured' };
  const ofTemplates = (language: string) => estimate(plan([{ id: 'a', goal: 'x' }], { made_by: 'template', language, estimate: own }));

  /** A template build of one language that worked for so long, and waited an hour for its plan and a day to be deployed. */
  async function worked(language: string, seconds: number): Promise<void> {
    const { buildId } = await newBuild(stage.database.db);
    await stage.database.sql(
      `update builds set model = 'template', status = 'ready', language = $2, created_at = now() - make_interval(days => 1, hours => 1, secs => $3) where id = $1`,
      [buildId, language, seconds],
    );
    await stage.database.sql(
      `insert into gates (build_id, gate, generation, state, proof, opened_at) values ($1, 'G8', 1, 'open', '{}', now() - interval '1 day')`,
      [buildId],
    );
    for (const [seq, kind, ago] of [
      [901, 'gate.opened', '1 day 1 hour'],
      [902, 'gate.decided', '1 day'],
      [903, 'gate.opened', '1 day'],
    ])
      await stage.database.sql(`insert into events (build_id, seq, key, kind, data, at) values ($1, $2, $3, $4, '{}', now() - $5::interval)`, [
        buildId,
        seq,
        `event ${seq}`,
        kind,
        ago,
      ]);
  }

  it('is the median of what builds in the language worked here, as soon as there are three; waiting for people is no work', async () => {
    for (const seconds of [20, 36]) await worked('node', seconds);
    await worked('python', 500);
    expect((await ofTemplates('typescript')).estimate).toEqual(own);
    await worked('node', 3_000);
    expect((await ofTemplates('typescript')).estimate).toEqual({
      hours: 0.01,
      usd: 0,
      basis: expect.stringContaining('the median of the last 3 template builds in typescript here, waits for people left out'),
    });
  });

  it('says that the image of a language is built first where it is not there yet', async () => {
    stage.sandbox.hasImage = false;
    const { hours, basis } = (await ofTemplates('python')).estimate;
    stage.sandbox.hasImage = true;
    expect(hours).toBeGreaterThan(own.hours);
    expect(basis).toMatch(/^measured python is used here for the first time: its sandbox image is built first/);
  });
});
