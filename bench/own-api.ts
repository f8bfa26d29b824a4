/** An API process with a database of its own and Temporal away: nothing but the benchmark works on it. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePortNear } from '../embedded/ports.js';
import { makeDatabase, type BenchDatabase } from './database.js';
import { endProgram, startProgram, untilOk } from './program.js';
import type { BenchStack } from './stack.js';

// Nobody listens there: submissions are promised and stay so.
const NO_TEMPORAL = '127.0.0.1:9';
const PORT_FROM = 4750;

export interface OwnApi {
  url: string;
  pid: number;
  /** Of the local user, an admin. */
  token: string;
  database: BenchDatabase;
  /** A folder of its own, gone at the end. */
  home: string;
  close(): Promise<void>;
}

/** Resolves when it answers. `name` tells its database and folder from those of others. */
export async function openApi(stack: BenchStack, name: string): Promise<OwnApi> {
  const token = 'token-of-the-benchmark';
  const database = await makeDatabase(stack, `bench_${name}`, token);
  const home = join(stack.home.root, `bench-${name}`);
  mkdirSync(home, { recursive: true });
  const port = await freePortNear(PORT_FROM);
  const env = { ...stack.environment('api'), DATABASE_URL: database.url, TEMPORAL_ADDRESS: NO_TEMPORAL, MW_HOME: home, MW_PORT: String(port) };
  const child = startProgram(['api/server.js'], env);
  const close = async () => {
    await endProgram(child);
    rmSync(home, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilOk(`${url}/livez`);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, pid: child.pid ?? 0, token, database, home, close };
}
