import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { applyPlanEdit, changeModel } from '../../activities/build/edit-plan.js';
import { recordStep } from '../../activities/record.js';
import { digestOf } from '../../db/canonical-json.js';
import { findBuild } from '../../db/queries/builds.js';
import { findForkPoint } from '../../db/queries/fork-point.js';
import { storePlanVersion } from '../../db/queries/plans.js';
import { planChanges } from '../../schemas/plan-edit.js';
import { planSchema, type PlanTask } from '../../schemas/plan.js';
import { AgentStage } from '../agent/stage.js';
import { uses } from '../harness/provider.js';
import { done, Story, write, type Told } from './story.js';

let stage: AgentStage;
let story: Story;
beforeAll(async () => {
  stage = await AgentStage.open();
  story = new Story(stage);
});
afterAll(() => stage.close());

const rows = ({ buildId }: Told) =>
  stage.database.sql<{ task_id: string; goal: string; status: string; attempts: number }>(
    'select task_id, goal, status, attempts from tasks where build_id = $1 order by ordinal',
    [buildId],
  );

/** Stores an edit of the newest plan and applies it as the workflow does, twice. */
async function edit(build: Told, change: (tasks: PlanTask[]) => PlanTask[], again: string[] = [], over: { title?: string } = {}): Promise<void> {
  const plan = await story.plan(build);
  const edited = { ...plan, ...over, tasks: change(plan.tasks) };
  const digest = digestOf(edited);
  const stored = await storePlanVersion(stage.database.db.orm, { buildId: build.buildId, key: `edit:${digest}`, digest, plan: edited, author: 'me' });
  const request = { buildId: build.buildId, decisionId: digest.slice(0, 32), userId: 'local', planVersion: stored.version, planDigest: digest, again };
  expect(await applyPlanEdit(stage.deps(), request)).toEqual(await applyPlanEdit(stage.deps(), request));
}

const task = (id: string, depends_on: string[] = []): PlanTask =>
  planSchema.parse({ title: 'x', tasks: [{ id, goal: `do ${id}` }] }).tasks.map((made) => ({ ...made, depends_on }))[0]!;

describe('an edit of the rest of a plan', () => {
  it('changes, adds, moves and removes what has not begun, and leaves what has', async () => {
    const build = await story.begin([{ id: 'a' }, { id: 'b' }, { id: 'c' }]);
    await story.try(build, 'a', [uses(write('a.py', 'A = 1\n')), done()]);
    await edit(build, ([a, , c]) => [a!, { ...c!, goal: 'c, differently' }, task('new', ['c'])]);
    expect((await rows(build)).map(({ task_id, goal, status }) => [task_id, goal, status])).toEqual([
      ['a', 'write a', 'done'],
      ['c', 'c, differently', 'pending'],
      ['new', 'do new', 'pending'],
    ]);
    expect(
      await stage.database.sql(`select kind, data->>'version' as version from events where build_id = $1 and kind = 'plan.edited'`, [build.buildId]),
    ).toEqual([{ kind: 'plan.edited', version: '2' }]);
    expect(await stage.database.sql(`select actor from audit_log where subject = $1 and action = 'build.editPlan'`, [build.buildId])).toEqual([
      { actor: 'local' },
    ]);
    expect(await stage.database.sql('select plan_version from builds where id = $1', [build.buildId])).toEqual([{ plan_version: 2 }]);
  });

  it('gives the build the title that a person gave the plan, on one line, and no other edit does', async () => {
    const build = await story.begin([{ id: 'a' }]);
    const titleOf = async () => (await stage.database.sql<{ title: string }>('select title from builds where id = $1', [build.buildId]))[0]?.title;
    const before = 'what I asked for';
    await stage.database.sql('update builds set title = $2 where id = $1', [build.buildId, before]);
    await edit(build, ([a]) => [{ ...a!, goal: 'a, differently' }]);
    expect(await titleOf()).toBe(before);
    await edit(build, (tasks) => tasks, [], { title: '  The\n shop ' });
    expect(await titleOf()).toBe('The shop');
    await edit(build, ([a]) => [{ ...a!, goal: 'a, once more' }]);
    expect(await titleOf()).toBe('The shop');
  });

  it('gives it to the project that was made with the build, unless that was named otherwise', async () => {
    const nameOf = async ({ projectId }: Told) => (await stage.database.sql<{ name: string }>('select name from projects where id = $1', [projectId]))[0]?.name;
    const [followed, named] = [await story.begin([{ id: 'a' }]), await story.begin([{ id: 'a' }])];
    await stage.database.sql('update projects set name = $2 where id = $1', [named.projectId, 'The shop of ours']);
    for (const build of [followed, named]) await edit(build, (tasks) => tasks, [], { title: 'The shop' });
    expect(await nameOf(followed)).toBe('The shop');
    expect(await nameOf(named)).toBe('The shop of ours');
  });

  it('does so too for a plan that was edited before it was approved', async () => {
    const build = await story.begin([{ id: 'a' }]);
    const edited = { ...(await story.plan(build)), title: 'My shop' };
    const digest = digestOf(edited);
    const { version } = await storePlanVersion(stage.database.db.orm, { buildId: build.buildId, key: 'edit:1', digest, plan: edited, author: 'me' });
    const event = { kind: 'gate.decided', gate: 'G2', decision: 'editPlan', by: 'me', subject_digest: digest } as const;
    for (let time = 0; time < 2; time += 1)
      await recordStep(stage.deps(), { buildId: build.buildId, key: 'decided', event, patch: { planVersion: version, planDigest: digest } });
    expect(await stage.database.sql('select title, plan_version from builds where id = $1', [build.buildId])).toEqual([
      { title: 'My shop', plan_version: version },
    ]);
  });

  it('sends done tasks back, and a fork begun in between knows which were', async () => {
    const build = await story.begin([{ id: 'a' }, { id: 'b' }]);
    for (const id of ['a', 'b']) await story.try(build, id, [uses(write(`${id}.py`, 'A = 1\n')), done()]);
    await edit(build, ([a, b]) => [{ ...a!, goal: 'a, again' }, b!], ['a']);
    expect(await rows(build)).toMatchObject([
      { task_id: 'a', goal: 'a, again', status: 'pending', attempts: 0 },
      { task_id: 'b', status: 'done' },
    ]);
    await story.try(build, 'a', [uses(write('a.py', 'A = 2\n')), done()], { generation: 2 });
    const row = (await findBuild(stage.database.db.orm, 'local', build.buildId))!;
    const point = await findForkPoint(stage.database.db.orm, row, { step: { task: 'a', attempt: '2.1', turn: 2, call: 0 } });
    expect(point).toMatchObject({ done: ['b'], at: 'a#2.1/2.0', phase: 'code' });
  });
});

describe('another model', () => {
  it('is written once, and keeps the preference that was not named', async () => {
    const build = await story.begin([{ id: 'a' }]);
    const change = { buildId: build.buildId, id: 'c1', userId: 'local', model: 'groq/fast', llmPreference: null };
    await changeModel(stage.deps(), change);
    await changeModel(stage.deps(), { ...change, model: 'other' });
    expect(await stage.database.sql('select model_override, llm_preference from builds where id = $1', [build.buildId])).toEqual([
      { model_override: 'groq/fast', llm_preference: 'balanced' },
    ]);
  });
});

describe('what an edit changes', () => {
  const plan = planSchema.parse({
    title: 'x',
    tasks: [
      { id: 'a', goal: 'a' },
      { id: 'b', goal: 'b', depends_on: ['a'] },
      { id: 'c', goal: 'c', depends_on: ['b'] },
      { id: 'd', goal: 'd' },
    ],
  });

  it('is the task itself and what depends on it, however far', () => {
    const next = { ...plan, tasks: plan.tasks.map((each) => (each.id === 'a' ? { ...each, goal: 'other' } : each)) };
    expect(planChanges(plan, next)).toEqual({ touched: ['a'], removed: [], affected: ['a', 'b', 'c'] });
  });

  it('is nothing when tasks are only moved or their lists are in another order', () => {
    const next = { ...plan, title: 'y', tasks: plan.tasks.toReversed().map((each) => ({ ...each, files: [...each.files].reverse() })) };
    expect(planChanges(plan, next)).toEqual({ touched: [], removed: [], affected: [] });
  });

  it('names what is gone', () => {
    expect(planChanges(plan, { ...plan, tasks: plan.tasks.slice(0, 3) })).toEqual({ touched: ['d'], removed: ['d'], affected: [] });
  });
});
