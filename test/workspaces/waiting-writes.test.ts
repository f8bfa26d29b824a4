import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WORKSPACE_WRITES_MAX } from '../../contracts/workspaces.js';
import { apiAlone } from '../api/alone.js';
import type { Api } from '../api/stack.js';
import type { TestDatabase } from '../harness/database.js';

let database: TestDatabase;
let close: () => Promise<void>;
let api: Api;
beforeAll(async () => {
  ({ database, api, close } = await apiAlone());
  // Nobody carries a job out: what is promised waits.
});
afterAll(() => close());

it('writes of one person wait in a queue that has an end, however many come at once', async () => {
  await database.sql(
    `insert into workspaces (id, user_id, name, template, language, head, status) values ('ws-full', 'local', 'w', 'python', 'python', $1, 'ready')`,
    ['a'.repeat(40)],
  );
  const write = () => api.ask('POST', '/code-generation/workspaces/ws-full/files?wait=0', { body: { files: [{ path: 'a.txt', content: 'x' }] } });
  const answers = await Promise.all(Array.from({ length: WORKSPACE_WRITES_MAX + 5 }, write));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(WORKSPACE_WRITES_MAX);
  expect(answers.filter(({ status, body }) => status === 409 && String(body['code']) === 'WORKSPACE_LIMIT')).toHaveLength(5);
  expect(await api.ask('POST', '/code-generation/workspaces/ws-full/git/commit?wait=0', { body: { message: 'x' } })).toMatchObject({ status: 409 });
  await database.sql(`update workspace_jobs set state = 'done', ended_at = now() where id = (select min(id) from workspace_jobs)`);
  expect((await write()).status).toBe(202);
});
