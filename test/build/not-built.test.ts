import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadBuild } from '../../activities/agent/session-store.js';
import { notBuiltOf } from '../../activities/build/not-built.js';
import { NOT_BUILT_NOTE, NOT_BUILT_RISK } from '../../contracts/not-built.js';
import { storePlanVersion } from '../../db/queries/plans.js';
import { journal } from '../../db/schema/index.js';
import { AgentStage } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

it('tells once what the plan in force and the notes of the agents say is not built', async () => {
  const { orm } = stage.database.db;
  const { buildId } = await newBuild(stage.database.db);
  const build = await loadBuild(orm, buildId);
  expect(await notBuiltOf(orm, build)).toEqual([]);
  const plan = { title: 'Tasks', tasks: [{ id: 'api', goal: 'serve' }], risks: ['one process', `${NOT_BUILT_RISK}GraphQL`] };
  await storePlanVersion(orm, { buildId, key: 'plan', digest: 'd'.repeat(64), plan, author: 'template' });
  const note = `${NOT_BUILT_NOTE}\n- Send a postcard`;
  const rows = ['model', 'api'].map((key) => ({ buildId, key, kind: 'note', owner: 'backend-developer', text: note }));
  await orm.insert(journal).values([...rows, { buildId, key: 'other', kind: 'note', owner: 'architect', text: 'All is well\n- really' }]);
  expect(await notBuiltOf(orm, { ...build, planVersion: 1 })).toEqual(['GraphQL', 'Send a postcard']);
});
