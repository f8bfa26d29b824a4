import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'drizzle-orm';
import type pg from 'pg';
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
});
