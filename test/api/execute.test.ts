import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordExecutionChange } from '../../db/queries/record.js';
import { Api, Engines, TOKEN } from './stack.js';

const PROMPT = 'a function that reverses a list, in Python';
let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false, executions: { dailyLimit: 1_000 } });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const execute = (body: object = {}, headers: Record<string, string> = {}, token = TOKEN) =>
  api.ask('POST', '/api/execute', { body: { prompt: PROMPT, ...body }, headers, token });
const get = (id: string) => api.ask('GET', `/execute/${id}`);
const idOf = (answer: Awaited<ReturnType<typeof execute>>) => String(answer.body['execution_id']);

/** The end of a round, as its workflow would record it. */
async function end(id: string, status: 'passed' | 'failed' | 'partial' = 'passed', round = 1): Promise<void> {
  await api.database.orm.transaction((tx) =>
    recordExecutionChange(tx, {
      executionId: id,
      key: `ended/${round}`,
      event: { kind: 'execution.ended', round, status, attempt: 1, failure: null },
      patch: { status, endedAt: new Date(), attempt: 1, files: [{ path: 'a.py', content: 'x = 1\n', kind: 'code' }] },
    }),
  );
}

async function addUser(id: string, tier = 'registered'): Promise<string> {
  await engines.sql('insert into users (id, name, role, tier) values ($1, $1, $2, $3)', [id, 'developer', tier]);
  await engines.sql('insert into tokens (id, user_id, sha256) values ($1, $1, $2)', [id, createHash('sha256').update(`${id}-token`).digest('hex')]);
  return `${id}-token`;
}

describe('asking for an execution', () => {
  it('answers 202 with everything stored in one piece, with and without the prefix', async () => {
    const answer = await execute({ session_id: 's-1', output_preference: 'zip', timeout_seconds: 20 });
    const id = idOf(answer);
    expect(answer).toMatchObject({
      status: 202,
      body: {
        execution_id: expect.stringMatching(/^exec-[0-9a-z]{12}$/),
        status: 'queued',
        language: 'python',
        language_source: 'words',
        cached: false,
        estimate: { seconds: 30, usd: 0 },
        status_url: `/api/execute/${id}`,
        stream_url: `/api/execute/${id}/stream`,
      },
    });
    expect(answer.headers.get('location')).toBe(`/api/execute/${id}`);
    for (const path of [`/execute/${id}`, `/api/execute/${id}`])
      expect(await api.ask('GET', path)).toMatchObject({
        status: 200,
        body: {
          status: 'pending',
          attempt: 0,
          max_attempts: 5,
          code: null,
          tests: null,
          artifact: null,
          pr: null,
          attempts: [],
          session_id: 's-1',
          timeout_seconds: 20,
        },
      });
    const rows = await engines.sql('select kind, payload from outbox where build_id = $1', [id]);
    expect(rows).toEqual([{ kind: 'execute:1', payload: { round: 1, user: 'local', title: PROMPT } }]);
    expect(await engines.sql('select action from audit_log where subject = $1', [id])).toEqual([{ action: 'execution.create' }]);
  });

  it('is one execution for one Idempotency-Key, however often it is sent at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => execute({}, { 'idempotency-key': 'same' })));
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await execute({ language: 'node' }, { 'idempotency-key': 'same' })).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_MISMATCH' } });
  });

  it('tells the language from fences, files and words, and leaves it to a model otherwise', async () => {
    const found = async (body: object) => {
      const { body: answer } = await execute(body);
      return [answer['language'], answer['language_source']];
    };
    expect(await found({ prompt: 'mend this\n```ts\nlet a = 1\n```' })).toEqual(['typescript', 'fence']);
    expect(await found({ prompt: 'split utils.py into two' })).toEqual(['python', 'file']);
    expect(await found({ prompt: 'a debounce helper using TypeScript' })).toEqual(['typescript', 'words']);
    expect(await found({ prompt: 'an event emitter, JavaScript' })).toEqual(['javascript', 'words']);
    expect(await found({ prompt: 'sort a list of numbers' })).toEqual([null, null]);
    expect(await found({ prompt: 'sort a list', language: 'JavaScript' })).toEqual(['javascript', 'given']);
  });

  it('waits for the language to be confirmed when that is wanted', async () => {
    const answer = await execute({ confirm_language: true });
    const id = idOf(answer);
    expect(answer.body).toMatchObject({ waiting_for: 'language', language: 'python' });
    expect(await engines.sql('select 1 from outbox where build_id = $1', [id])).toEqual([]);
    expect(await api.ask('POST', `/execute/${id}/confirm`, { body: { language: 'typescript' } })).toMatchObject({
      status: 202,
      body: { waiting_for: null, language: 'typescript', language_source: 'confirmed' },
    });
    expect(await engines.sql('select kind from outbox where build_id = $1', [id])).toEqual([{ kind: 'execute:1' }]);
    expect((await api.ask('POST', `/execute/${id}/confirm`, { body: {} })).status).toBe(202);
    expect(await api.ask('POST', `/execute/${id}/confirm`, { body: { language: 'python' } })).toMatchObject({
      status: 409,
      body: { code: 'EXECUTION_RUNNING' },
    });
  });

  it.each([
    ['without a prompt', { prompt: ' ' }, '/prompt'],
    ['in a language without an image', { language: 'cobol' }, '/language'],
    ['with a context artifact that is not there', { context_artifacts: ['art-0123456789'] }, '/context_artifacts/0'],
    ['with too many attempts', { max_attempts: 11 }, '/max_attempts'],
    ['on a GitHub repository, which cannot be connected yet', { github_repo: 'me/it' }, '/github_repo'],
    ['with a key nobody knows', { speed: 1 }, '/speed'],
  ])('refuses one %s', async (_name, body, pointer) => {
    expect(await execute(body)).toMatchObject({ status: 422, body: { code: 'INVALID_INPUT', errors: [{ pointer }] } });
  });

  it('answers an equal one that passed from the cache, on request', async () => {
    const id = idOf(await execute({ prompt: 'cached, in Python' }));
    expect(idOf(await execute({ prompt: 'cached, in Python', cache: true }))).not.toBe(id);
    await end(id);
    expect(await execute({ prompt: 'cached, in Python', cache: true })).toMatchObject({
      status: 200,
      body: { execution_id: id, status: 'passed', cached: true },
    });
    expect(idOf(await execute({ prompt: 'cached, in Python' }))).not.toBe(id);
    expect((await execute({ prompt: 'cached, in Python', cache: true, output_preference: 'zip' })).status).toBe(202);
  });
});

describe('the quota of a day', () => {
  it('is exact when many ask at once, for each user by itself', async () => {
    const small = await Api.start(engines, { background: false, executions: { dailyLimit: 5 } });
    const token = await addUser('quentin');
    const ask = () => small.ask('POST', '/execute', { body: { prompt: PROMPT }, token });
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    const refused = answers.filter(({ status }) => status === 429);
    expect([answers.filter(({ status }) => status === 202).length, refused.length]).toEqual([5, 15]);
    expect(refused[0]).toMatchObject({ body: { code: 'QUOTA_EXHAUSTED' } });
    const seconds = Number(refused[0]?.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(86_400);
    expect(await engines.sql(`select count(*)::int as count from executions where user_id = 'quentin'`)).toEqual([{ count: 5 }]);
    const other = await addUser('oscar');
    expect((await small.ask('POST', '/execute', { body: { prompt: PROMPT }, token: other })).status).toBe(202);
    await small.stop();
  });
});

describe('another round', () => {
  it('begins when the last has ended, and not before', async () => {
    const id = idOf(await execute());
    expect(await api.ask('POST', `/execute/${id}/retry`, { body: {} })).toMatchObject({ status: 409, body: { code: 'EXECUTION_RUNNING' } });
    await end(id, 'partial');
    const key = { 'idempotency-key': `again-${id}` };
    const again = await Promise.all(
      [1, 2, 3].map(() => api.ask('POST', `/execute/${id}/retry`, { body: { guidance: 'mind the empty list', budget_usd: 2 }, headers: key })),
    );
    expect(again.map(({ status, body }) => [status, body['round']])).toEqual([1, 2, 3].map(() => [202, 2]));
    expect((await get(id)).body).toMatchObject({ status: 'pending', round: 2, attempt: 0, budget_usd: 2, failure: null, code: 'x = 1\n' });
    expect(await engines.sql('select kind from outbox where build_id = $1 order by kind', [id])).toEqual([{ kind: 'execute:1' }, { kind: 'execute:2' }]);
    await end(id, 'failed', 2);
    await api.ask('POST', `/execute/${id}/retry`, { body: { language: 'node' } });
    expect((await get(id)).body).toMatchObject({ round: 3, language: 'node', files: [] });
  });
});

describe('reading', () => {
  it('lists their own, newest first, by page, status and session', async () => {
    const token = await addUser('lisa');
    const ids: string[] = [];
    for (const session of ['a', 'a', 'b']) ids.unshift(idOf(await execute({ session_id: session }, {}, token)));
    await end(ids[0] ?? '');
    const list = async (query: string) =>
      (await api.ask('GET', `/executions?${query}`, { token })).body as unknown as {
        items: { id: string }[];
        executions: { id: string }[];
        total: number;
        page: number;
      };
    const all = await list('limit=2');
    expect(all).toMatchObject({ total: 3, page: 1 });
    expect(all.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(all.executions).toEqual(all.items);
    expect((await list('status=passed')).items.map(({ id }) => id)).toEqual([ids[0]]);
    expect((await list('session_id=a')).total).toBe(2);
    expect((await api.ask('GET', '/executions?status=done', { token })).status).toBe(422);
    expect((await get(ids[0] ?? '')).status).toBe(404);
    expect((await get('int-code-000000')).status).toBe(404);
  });

  it('streams events from the first or after the last one seen, to the end of the newest round', async () => {
    const id = idOf(await execute());
    await end(id, 'partial');
    await api.ask('POST', `/execute/${id}/retry`, { body: {} });
    await end(id, 'passed', 2);
    const stream = (headers: Record<string, string> = {}) => api.ask('GET', `/execute/${id}/stream`, { headers });
    const kinds = (text: string) => [...text.matchAll(/^event: (.*)$/gm)].map(([, kind]) => kind);
    const all = await stream();
    expect(kinds(all.text)).toEqual(['execution.queued', 'execution.ended', 'execution.queued', 'execution.ended']);
    expect(JSON.parse(/^data: (.*)$/m.exec(all.text)?.[1] ?? '')).toMatchObject({ seq: 1, execution_id: id, kind: 'execution.queued', round: 1 });
    expect(kinds((await stream({ 'last-event-id': '2' })).text)).toEqual(['execution.queued', 'execution.ended']);
    expect((await stream({ 'last-event-id': '4' })).status).toBe(204);
    expect((await stream({ 'last-event-id': 'x' })).status).toBe(422);
  });
});

describe('what is kept how long', () => {
  it('is 30 days of an end, 7 for the tier free, with all that belongs to it', async () => {
    const [registered, free] = [await addUser('rita'), await addUser('fred', 'free')];
    const [old, young, freeOld] = [idOf(await execute({}, {}, registered)), idOf(await execute({}, {}, registered)), idOf(await execute({}, {}, free))];
    for (const id of [old, young, freeOld]) await end(id);
    const age = (id: string, days: number) => engines.sql('update executions set ended_at = now() - make_interval(days => $2) where id = $1', [id, days]);
    await age(old, 31);
    await age(young, 29);
    await age(freeOld, 8);
    await api.app.deps.executionSweeper.runOnce(1_000_000);
    expect((await engines.sql<{ id: string }>('select id from executions where id = any($1)', [[old, young, freeOld]])).map(({ id }) => id)).toEqual([young]);
    expect(
      await engines.sql('select build_id from events where build_id = any($1) union select build_id from outbox where build_id = any($1)', [[old, freeOld]]),
    ).toEqual([]);
  });
});

describe('stopping', () => {
  it('ends one that waits for a person, and says when there is nothing to stop', async () => {
    const id = idOf(await execute({ confirm_language: true }));
    expect((await api.ask('POST', `/execute/${id}/stop`, { body: {} })).status).toBe(202);
    expect((await get(id)).body).toMatchObject({ status: 'failed', failure: { code: 'STOPPED' }, waiting_for: null });
    expect(await api.ask('POST', `/execute/${id}/stop`, { body: {} })).toMatchObject({ status: 409, body: { code: 'EXECUTION_ENDED' } });
  });
});
