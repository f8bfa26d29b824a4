import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { MillwrightError } from '../../contracts/failures.js';
import { databaseIsAway } from '../../db/errors.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase({ poolSize: 1 });
});
afterAll(() => database.drop());

/** Cuts a connection as a server that dies does. */
function cut(client: pg.PoolClient): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

describe('a transaction whose connection dies', () => {
  const works = () => database.db.orm.transaction((tx) => tx.execute(sql`select 1 as one`));

  it('gives the only connection back when already its begin fails', async () => {
    await works();
    database.db.pool.once('acquire', cut);
    await expect(works()).rejects.toThrow();
    expect((await works()).rows).toEqual([{ one: 1 }]);
  });

  it('gives it back when it dies in the middle', async () => {
    database.db.pool.once('acquire', (client) => void setImmediate(cut, client));
    await expect(database.db.orm.transaction((tx) => tx.execute(sql`select pg_sleep(60)`))).rejects.toThrow();
    expect((await works()).rows).toEqual([{ one: 1 }]);
  });

  it('throws what its work threw, not what the rollback of a dead connection met', async () => {
    const refused = new MillwrightError('NOT_READY', 'the work said no');
    let taken: pg.PoolClient | undefined;
    database.db.pool.once('acquire', (client) => void (taken = client));
    const working = database.db.orm.transaction(async (tx) => {
      await tx.execute(sql`select 1`);
      cut(taken as pg.PoolClient);
      throw refused;
    });
    await expect(working).rejects.toBe(refused);
    expect((await works()).rows).toEqual([{ one: 1 }]);
  });

  it('still says that the database is away when that is what ended the work', async () => {
    let taken: pg.PoolClient | undefined;
    database.db.pool.once('acquire', (client) => void (taken = client));
    const working = database.db.orm.transaction((tx) => {
      const asleep = tx.execute(sql`select pg_sleep(60)`);
      cut(taken as pg.PoolClient);
      return asleep;
    });
    const failure: unknown = await working.catch((error: unknown) => error);
    expect(databaseIsAway(failure)).toBe(true);
    // The query that was cut, not the rollback after it.
    expect((failure as Error).message).toContain('pg_sleep');
  });

  it('gives no one a connection whose transaction did not end', async () => {
    let taken: pg.PoolClient | undefined;
    database.db.pool.once('acquire', (client) => void (taken = client));
    const refused = new Error('the work said no');
    const working = database.db.orm.transaction(async (tx) => {
      await tx.execute(sql`create temporary table left_open (id int)`);
      // The rollback runs into a time limit: the connection lives, its transaction too.
      const query = (taken as pg.PoolClient).query.bind(taken) as (...args: unknown[]) => Promise<unknown>;
      const refuse = (...args: unknown[]) => (JSON.stringify(args).includes('rollback') ? Promise.reject(new Error('cancelled')) : query(...args));
      Object.assign(taken as pg.PoolClient, { query: refuse });
      throw refused;
    });
    await expect(working).rejects.toBe(refused);
    expect((await database.db.orm.execute(sql`select to_regclass('left_open') as found`)).rows).toEqual([{ found: null }]);
  });
});
