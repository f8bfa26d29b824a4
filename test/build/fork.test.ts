import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { takeOverFork } from '../../activities/build/fork.js';
import { digestOf } from '../../db/canonical-json.js';
import { findBuild } from '../../db/queries/builds.js';
import { submitFork } from '../../db/queries/fork.js';
import { findForkPoint, type ForkAt } from '../../db/queries/fork-point.js';
import { listBuildSteps } from '../../db/queries/steps.js';
import { orderTasks } from '../../schemas/plan.js';
import { AgentStage } from '../agent/stage.js';
import { call, uses } from '../harness/provider.js';
import { done, Story, write, type Told } from './story.js';

let stage: AgentStage;
let story: Story;
beforeAll(async () => {
  stage = await AgentStage.open();
  story = new Story(stage);
});
afterAll(() => stage.close());

/** What the API does, with the intent left as it is. */
async function fork(
  parent: Told,
  at: ForkAt,
  over: { hint?: string; model?: string; idempotency?: { key: string; bodySha256: string }; goal?: null } = {},
): Promise<Told> {
  const { db } = stage.database;
  const build = (await findBuild(db.orm, 'local', parent.buildId))!;
  const point = (await findForkPoint(db.orm, build, at))!;
  const plan = await story.plan(parent);
  const suffix = randomBytes(4).toString('hex');
  const forked = { ...build, id: `int-code-${suffix}`, newProjectId: `proj-${suffix}`, projectId: null, parentBuildId: build.id };
  const outcome = await submitFork(
    db.pool,
    { ...forked, plan: { digest: digestOf(plan), plan, author: 'me' }, idempotency: over.idempotency ?? null, response: { id: forked.id } },
    {
      parent: { id: build.id, projectId: build.projectId },
      begun: {
        point,
        plan: { version: 1, digest: digestOf(plan) },
        tasks: orderTasks(plan.tasks).map(({ depends_on: dependsOn, ...task }) => ({
          ...task,
          dependsOn,
          ...(over.goal === null ? { goal: null as unknown as string } : {}),
        })),
        edited: null,
      },
      modelOverride: over.model ?? null,
      hint: over.hint ?? null,
    },
  );
  if (outcome !== 'created') throw new Error(outcome);
  return { buildId: forked.id, projectId: forked.newProjectId };
}

const calls = ({ buildId }: Told) =>
  stage.database.sql<{ turn: number; usd: string; inherited_from: string | null }>(
    `select turn, usd, inherited_from from llm_calls where build_id = $1 and purpose = 'turn' order by turn`,
    [buildId],
  );

/** 30 steps in one task: notes, and a file in every third turn. */
const THIRTY = [
  ...Array.from({ length: 29 }, (_, index) =>
    uses(index % 3 === 0 ? write(`part-${index}.py`, `PART = ${index}\n`) : call('note', { text: `turn ${index + 1}` })),
  ),
  done(),
];

describe('a fork in the middle of a build of thirty steps', () => {
  let parent: Told;
  beforeAll(async () => {
    parent = await story.begin([{ id: 'before' }, { id: 'long', depends_on: ['before'] }, { id: 'after', depends_on: ['long'] }]);
    await story.try(parent, 'before', [uses(write('before.py', 'A = 1\n')), done()]);
    await story.try(parent, 'long', THIRTY);
    await story.try(parent, 'after', [uses(write('after.py', 'B = 1\n')), done()]);
    await story.end(parent);
  });

  it('asks no model before its step, pays nothing for what came before, and ends with the tree of its parent', async () => {
    const forked = await fork(parent, { step: { task: 'long', attempt: null, turn: 18, call: 0 } });
    const start = await takeOverFork(stage.deps(), forked.buildId);
    expect(start).toMatchObject({ phase: 'code', done: ['before'], goesOn: 'long', tasks: [{ id: 'before' }, { id: 'long' }, { id: 'after' }] });
    // Done again, as after a crash.
    expect(await takeOverFork(stage.deps(), forked.buildId)).toEqual(start);
    const deps = stage.deps(THIRTY.slice(17));
    await story.try(forked, 'long', [], { deps });
    // Turns 18 to 30, and none before.
    expect(deps.provider.requests).toHaveLength(13);
    const rows = await calls(forked);
    expect(rows.filter((row) => row.inherited_from !== null).map(({ turn, usd }) => [turn, Number(usd)])).toEqual(
      Array.from({ length: 17 }, (_, index) => [index + 1, 0]),
    );
    expect(rows.filter((row) => row.inherited_from === null).map(({ turn }) => turn)).toEqual(Array.from({ length: 13 }, (_, index) => index + 18));
    const again = stage.deps([uses(write('after.py', 'B = 1\n')), done()]);
    await story.try(forked, 'after', [], { deps: again });
    expect(await story.tree(forked)).toBe(await story.tree(parent));
    // The parent keeps everything.
    expect(await calls(parent)).toHaveLength(34);
  });

  it('is told the hint from its step on, after the conversation of before', async () => {
    const forked = await fork(parent, { ordinal: 2 + 10 }, { hint: 'shorter, please', model: 'other/model' });
    await takeOverFork(stage.deps(), forked.buildId);
    const deps = stage.deps([done()]);
    await story.try(forked, 'long', [], { deps });
    const [request] = deps.provider.requests;
    expect(request?.messages.filter(({ role }) => role === 'assistant')).toHaveLength(9);
    expect(request?.messages.at(-1)?.content).toContain('shorter, please');
    expect(await stage.database.sql('select model_override, cost_usd::float8 as cost, parent_build_id from builds where id = $1', [forked.buildId])).toEqual([
      { model_override: 'other/model', cost: 0, parent_build_id: parent.buildId },
    ]);
  });

  it('begins at a task with main as it was, and at a phase with all that was merged', async () => {
    const atTask = await fork(parent, { task: 'after' });
    expect(await takeOverFork(stage.deps(), atTask.buildId)).toMatchObject({ done: ['before', 'long'], goesOn: null });
    expect((await stage.git.store.list(atTask.projectId, 'main')).map(({ path }) => path)).not.toContain('after.py');
    const other = await story.begin([{ id: 'one' }]);
    await story.try(other, 'one', [uses(write('one.py', 'X = 1\n')), done()]);
    expect(await findForkPoint(stage.database.db.orm, (await findBuild(stage.database.db.orm, 'local', other.buildId))!, { phase: 'test' })).toBeNull();
    await story.phase(other, 'test');
    const atPhase = await fork(other, { phase: 'test' });
    expect(await takeOverFork(stage.deps(), atPhase.buildId)).toMatchObject({ phase: 'test', done: ['one'], goesOn: null });
    expect(await story.tree(atPhase)).toBe(await story.tree(other));
  });

  it('lists its steps with the names that a fork takes', async () => {
    const { items, total } = await listBuildSteps(stage.database.db.orm, parent.buildId, { page: 1, limit: 200 });
    expect(total).toBe(34);
    expect(items.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 34 }, (_, index) => index + 1));
    expect(items[11]).toMatchObject({ at: 'long/10.0', tool: 'write_file' });
    expect(items[12]).toMatchObject({ headBefore: items[11]?.commit });
  });

  it('can be forked itself', async () => {
    const first = await fork(parent, { step: { task: 'long', attempt: null, turn: 5, call: 0 } });
    await takeOverFork(stage.deps(), first.buildId);
    await story.phase(first, 'code');
    await story.try(first, 'long', THIRTY.slice(4));
    const second = await fork(first, { step: { task: 'long', attempt: null, turn: 10, call: 0 } });
    await takeOverFork(stage.deps(), second.buildId);
    const deps = stage.deps(THIRTY.slice(9));
    await story.try(second, 'long', [], { deps });
    expect(deps.provider.requests).toHaveLength(21);
    expect(await story.tree(second)).toBe(await story.tree(first));
    expect(
      await stage.database.sql(`select count(*)::int as n from llm_calls where build_id = $1 and inherited_from like $2`, [
        second.buildId,
        `${parent.buildId}%`,
      ]),
    ).toEqual([{ n: 4 }]);
  });
});

describe('a fork between two calls of one turn', () => {
  it('keeps the calls before it and asks for the rest anew', async () => {
    const parent = await story.begin([{ id: 'pair' }]);
    await story.try(parent, 'pair', [uses(write('a.py', 'A = 1\n'), write('b.py', 'B = 1\n'), write('c.py', 'C = 1\n')), done()]);
    const forked = await fork(parent, { step: { task: 'pair', attempt: null, turn: 1, call: 2 } });
    await takeOverFork(stage.deps(), forked.buildId);
    const deps = stage.deps([done()]);
    await story.try(forked, 'pair', [], { deps });
    expect((await stage.git.store.list(forked.projectId, 'main')).map(({ path }) => path)).toEqual(['a.py', 'b.py']);
    const [request] = deps.provider.requests;
    expect(request?.messages.filter(({ role }) => role === 'tool')).toHaveLength(2);
  });
});

describe('submitting a fork', () => {
  it('writes everything or nothing, once per Idempotency-Key', async () => {
    const parent = await story.begin([{ id: 'one' }]);
    await story.try(parent, 'one', [uses(write('one.py', 'X = 1\n')), done()]);
    const idempotency = { key: `fork-${parent.buildId}`, bodySha256: 'x' };
    await fork(parent, { task: 'one' }, { idempotency });
    await expect(fork(parent, { task: 'one' }, { idempotency })).rejects.toThrow('repeated');
    expect(await stage.database.sql('select count(*)::int as n from builds where parent_build_id = $1', [parent.buildId])).toEqual([{ n: 1 }]);
  });

  it('that breaks in its middle leaves nothing behind', async () => {
    const parent = await story.begin([{ id: 'one' }, { id: 'two' }]);
    await story.try(parent, 'one', [uses(write('one.py', 'X = 1\n')), done()]);
    const idempotency = { key: `broken-${parent.buildId}`, bodySha256: 'x' };
    // The database refuses a task without a goal, long after the build's own row.
    await expect(fork(parent, { task: 'one' }, { idempotency, goal: null })).rejects.toThrow(/goal/);
    for (const table of ['builds where parent_build_id', 'idempotency_keys where key'])
      expect(await stage.database.sql(`select count(*)::int as n from ${table} = $1`, [table.startsWith('builds') ? parent.buildId : idempotency.key])).toEqual(
        [{ n: 0 }],
      );
    await fork(parent, { task: 'one' }, { idempotency });
  });
});
