import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExecutionStage } from './stage.js';

let stage: ExecutionStage;
beforeAll(async () => {
  // As few at once as a small host can run sandboxes: the others must queue.
  stage = await ExecutionStage.open({ activitiesAtOnce: 3 });
  await stage.agents.database.sql(`insert into users (id, name, role) values ('eager', 'eager', 'developer'), ('modest', 'modest', 'developer')`);
});
afterAll(() => stage.close());

describe('many executions at once', () => {
  it('all end, and a user with few does not wait for one with many', async () => {
    const eager = await Promise.all(Array.from({ length: 36 }, () => stage.store('a calculator in Python, wrong 1 times', { userId: 'eager' })));
    const modest = await Promise.all(Array.from({ length: 4 }, () => stage.store('a calculator in Python, wrong 1 times', { userId: 'modest' })));
    await stage.relayAll([...eager, ...modest]);
    await Promise.all([...eager, ...modest].map((id) => stage.ended(id)));
    const rows = await stage.agents.database.sql<{ user_id: string; status: string }>('select user_id, status from executions order by ended_at');
    expect(new Set(rows.map(({ status }) => status))).toEqual(new Set(['passed']));
    expect(rows).toHaveLength(40);
    // They were asked for last; in turn with the others they end long before the eager user's last.
    const last = rows.findLastIndex(({ user_id }) => user_id === 'modest');
    expect(last).toBeLessThan(rows.length - 10);
  });
});
