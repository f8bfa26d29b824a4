import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';

export interface Database {
  orm: ReturnType<typeof connect>;
  pool: pg.Pool;
  close(): Promise<void>;
}
/** The handle queries take: the pool or a transaction. */
export type Orm = Database['orm'];
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0];
export type Executor = Orm | Transaction;

/** Opens a pool. `onError` hears of idle connections that died; the pool replaces them by itself. */
export function openDatabase(url: string, options: { poolSize?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    // 10 connections serve 20 submissions a second with room; PostgreSQL allows 100 for all processes.
    max: options.poolSize ?? 10,
    // A database that is restarting must not hang a request for ever.
    connectionTimeoutMillis: 5_000,
    // A session that died under a lock must not block the build row.
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 30_000,
    keepAlive: true,
  });
  pool.on('error', (error) => options.onError?.(error));
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  return { orm: connect(pool), pool, close: () => pool.end() };
}

/**
 * Drizzle takes a connection out for a transaction and never gives it back when already `begin` fails, as on one that died while
 * idle: ten of those and every request waits for ever. And where the connection dies in the middle it throws what its rollback
 * met instead of what the work threw, by which callers tell an outage from a refusal. So both are seen to here.
 */
function connect(pool: pg.Pool) {
  const orm = drizzle(pool);
  const transaction: typeof orm.transaction = async (work, config) => {
    const client = await pool.connect();
    const thrown: unknown[] = [];
    // Whether it has ended, one way or the other: where nobody knows, the connection is for nobody else.
    let isOver = true;
    try {
      return await drizzle(client).transaction(async (tx) => {
        try {
          return await work(tx);
        } catch (error) {
          thrown.push(error);
          throw error;
        }
      }, config);
    } catch (error) {
      const [first = error] = thrown;
      isOver = thrown.length > 0 && first === error;
      throw first;
    } finally {
      client.release(!isOver);
    }
  };
  return Object.assign(orm, { transaction });
}
