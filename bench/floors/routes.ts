/** `create` and a bare Express route, each in a process of its own, on one database that nothing else works on. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.js';
import { freePortNear } from '../../embedded/ports.js';
import { PYTHON_INTENT } from '../intents.js';
import { openApi } from '../own-api.js';
import { endProgram, startProgram, untilOk } from '../program.js';
import { runNode, type BenchStack } from '../stack.js';

export interface Routes {
  /** Requests a second that were answered 2xx, over `seconds`. Throws when one was not. */
  perSecond(which: 'bare' | 'product', seconds: number): Promise<number>;
  close(): Promise<void>;
}

const CONNECTIONS = 10;
const PORT_FROM = 4700;

export async function openRoutes(stack: BenchStack): Promise<Routes> {
  const api = await openApi(stack, 'create');
  const port = await freePortNear(PORT_FROM);
  const bare = startProgram(['bench/floors/bare-express.js', '--port', String(port), '--database', api.database.url], stack.toolEnvironment);
  const close = async () => void (await Promise.all([endProgram(bare), api.close()]));
  const urls = { bare: `http://127.0.0.1:${port}/create`, product: `${api.url}/api/coding_agent/create` };
  try {
    await untilOk(`http://127.0.0.1:${port}/livez`);
  } catch (error) {
    await close();
    throw error;
  }
  return { perSecond: (which, seconds) => load(urls[which], seconds, api), close };
}

async function load(url: string, seconds: number, { home, token }: { home: string; token: string }): Promise<number> {
  const body = join(home, 'intent.json');
  writeFileSync(body, JSON.stringify({ description: PYTHON_INTENT }));
  const headers = ['-H', 'content-type=application/json', '-H', `authorization=Bearer ${token}`];
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
