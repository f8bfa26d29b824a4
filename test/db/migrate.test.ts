import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { migrate } from '../../db/migrate.js';
import { record } from '../../db/queries/record.js';
import { newBuild } from '../harness/builds.js';
import { asOwner, freshDatabase, MIGRATIONS, roleOf, withDatabase, type TestDatabase } from '../harness/database.js';
import { testEngines } from '../harness/engines.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  const { buildId } = await newBuild(database.db);
  await record(database.db.orm, { buildId, key: 'k', event: { kind: 'note', text: 'x', by: 'me' }, audit: { actor: 'me', action: 'test' } });
  await database.sql(`insert into audit_chain (seq, audit_id, previous, hash) values (1, 1, '', 'h')`);
});
afterAll(() => database.drop());

const CHANGES = [
  `update audit_log set actor = 'nobody'`,
  'delete from audit_log',
  'truncate audit_log',
  `insert into audit_log (id, key, actor, action, subject, detail) select id, key, 'x', action, subject, detail from audit_log limit 1 on conflict (id) do update set actor = 'x'`,
  `update audit_chain set hash = 'x'`,
  'delete from audit_chain',
  'truncate audit_chain',
  'truncate audit_log, audit_chain cascade',
];

describe('the audit log', () => {
  it.each(CHANGES)('refuses the application: %s', async (change) => {
    await expect(database.db.pool.query(change)).rejects.toMatchObject({ code: '42501' });
  });

  it.each(CHANGES)('refuses the owner of the schema too: %s', async (change) => {
    await expect(database.sql(change)).rejects.toThrow(/is append-only/);
  });

  it('still grows', async () => {
    await database.db.pool.query(`insert into audit_log (key, actor, action, subject, detail) values ('new', 'me', 'test', 's', '{}')`);
    expect(await database.sql(`select actor from audit_log where key = 'new'`)).toEqual([{ actor: 'me' }]);
  });

  it('cannot lose its triggers by the hand of the application', async () => {
    for (const change of [
      'drop trigger audit_log_append_only on audit_log',
      'alter table audit_log disable trigger all',
      'drop table audit_log',
      'create or replace function refuse_change() returns trigger language plpgsql as $$ begin return null; end $$',
    ])
      await expect(database.db.pool.query(change)).rejects.toMatchObject({ code: '42501' });
    await expect(database.db.pool.query('set session_replication_role = replica')).rejects.toMatchObject({ code: '42501' });
  });
});

describe('migrating', () => {
  it('works when several processes do it at once on an empty database, and again', async () => {
    const { databaseUrl, databaseOwnerUrl } = await testEngines();
    const name = `test_migrate_${process.pid}`;
    await asOwner(databaseOwnerUrl, (admin) => admin.query(`create database ${name}`));
    try {
      const ownerUrl = withDatabase(databaseOwnerUrl, name);
      await Promise.all(Array.from({ length: 4 }, () => migrate(ownerUrl, roleOf(databaseUrl), MIGRATIONS)));
      await migrate(ownerUrl, roleOf(databaseUrl), MIGRATIONS);
      const tables = await asOwner(withDatabase(databaseUrl, name), (client: pg.Client) => client.query('select count(*)::int as n from builds'));
      expect(tables.rows).toEqual([{ n: 0 }]);
    } finally {
      await asOwner(databaseOwnerUrl, (admin) => admin.query(`drop database ${name} with (force)`));
    }
  });

  it('leaves the triggers in place where one role is owner and application', async () => {
    const { databaseOwnerUrl } = await testEngines();
    await migrate(database.ownerUrl, roleOf(databaseOwnerUrl), MIGRATIONS);
    await expect(database.sql('delete from audit_log')).rejects.toThrow(/append-only/);
  });
});
