/** Builds at work as far as their watchers see: the rows and notifications that a worker writes, at a rate that is given. */
import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import type { BuildEvent, ThinkingEvent } from '../contracts/events.js';
import { openDatabase, type Database } from '../db/client.js';
import { EVENTS_CHANNEL, PASSING_CHANNEL, record } from '../db/queries/record.js';
import { newBuild } from '../test/harness/builds.js';
import type { BenchDatabase } from './database.js';

export class Recorder {
  readonly #database: Database;
  readonly #owner: pg.Pool;
  #steps = 0;

  constructor(database: BenchDatabase) {
    this.#database = openDatabase(database.url);
    this.#owner = new pg.Pool({ connectionString: database.ownerUrl, max: 1 });
  }

  async close(): Promise<void> {
    await Promise.all([this.#database.close(), this.#owner.end()]);
  }

  /** SQL as the owner of the schema. */
  async sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.#owner.query<T>(text, values)).rows;
  }

  /** A user with a token; answers the token. */
  async user(name: string): Promise<string> {
    const token = randomBytes(24).toString('hex');
    await this.sql(`insert into users (id, name, role) values ($1, $1, 'developer')`, [name]);
    await this.sql('insert into tokens (id, user_id, sha256) values ($1, $1, $2)', [name, createHash('sha256').update(token).digest('hex')]);
    return token;
  }

  /** A build that is at work, for nobody but its watchers; answers its id. */
  async build(userId: string, title: string): Promise<string> {
    const { buildId: id } = await newBuild(this.#database, { userId, title, description: title });
    // As the API tells of it: feeds would look for what nobody told them of.
    await this.#database.pool.query('select pg_notify($1, $2)', [EVENTS_CHANNEL, `${id}:1`]);
    // No workflow is wanted.
    await this.sql('update outbox set done_at = now() where build_id = $1', [id]);
    await this.sql(`update builds set status = 'coding', phase = 'code' where id = $1`, [id]);
    return id;
  }

  /** Records an event as the worker does: in a transaction of its own, under the build's lock, with its notification. */
  async record(buildId: string, event: BuildEvent): Promise<void> {
    this.#steps += 1;
    await record(this.#database.orm, { buildId, key: `bench-${this.#steps}`, event });
  }

  /** Tells something in passing. */
  async pass(event: Omit<ThinkingEvent, 'kind'> & { kind: 'thinking' | 'printing' }): Promise<void> {
    await this.#database.pool.query('select pg_notify($1, $2)', [PASSING_CHANNEL, JSON.stringify(event)]);
  }

  /** The number of a build's last event. */
  async lastSeq(buildId: string): Promise<number> {
    const [row] = await this.sql<{ event_seq: number }>('select event_seq from builds where id = $1', [buildId]);
    return row?.event_seq ?? 0;
  }
}
