import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { record, recordChange } from '../../db/queries/record.js';
import type { BuildEvent } from '../../contracts/events.js';
import { isAskedFor, notificationOf, PUBLIC_EVENTS } from '../../contracts/notifications.js';
import { apiAlone } from '../api/alone.js';
import type { Api } from '../api/stack.js';
import { newBuild } from '../harness/builds.js';
import type { TestDatabase } from '../harness/database.js';

let database: TestDatabase;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ database, api, close } = await apiAlone());
});
afterAll(() => close());

const DIGEST = 'a'.repeat(64);
const opened = (wait: 'plan' | 'deploy' | 'budget'): BuildEvent => ({ kind: 'gate.opened', gate: 'G2', wait, subject_digest: DIGEST, summary: 'look at it' });
const EVENTS: BuildEvent[] = [
  opened('plan'),
  { kind: 'question', task: 't1', question: 'Which database?', subject_digest: DIGEST },
  opened('deploy'),
  { kind: 'deploy.started', deployment: 'd1', environment: 'staging' },
  { kind: 'deploy.ended', deployment: 'd1', environment: 'staging', status: 'live', url: 'http://tasks.localhost', detail: null },
  { kind: 'retrospective', summary: 'it went well' },
  { kind: 'build.ended', status: 'completed', failure: null },
];

type Listed = {
  unread: number;
  total: number;
  items: { id: number; kind: string; title: string; open: boolean; read_at: string | null; seq: number; page: string }[];
};
const list = async (query = '') => (await api.ask('GET', `/notifications${query}`)).body as unknown as Listed;

describe('notifications', () => {
  it('are made from events, in the same transaction, once each', async () => {
    const { buildId } = await newBuild(database.db, { title: 'Tasks' });
    // Side by side, as after a pause: one of the two is refused as a whole, or finds it recorded.
    for (const [at, event] of EVENTS.entries()) await Promise.allSettled([1, 2].map(() => record(database.db.orm, { buildId, key: `e${at}`, event })));
    await record(database.db.orm, { buildId, key: 'turn', event: { kind: 'working', what: 'tests', seconds: 8 } });
    const { items, total, unread } = await list();
    expect(items.map(({ kind }) => kind).toReversed()).toEqual([
      'plan_ready',
      'input_needed',
      'build_ready',
      'deployment',
      'deployment',
      'retrospective_ready',
      'build_ended',
    ]);
    // What the build asked for is settled with its end.
    expect([total, unread]).toEqual([7, 4]);
    expect(items.map(({ title }) => title).toReversed()).toEqual([
      'Plan to approve: Tasks',
      'Question of Tasks',
      'Ready to deploy: Tasks',
      'Deploying to staging: Tasks',
      'Live on staging: Tasks',
      'Retrospective: Tasks',
      'Complete: Tasks',
    ]);
    // Nothing is told of what did not happen.
    await expect(
      database.db.orm.transaction(async (tx) => {
        await recordChange(tx, { buildId, key: 'never', event: opened('budget') });
        throw new Error('it did not happen');
      }),
    ).rejects.toThrow('it did not happen');
    expect((await list()).total).toBe(7);
  });

  it('say whether they still ask for something', async () => {
    const { buildId } = await newBuild(database.db, { title: 'Waits' });
    await record(database.db.orm, {
      buildId,
      key: 'g',
      event: opened('plan'),
      patch: { waitingFor: { kind: 'plan', gate: 'G2', subject_digest: DIGEST, summary: 's', since: '', actions: ['approve', 'requestChanges'] } },
    });
    expect((await list('?limit=1')).items[0]).toMatchObject({ open: true, actions: ['approve', 'request_changes'], page: expect.stringContaining(buildId) });
    await record(database.db.orm, {
      buildId,
      key: 'd',
      event: { kind: 'gate.decided', gate: 'G2', decision: 'approve', by: 'local', subject_digest: DIGEST },
      patch: { waitingFor: null },
    });
    expect((await list('?limit=1')).items[0]).toMatchObject({ open: false, actions: [], read_at: expect.any(String) });
  });

  it('of what was decided are read, by whomever it was decided; of what waits still they are not', async () => {
    const { buildId } = await newBuild(database.db, { title: 'Settled' });
    const open = (key: string, digest: string) => ({
      buildId,
      key,
      event: { kind: 'gate.opened' as const, gate: 'G2' as const, wait: 'plan' as const, subject_digest: digest, summary: key },
      patch: { waitingFor: { kind: 'plan' as const, gate: 'G2' as const, subject_digest: digest, summary: key, since: '', actions: ['approve'] } },
    });
    // With edits: what is approved has another digest than what was shown.
    const decided: BuildEvent = { kind: 'gate.decided', gate: 'G2', decision: 'approve', by: 'local', subject_digest: 'c'.repeat(64) };
    const before = (await list()).unread;
    await record(database.db.orm, open('first', 'b'.repeat(64)));
    expect((await list()).unread).toBe(before + 1);
    await record(database.db.orm, { buildId, key: 'decided', event: decided, patch: { waitingFor: null } });
    expect((await list()).unread).toBe(before);
    await record(database.db.orm, open('second', 'd'.repeat(64)));
    // A stop that is said while something waits: it is decided when the build has ended.
    await record(database.db.orm, { buildId, key: 'stop', event: { ...decided, decision: 'stop', by: 'other', subject_digest: null } });
    expect((await list()).unread).toBe(before + 1);
    await record(database.db.orm, { buildId, key: 'end', event: { kind: 'build.ended', status: 'stopped', failure: null }, patch: { waitingFor: null } });
    const unread = (await list('?status=unread&limit=200')).items.filter(({ page }) => page.includes(buildId));
    expect(unread.map(({ kind }) => kind)).toEqual(['build_ended']);
  });

  it('of what a person did themselves are in their list, but nothing new to them; how it failed is', async () => {
    const unreadAfter = async (by: string, decision: string, told: BuildEvent[]) => {
      const { buildId } = await newBuild(database.db, { title: 'Own doing' });
      await record(database.db.orm, { buildId, key: 'decided', event: { kind: 'gate.decided', gate: 'G8', decision, by, subject_digest: DIGEST } });
      for (const [at, event] of told.entries()) await record(database.db.orm, { buildId, key: `t${at}`, event });
      const { items } = await list('?limit=200');
      const own = items.filter(({ page }) => page.includes(buildId));
      expect(own).toHaveLength(told.length);
      return own.filter((item) => item.read_at === null).map(({ title }) => title.split(':')[0]);
    };
    const deployed = (status: string): BuildEvent[] => [
      { kind: 'deploy.started', deployment: 'd', environment: 'staging' },
      { kind: 'deploy.ended', deployment: 'd', environment: 'staging', status, url: null, detail: null },
    ];
    const ended = (status: 'completed' | 'stopped' | 'failed'): BuildEvent[] => [{ kind: 'build.ended', status, failure: null }];
    expect(await unreadAfter('local', 'deploy', deployed('live'))).toEqual([]);
    expect(await unreadAfter('other', 'deploy', deployed('live'))).toEqual(['Live on staging', 'Deploying to staging']);
    expect(await unreadAfter('local', 'deploy', deployed('rolled_back'))).toEqual(['Back to the version before on staging']);
    expect(await unreadAfter('local', 'complete', ended('completed'))).toEqual([]);
    expect(await unreadAfter('local', 'stop', ended('stopped'))).toEqual([]);
    expect(await unreadAfter('other', 'reject', ended('stopped'))).toEqual(['Stopped']);
    expect(await unreadAfter('local', 'approve', ended('failed'))).toEqual(['Failed']);
  });

  it('of a plan that a person edited, and of what waits once more after their deployment, are not new to them', async () => {
    const { buildId } = await newBuild(database.db, { title: 'Again' });
    const unread = async () => (await list('?status=unread&limit=200')).items.filter(({ page }) => page.includes(buildId)).map(({ kind }) => kind);
    const [edited, anew, commit] = ['1', '2', '3'].map((digit) => digit.repeat(64));
    const open = (key: string, wait: 'plan' | 'deploy', digest = '') =>
      record(database.db.orm, {
        buildId,
        key,
        event: { ...opened(wait), subject_digest: digest } as BuildEvent,
        patch: { waitingFor: { kind: wait, gate: 'G2', subject_digest: digest, summary: 's', since: '', actions: ['approve'] } },
      });
    await database.sql(`insert into plan_versions (build_id, version, digest, plan, author, key) values
      ('${buildId}', 1, '${edited}', '{}', 'local', 'v1'), ('${buildId}', 2, '${anew}', '{}', 'some-model', 'v2')`);
    await open('edited', 'plan', edited);
    expect(await unread()).toEqual([]);
    await open('anew', 'plan', anew);
    expect(await unread()).toEqual(['plan_ready']);
    await open('ready', 'deploy', commit);
    expect(await unread()).toEqual(['build_ready', 'plan_ready']);
    const deployed: BuildEvent = { kind: 'gate.decided', gate: 'G8', decision: 'deploy', by: 'local', subject_digest: commit ?? '' };
    await record(database.db.orm, { buildId, key: 'd', event: deployed, patch: { waitingFor: null } });
    await open('ready again', 'deploy', commit);
    expect(await unread()).toEqual([]);
  });

  it('are read and unread, one by one or all that were there', async () => {
    const before = await list('?status=unread');
    const [newest, second] = before.items;
    const mark = (body: object) => api.ask('POST', '/notifications/read', { body });
    expect((await mark({ ids: [newest?.id] })).body).toEqual({ unread: before.unread - 1 });
    expect((await mark({ ids: [newest?.id], read: false })).body).toEqual({ unread: before.unread });
    expect((await mark({ up_to: second?.id })).body).toEqual({ unread: 1 });
    expect((await list('?status=unread')).items.map(({ id }) => id)).toEqual([newest?.id]);
    expect((await list('?status=read')).total).toBe((await list()).total - 1);
    for (const body of [{}, { ids: 'all' }, { ids: [0] }, { up_to: 1, ids: [1] }, { up_to: 1, read: false }]) expect((await mark(body)).status).toBe(422);
    expect((await api.ask('GET', '/notifications?status=gone')).status).toBe(422);
  });

  it("are a person's own", async () => {
    await database.sql(`insert into users (id, name, role) values ('other', 'Other', 'viewer') on conflict do nothing`);
    const { buildId } = await newBuild(database.db, { userId: 'other', title: 'Theirs' });
    await record(database.db.orm, { buildId, key: 'g', event: opened('plan') });
    const mine = await list('?limit=200');
    expect(mine.items.filter(({ title }) => title.includes('Theirs'))).toEqual([]);
    const [theirs] = await database.sql<{ id: number }>(`select id from notifications where user_id = 'other'`);
    await api.ask('POST', '/notifications/read', { body: { ids: [Number(theirs?.id)] } });
    expect(await database.sql(`select 1 from notifications where user_id = 'other' and read_at is null`)).toHaveLength(1);
  });

  it('hold any text: long, with NUL, in half characters', async () => {
    const { buildId } = await newBuild(database.db, { title: 'Any text' });
    await record(database.db.orm, {
      buildId,
      key: 'q',
      event: { kind: 'question', task: null, question: `a\u0000b \ud800 ${'long '.repeat(500)}`, subject_digest: DIGEST },
    });
    expect((await list('?limit=1')).items[0]).toMatchObject({ kind: 'input_needed' });
  });
});

describe('names of events for others', () => {
  it('are asked for by name, by group, or all', () => {
    expect(isAskedFor(['coding.plan.*'], 'coding.plan.ready')).toBe(true);
    expect(isAskedFor(['coding.plan.*'], 'coding.deploy.ended')).toBe(false);
    expect(isAskedFor(['*'], 'coding.deploy.ended')).toBe(true);
    expect(isAskedFor(['coding.deploy.ended'], 'coding.deploy.ended')).toBe(true);
    expect(PUBLIC_EVENTS.filter((name) => !/^coding\.[a-z]+\.[a-z]+$/.test(name))).toEqual([]);
  });

  it('are no notification of small things', () => {
    expect(notificationOf({ kind: 'note', text: 'x', by: 'y' }, 'T')).toBeNull();
  });
});
