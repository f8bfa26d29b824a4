import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../config.js';
import { reportProviders } from '../../worker-models.js';
import { Api, Engines } from './stack.js';

/** What a person reads over all of their builds at once. */
let engines: Engines;
let api: Api;
let id: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  id = await api.create({ description: 'a REST API for books', domain: 'library' });
  const project = (await engines.sql<{ project_id: string }>('select project_id from builds where id = $1', [id]))[0]?.project_id;
  for (const [name, status] of [
    ['1', 'superseded'],
    ['2', 'live'],
  ])
    await engines.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status, "commit", url) values ($1, $2, $3, 'staging', $4, $5, 'abc', 'http://127.0.0.1:1')`,
      [`${id}-staging-${name}`, id, project, Number(name), status],
    );
  await engines.sql(`insert into environments (project_id, name, active_deployment_id, previous_deployment_id) values ($1, 'staging', $2, $3)`, [
    project,
    `${id}-staging-2`,
    `${id}-staging-1`,
  ]);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

describe('the overviews', () => {
  it('list deployments of all builds with the build they are of, by environment and status', async () => {
    const all = await api.ask('GET', '/api/deployments');
    expect(all).toMatchObject({ status: 200, body: { total: 2, page: 1 } });
    expect((await api.ask('GET', '/deployments?environment=staging&status=live')).body).toMatchObject({
      deployments: [{ id: `${id}-staging-2`, build_id: id, build_title: expect.stringMatching(/books/), environment: 'staging', generation: 2 }],
      total: 1,
    });
    expect((await api.ask('GET', '/deployments?environment=production')).body).toMatchObject({ items: [], total: 0 });
    for (const query of ['environment=mars', 'project_id=', 'project_id=a%00b']) expect((await api.ask('GET', `/deployments?${query}`)).status).toBe(422);
  });

  it('list what serves of one project, however many deployments others have', async () => {
    const other = await api.create({ description: 'a REST API for films' });
    const projectOf = async (build: string) =>
      (await engines.sql<{ project_id: string }>('select project_id from builds where id = $1', [build]))[0]?.project_id ?? '';
    await engines.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status)
        select 'film-' || number, $1, $2, 'staging', number, 'live' from generate_series(1, 250) number`,
      [other, await projectOf(other)],
    );
    const live = async (project: string) => (await api.ask('GET', `/deployments?environment=staging&status=live&limit=1&project_id=${project}`)).body;
    expect(await live(await projectOf(id))).toMatchObject({ items: [{ id: `${id}-staging-2` }], total: 1 });
    expect(await live('proj-nobody')).toMatchObject({ items: [], total: 0 });
    await engines.sql('delete from deployments where build_id = $1', [other]);
  });

  it('say of the deployment that serves, and of no other, which one a rollback returns to', async () => {
    const { items } = (await api.ask('GET', '/deployments')).body as unknown as { items: { id: string; rolls_back_to: object | null }[] };
    const returns = items.map((each) => [each.id, each.rolls_back_to]);
    expect(Object.fromEntries(returns)).toMatchObject({
      [`${id}-staging-1`]: null,
      [`${id}-staging-2`]: { id: `${id}-staging-1`, build_id: id, commit: 'abc', created_at: expect.stringMatching(/Z$/) },
    });
    await engines.sql('update environments set previous_deployment_id = null');
    expect((await api.ask('GET', '/deployments?status=live')).body).toMatchObject({ items: [{ rolls_back_to: null }], total: 1 });
  });

  it('say what took the place of a deployment, when and by whom, and whether that was a roll back', async () => {
    const [first, second] = [`${id}-staging-1`, `${id}-staging-2`];
    const live = async (seq: number, deployment: string, key: string) =>
      engines.sql(`insert into events (build_id, seq, key, kind, data, at) values ($1, $2, $3, 'deploy.ended', $4, now() - make_interval(mins => 1000 - $2))`, [
        id,
        seq,
        key,
        { deployment, environment: 'staging', status: 'live' },
      ]);
    const replaced = async (now: string) => {
      await engines.sql(`update deployments set status = case when id = $1 then 'live' else 'superseded' end where build_id = $2`, [now, id]);
      const { items } = (await api.ask('GET', '/deployments')).body as unknown as { items: { id: string; replaced_by: object | null }[] };
      return Object.fromEntries(items.map((each) => [each.id, each.replaced_by]));
    };
    await engines.sql(
      `insert into approvals (id, build_id, decision, gate, generation, subject_digest, user_id, result, created_at)
        values ('d1', $1, 'deploy', 'G8', 1, 'd', 'ada', '{}', now() - interval '1 day'), ('d2', $1, 'deploy', 'G8', 9, 'd', 'eve', '{}', now() + interval '1 day')`,
      [id],
    );
    await live(901, first, `${first}/end`);
    await live(902, second, `${second}/end`);
    expect(await replaced(second)).toEqual({
      [first]: { id: second, build_id: id, commit: 'abc', at: expect.stringMatching(/Z$/), by: 'ada', returned: false },
      [second]: null,
    });
    await engines.sql(`insert into audit_log (key, actor, action, subject, detail) values ($1, 'bob', 'build.rollback', $2, '{}')`, [`${id}/rollback:1`, id]);
    await live(903, first, `${id}/deploy/rollback-1/end`);
    expect(await replaced(first)).toEqual({
      [first]: null,
      [second]: { id: first, build_id: id, commit: 'abc', at: expect.stringMatching(/Z$/), by: 'bob', returned: true },
    });
    await engines.sql(`update deployments set status = 'superseded' where build_id = $1`, [id]);
  });

  it('list ended builds with what was planned and what happened', async () => {
    expect((await api.ask('GET', '/retrospectives')).body).toMatchObject({ retrospectives: [], total: 0 });
    await engines.sql(
      `update builds set status = 'completed', ended_at = created_at + interval '90 minutes', cost_usd = 0.5, estimate = '{"hours":1,"usd":2,"basis":""}',
        retrospective = '{"summary":"done","went_well":["a"],"to_improve":[7]}' where id = $1`,
      [id],
    );
    const { body } = await api.ask('GET', '/retrospectives?status=completed');
    expect(body).toMatchObject({ total: 1, items: [{ build_id: id, domain: 'library', planned: { hours: 1, usd: 2 }, actual: { hours: 1.5, usd: 0.5 } }] });
    expect(body['items']).toMatchObject([{ summary: 'done', went_well: ['a'], to_improve: [] }]);
  });

  it('show the settings, the names of keys but never a key', async () => {
    const { status, body, text } = await api.ask('GET', '/settings');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { budgets: { daily_usd: null, monthly_usd: 200, spent_month_usd: 0 }, limits: { execution_attempts: 5 }, settings: { MW_PORT: '4400' } },
    });
    expect(text).toMatch(/"key_variable":"[A-Z_]+"/);
  });

  it('say of each provider whether its key is there and what it lacks, never the key, nor one in an address', async () => {
    const config = parseConfig({
      GROQ_API_KEY: 'gsk-secret',
      OPENAI_API_KEY: 'sk-secret',
      OLLAMA_BASE_URL: 'http://me:pass-secret@10.0.0.1:11434?key=query-secret',
    });
    const other = await Api.start(engines, { background: false, models: reportProviders(config) });
    try {
      const { body, text } = await other.ask('GET', '/settings');
      const providers = new Map((body['models'] as unknown as { providers: { name: string }[] }).providers.map((each) => [each.name, each]));
      expect(providers.get('groq')).toMatchObject({ key_variable: 'GROQ_API_KEY', key_set: true, missing: null });
      expect(providers.get('anthropic')).toMatchObject({ key_set: false, missing: 'set ANTHROPIC_API_KEY' });
      expect(providers.get('ollama')).toMatchObject({ key_variable: null, key_set: false, base_url: 'http://10.0.0.1:11434/v1', missing: null });
      expect(body['models']).toMatchObject({ answers: 'chains' });
      expect(text).not.toContain('-secret');
    } finally {
      await other.stop();
    }
  });

  it('name each gate and what it settles', async () => {
    const { gates } = (await api.ask('GET', '/settings')).body as unknown as { gates: { gate: string; title: string; means: string }[] };
    expect(gates.map(({ gate }) => gate)).toEqual(['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7', 'G8', 'G9']);
    for (const { title, means } of gates) expect(`${title}: ${means}`).toMatch(/^[A-Z][\w ]+: .+\.$/);
  });
});
