/** `create` and a bare Express route, each in a process of its own, on one database that nothing else works on. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distFolder, projectRoot } from '../../config.js';
import { answersOk } from '../../embedded/services.js';
import { freePortNear } from '../../embedded/ports.js';
import { makeDatabase } from '../database.js';
import { PYTHON_INTENT } from '../intents.js';
import { runNode, type BenchStack } from '../stack.js';

export interface Routes {
  /** Requests a second that were answered 2xx, over `seconds`. Throws when one was not. */
  perSecond(which: 'bare' | 'product', seconds: number): Promise<number>;
  close(): Promise<void>;
}

const CONNECTIONS = 10;
const TOKEN = 'token-of-the-benchmark';
// Nobody listens there: submissions are promised and stay so.
const NO_TEMPORAL = '127.0.0.1:9';

export async function openRoutes(stack: BenchStack): Promise<Routes> {
  const database = (await makeDatabase(stack, 'bench_create', TOKEN)).url;
  const home = join(stack.home.root, 'bench-create');
  mkdirSync(home, { recursive: true });
  const [bare, product] = [await freePortNear(4700), await freePortNear(4750)];
  const env = { ...stack.environment('api'), DATABASE_URL: database, TEMPORAL_ADDRESS: NO_TEMPORAL, MW_HOME: home, MW_PORT: String(product) };
  const children = [
    start(['bench/floors/bare-express.js', '--port', String(bare), '--database', database], stack.toolEnvironment),
    start(['api/server.js'], env),
  ];
  const close = async () => {
    await Promise.all(children.map(end));
    rmSync(home, { recursive: true, force: true });
  };
  const urls = { bare: `http://127.0.0.1:${bare}/create`, product: `http://127.0.0.1:${product}/api/coding_agent/create` };
  try {
    await untilOk(`http://127.0.0.1:${bare}/livez`);
    await untilOk(`http://127.0.0.1:${product}/livez`);
  } catch (error) {
    await close();
    throw error;
  }
  return { perSecond: (which, seconds) => load(urls[which], seconds, home), close };
}

function start([file = '', ...args]: string[], env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, [join(distFolder, file), ...args], { env, cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function untilOk(url: string): Promise<void> {
  for (let look = 0; look < 100; look += 1) {
    if (await answersOk(url)) return;
    await sleep(100);
  }
  throw new Error(`${url} did not answer within 10 s`);
}

async function load(url: string, seconds: number, folder: string): Promise<number> {
  const body = join(folder, 'intent.json');
  writeFileSync(body, JSON.stringify({ description: PYTHON_INTENT }));
  const headers = ['-H', 'content-type=application/json', '-H', `authorization=Bearer ${TOKEN}`];
  const args = [
    join(projectRoot, 'node_modules/autocannon/autocannon.js'),
    '--json',
    '-c',
    String(CONNECTIONS),
    '-d',
    String(seconds),
    '-m',
    'POST',
    ...headers,
    '-i',
    body,
    url,
  ];
  const result = JSON.parse(await runNode(args, { PATH: '' }, (seconds + 30) * 1000)) as { '2xx': number; non2xx: number; errors: number; duration: number };
  if (result.non2xx + result.errors > 0) throw new Error(`${url}: ${result.non2xx} answers were not 2xx, ${result.errors} failed`);
  return result['2xx'] / result.duration;
}
