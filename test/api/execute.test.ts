import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordExecutionChange } from '../../db/queries/record.js';
import { sayQueue } from '../../db/queries/sandbox-queue.js';
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
    ['in a repository whose language is to be confirmed', { github_repo: 'me/it', confirm_language: true }, '/confirm_language'],
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

describe('in an existing repository', () => {
  const stored = (id: string) => engines.sql('select url, ref, commit, base_commit from execution_repositories where execution_id = $1', [id]);

  it('is stored with its address, and leaves the language to the repository', async () => {
    const answer = await execute({ github_repo: 'https://example.org/shop.git#next', output_preference: 'pr' });
    expect(answer).toMatchObject({ status: 202, body: { language: null, language_source: null } });
    expect(await stored(idOf(answer))).toEqual([{ url: 'https://example.org/shop.git', ref: 'next', commit: null, base_commit: null }]);
    expect((await get(idOf(answer))).body).toMatchObject({ repository: { url: 'https://example.org/shop.git', ref: 'next', base_commit: null }, pr: null });
    const short = await execute({ github_repo: { url: 'me/it', commit: 'c'.repeat(40) }, language: 'typescript' });
    expect(short.body).toMatchObject({ language: 'typescript', language_source: 'given' });
    expect(await stored(idOf(short))).toMatchObject([{ url: 'https://github.com/me/it.git', commit: 'c'.repeat(40) }]);
  });

  it.each([
    'http://example.org/a.git',
    'https://localhost/a.git',
    'https://10.1.2.3/a.git',
    'ssh://git@example.org/a.git',
    'https://me:token@example.org/a.git',
  ])('is refused for %s, with the place', async (github_repo) => {
    expect(await execute({ github_repo })).toMatchObject({ status: 422, body: { code: 'REPO_URL_NOT_ALLOWED', errors: [{ pointer: '/github_repo' }] } });
  });

  it('is answered from the cache only at a commit, and keeps its language in another round', async () => {
    const at = (commit: string) => ({ github_repo: { url: 'https://example.org/cached.git', commit } });
    const id = idOf(await execute(at('a'.repeat(40))));
    await end(id);
    expect(idOf(await execute({ ...at('a'.repeat(40)), cache: true }))).toBe(id);
    expect(idOf(await execute({ ...at('b'.repeat(40)), cache: true }))).not.toBe(id);
    const moving = idOf(await execute({ github_repo: 'https://example.org/cached.git' }));
    await end(moving);
    expect(idOf(await execute({ github_repo: 'https://example.org/cached.git', cache: true }))).not.toBe(moving);
    expect(await api.ask('POST', `/execute/${id}/retry`, { body: { language: 'node' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/language' }] },
    });
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

  it('counts rounds that were asked for, not what was repeated, refused or answered from the cache', async () => {
    const small = await Api.start(engines, { background: false, executions: { dailyLimit: 3 } });
    const token = await addUser('quincy');
    const ask = (path: string, body: object, headers: Record<string, string> = {}) => small.ask('POST', path, { body, headers, token });
    const used = () => engines.sql(`select used from execution_days where user_id = 'quincy'`);
    const key = { 'idempotency-key': 'quincy-1' };
    const id = idOf(await ask('/execute', { prompt: PROMPT }, key));
    expect((await ask('/execute', { prompt: PROMPT }, key)).status).toBe(202);
    expect((await ask('/execute', { prompt: '' })).status).toBe(422);
    expect((await ask(`/execute/${id}/retry`, {})).status).toBe(409);
    expect(await used()).toEqual([{ used: 1 }]);
    await end(id);
    expect((await ask('/execute', { prompt: PROMPT, cache: true })).status).toBe(200);
    expect((await ask(`/execute/${id}/retry`, {})).status).toBe(202);
    expect(await used()).toEqual([{ used: 2 }]);
    // Yesterday's count is none of today's.
    await engines.sql(`insert into execution_days (user_id, day, used) values ('quincy', '2020-01-01', 3)`);
    expect((await ask('/execute', { prompt: PROMPT })).status).toBe(202);
    expect((await ask('/execute', { prompt: PROMPT })).status).toBe(429);
    // What is stopped was begun all the same.
    await end(id, 'failed', 2);
    expect((await ask(`/execute/${id}/retry`, {})).status).toBe(429);
    await small.stop();
  });

  it('is none where the limit is 0', async () => {
    const free = await Api.start(engines, { background: false, executions: { dailyLimit: 0 } });
    const token = await addUser('quest');
    const answers = await Promise.all(Array.from({ length: 10 }, () => free.ask('POST', '/execute', { body: { prompt: PROMPT }, token })));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    await free.stop();
  });
});

describe('waiting for its turn', () => {
  it('is seen from the first moment, in turn between users, and over when it has begun', async () => {
    await engines.sql(`update executions set ended_at = now() where ended_at is null`);
    const token = await addUser('wilma');
    const mine = [idOf(await execute()), idOf(await execute())];
    const hers = idOf(await execute({}, {}, token));
    const place = async (id: string, as = TOKEN) => (await api.ask('GET', `/execute/${id}`, { token: as })).body['queue'];
    expect(await place(mine[0] ?? '')).toEqual({ for: 'start', what: 'its first attempt', position: 1, ahead: 0, waiting: 3, since: expect.any(String) });
    expect(await place(hers, token)).toMatchObject({ position: 2, ahead: 1 });
    expect(await place(mine[1] ?? '')).toMatchObject({ position: 3, ahead: 2 });
    await engines.sql(`update executions set status = 'running', attempt = 1 where id = $1`, [mine[0]]);
    expect(await place(mine[0] ?? '')).toBeNull();
    const row = { id: 'w/1', subject: mine[0] ?? '', what: 'checks', position: 4, waiting: 9, since: new Date().toISOString() };
    await sayQueue(api.database.orm, 'w', [row]);
    expect(await place(mine[0] ?? '')).toMatchObject({ for: 'sandbox', what: 'checks', position: 4, ahead: 3, waiting: 9 });
    await end(mine[0] ?? '');
    expect(await place(mine[0] ?? '')).toBeNull();
    expect(await place(mine[1] ?? '')).toMatchObject({ position: 1, waiting: 2 });
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
  it('of what attempts printed is that of the newest fifty, and a round on an older one goes on without', async () => {
    const token = await addUser('lola');
    const made = await engines.sql<{ id: string }>(`
      insert into executions (id, user_id, prompt, context, output_preference, llm_preference, max_attempts, timeout_seconds, asked_sha256, status, budget_usd, created_at, ended_at)
      select 'exec-lola' || lpad(n::text, 8, '0'), 'lola', 'p', '[]', 'snippet', 'balanced', 5, 60, 'x', 'partial', 1, now() + make_interval(secs => n), now()
      from generate_series(1, 52) n returning id`);
    const ids = made.map(({ id }) => id).sort();
    await engines.sql(`insert into execution_attempts (execution_id, round, attempt, state, output) select unnest($1::text[]), 1, 1, 'failed', 'printed'`, [
      ids,
    ]);
    await api.app.deps.executionSweeper.runOnce(1_000_000);
    const kept = await engines.sql<{ execution_id: string }>(
      `select execution_id from execution_attempts where output is not null and execution_id = any($1)`,
      [ids],
    );
    expect(kept.map(({ execution_id }) => execution_id).sort()).toEqual(ids.slice(2).sort());
    expect(await api.ask('GET', `/execute/${ids[0]}`, { token })).toMatchObject({ status: 200, body: { attempts: [{ attempt: 1, status: 'failed' }] } });
    expect((await api.ask('POST', `/execute/${ids[0]}/retry`, { body: {}, token })).status).toBe(202);
  });

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
