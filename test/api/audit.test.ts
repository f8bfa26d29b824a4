import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, Engines } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  for (let count = 0; count < 5; count += 1) await api.create();
  await api.ask('GET', '/audit/verify');
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const anchorFile = () => join(engines.home.root, 'audit-anchor.json');
const verify = async () => (await api.ask('GET', '/audit/verify')).body;

/** Does what only a superuser can do, asks, and undoes it. */
async function tampered(change: string): Promise<unknown> {
  const anchor = readFileSync(anchorFile());
  await engines.sql('create table kept_log as table audit_log; create table kept_chain as table audit_chain');
  await engines.sql(`alter table audit_log disable trigger all; alter table audit_chain disable trigger all; ${change}`);
  const verdict = await verify();
  await engines.sql(
    'delete from audit_log; delete from audit_chain; insert into audit_log table kept_log; insert into audit_chain table kept_chain; drop table kept_log, kept_chain',
  );
  await engines.sql('alter table audit_log enable trigger all; alter table audit_chain enable trigger all');
  writeFileSync(anchorFile(), anchor);
  return verdict;
}

describe('the audit log', () => {
  it('is sealed row by row, anchored outside the database, and verifies', async () => {
    expect(await verify()).toMatchObject({ ok: true, size: 5, pending: 0, problem: null, anchor: { size: 5, head: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    await api.create();
    expect(await verify()).toMatchObject({ ok: true, size: 6, anchor: { size: 6 } });
  });

  it('cannot be changed by the application', async () => {
    for (const change of [`update audit_log set actor = 'nobody'`, 'delete from audit_log', 'truncate audit_chain'])
      await expect(api.database.pool.query(change)).rejects.toThrow(/permission denied|append-only/);
    await expect(engines.sql('delete from audit_log')).rejects.toThrow(/append-only/);
  });

  it.each([
    ['an altered row', `update audit_log set actor = 'nobody' where id = 3`, { seq: 3, verdict: 'altered' }],
    ['a deleted row', 'delete from audit_log where id = 2', { seq: 2, verdict: 'deleted' }],
    ['a deleted link', 'delete from audit_chain where seq = 4', { seq: 4, verdict: 'deleted' }],
    [
      'two rows swapped',
      'update audit_chain set audit_id = -1 where seq = 1; update audit_chain set audit_id = 1 where seq = 2; update audit_chain set audit_id = 2 where seq = 1',
      { seq: 1, verdict: 'altered' },
    ],
    ['a cut end', 'delete from audit_chain where seq > 4; delete from audit_log where id > 4', { seq: 5, verdict: 'truncated' }],
  ])('names the first place after %s', async (_what, change, problem) => {
    expect(await tampered(change)).toMatchObject({ ok: false, problem });
    expect(await verify()).toMatchObject({ ok: true });
  });

  it('sees an end that was cut and written anew', async () => {
    const insert = (n: number) => `insert into audit_log (id, key, actor, action, subject, detail) values (${n}, 'forged-${n}', 'x', 'x', 'x', '{}')`;
    expect(await tampered(`delete from audit_chain where seq > 4; delete from audit_log where id > 4; ${insert(5)}; ${insert(6)}; ${insert(7)}`)).toMatchObject(
      { ok: false, problem: { verdict: 'rewritten' } },
    );
  });
});
