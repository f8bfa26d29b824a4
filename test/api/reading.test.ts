import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { and, eq } from 'drizzle-orm';
import { keepArtifact } from '../../activities/build/artifacts.js';
import { record } from '../../db/queries/record.js';
import { sayQueue } from '../../db/queries/sandbox-queue.js';
import { builds, events, planVersions } from '../../db/schema/index.js';
import { Api, Engines } from './stack.js';

const NIGHT_MS = 9 * 3_600_000;
const EVIL = '<script>alert(1)</script>';
let engines: Engines;
let api: Api;
let id: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  id = await api.create({ description: 'a REST API for books', domain: 'library' });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const read = (what: string) => api.ask('GET', `/api/coding_agent/${id}/${what}`);

describe('what a build left', () => {
  it('is listed without its content, and served as an attachment that no browser runs', async () => {
    const { id: artifact, sha256 } = await keepArtifact(api.database.orm, {
      buildId: id,
      gate: 'G4',
      name: 'ux/option "1".html',
      mediaType: 'text/html',
      content: EVIL,
    });
    const list = await read('artifacts?status=available');
    expect(list.body).toMatchObject({
      total: 1,
      artifacts: [{ id: artifact, gate: 'G4', bytes: EVIL.length, sha256, url: `/api/coding_agent/${id}/artifacts/${artifact}` }],
    });
    expect(list.text).not.toContain('alert');
    expect((await read('artifacts?status=expired')).body).toMatchObject({ total: 0, items: [] });
    const content = await read(`artifacts/${artifact}`);
    expect(content).toMatchObject({ status: 200, text: EVIL });
    expect(content.headers.get('content-disposition')).toBe(`attachment; filename="option__1_.html"; filename*=UTF-8''option%20%221%22.html`);
    expect(content.headers.get('x-content-type-options')).toBe('nosniff');
    expect(content.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect((await api.ask('GET', `/api/coding_agent/${await api.create()}/artifacts/${artifact}`)).status).toBe(404);
  });

  it('has its diff as text', async () => {
    await keepArtifact(api.database.orm, { buildId: id, name: 'build.diff', mediaType: 'text/x-diff', content: '+one\n' });
    expect(await read('diff')).toMatchObject({ status: 200, text: '+one\n' });
  });

  it('shows the tasks of a plan that waits for approval, before there are any at work', async () => {
    const build = await api.create();
    const plan = {
      title: 'Books',
      tasks: [
        { id: 't2', goal: 'test it', depends_on: ['t1'] },
        { id: 't1', goal: 'write it', files: ['app.py'] },
      ],
    };
    await api.database.orm.insert(planVersions).values([
      { buildId: build, version: 1, digest: 'old', plan: { title: 'Books', tasks: [{ id: 'old', goal: 'x' }] }, author: 'template', key: 'one' },
      { buildId: build, version: 2, digest: 'd', plan, author: 'template', key: 'two' },
    ]);
    const tasks = async () => (await api.ask('GET', `/api/coding_agent/status/${build}`)).body['tasks'] as unknown as Record<string, unknown>[];
    const waitingFor = { kind: 'plan' as const, gate: 'G2' as const, subject_digest: 'd', summary: '', since: new Date().toISOString(), actions: [] };
    expect(await tasks()).toEqual([]);
    await record(api.database.orm, { buildId: build, key: 'wait', patch: { waitingFor, planVersion: 2, planDigest: 'd' } });
    expect(await tasks()).toEqual([
      {
        id: 't1',
        goal: 'write it',
        role: 'backend-developer',
        status: 'planned',
        attempts: 0,
        result: null,
        files: ['app.py'],
        depends_on: [],
        complexity: 1,
        started_at: null,
        ended_at: null,
      },
      expect.objectContaining({ id: 't2', status: 'planned', depends_on: ['t1'] }),
    ]);
    await record(api.database.orm, { buildId: build, key: 'approved', patch: { waitingFor: null } });
    expect(await tasks()).toEqual([]);
  });

  it('comes in pages that add up, with the list under its own name', async () => {
    for (const number of [1, 2, 3, 4, 5])
      await record(api.database.orm, {
        buildId: id,
        key: `n${number}`,
        event: { kind: 'phase.started', phase: 'plan', progress: number },
        journal: { kind: 'note', owner: 'analyst', text: `note ${number}` },
      });
    const pages = await Promise.all([1, 2, 3].map((page) => read(`journal?limit=2&page=${page}`)));
    expect(pages.map(({ body }) => [body['total'], body['page'], (body['journal'] as unknown as { text: string }[]).map(({ text }) => text)])).toEqual([
      [5, 1, ['note 1', 'note 2']],
      [5, 2, ['note 3', 'note 4']],
      [5, 3, ['note 5']],
    ]);
    expect((await read('timeline')).body).toMatchObject({
      total: 6,
      timeline: [{ seq: 1, kind: 'build.created' }, { seq: 2, kind: 'phase.started', progress: 1 }, {}, {}, {}, {}],
    });
  });

  it('is counted by what it was about', async () => {
    await record(api.database.orm, {
      buildId: id,
      key: 'done',
      patch: { status: 'completed', estimate: { hours: 10, usd: 1, basis: '' }, retrospective: { summary: 'good' }, endedAt: new Date() },
    });
    const { body } = await api.ask('GET', '/coding_agent/learning_stats');
    expect(body).toMatchObject({
      total_builds: 3,
      successful_builds: 1,
      success_rate_percent: 33.3,
      domain_stats: { library: { count: 1, avg_duration: expect.any(Number) } },
      reusable_components: [],
    });
    expect(Number(body['avg_efficiency_gain'])).toBeGreaterThan(99);
    // A night at a gate is no work.
    const figures = async () => {
      const { body: all } = await api.ask('GET', '/api/retrospectives');
      const rows = all['retrospectives'] as unknown as { build_id: string; actual: { hours: number }; waited_hours: number }[];
      const one = rows.find(({ build_id }) => build_id === id);
      return { hours: one?.actual.hours ?? Number.NaN, waited: one?.waited_hours };
    };
    const before = await figures();
    const evening = new Date(Date.now() - NIGHT_MS);
    await api.database.orm.update(builds).set({ createdAt: evening }).where(eq(builds.id, id));
    const turn = (seq: number, kind: string, at: Date) => ({ buildId: id, seq, key: `turn ${seq}`, kind, data: {}, at });
    await api.database.orm.insert(events).values([turn(901, 'gate.opened', evening), turn(902, 'gate.decided', new Date())]);
    expect(await figures()).toEqual({ hours: expect.closeTo(before.hours, 2), waited: expect.closeTo(NIGHT_MS / 3_600_000, 2) });
    // Nobody decided: it was stopped while it waited.
    await api.database.orm.delete(events).where(and(eq(events.buildId, id), eq(events.seq, 902)));
    expect(await figures()).toEqual({ hours: expect.closeTo(before.hours, 2), waited: expect.closeTo(NIGHT_MS / 3_600_000, 2) });
    expect(await read('retrospective')).toMatchObject({ status: 200, body: { summary: 'good' } });
  });
});

// Last, for it ends a build, and ended ones are counted above.
describe('the queue of a build', () => {
  it('says where it waits for a sandbox, while it does and has not ended', async () => {
    const build = await api.create();
    const queue = async () => (await api.ask('GET', `/api/coding_agent/status/${build}`)).body['queue'];
    expect(await queue()).toBeNull();
    const row = { id: 'w/1', subject: build, what: 'a command', waiting: 6, since: new Date().toISOString() };
    // Of two tasks side by side the one that is next.
    await sayQueue(api.database.orm, 'w', [
      { ...row, position: 5 },
      { ...row, id: 'w/2', position: 2 },
    ]);
    expect(await queue()).toMatchObject({ for: 'sandbox', what: 'a command', position: 2, ahead: 1, waiting: 6 });
    await record(api.database.orm, { buildId: build, key: 'end', patch: { endedAt: new Date() } });
    expect(await queue()).toBeNull();
  });
});
