import type { GeneratedFile } from '../blueprint.js';
import { deploymentFile } from '../rest/deployment.js';
import { MADE_BY, source } from '../source.js';
import { packageJson, TSCONFIG, TYPESCRIPT_DOCKERFILE, TYPESCRIPT_GITIGNORE } from '../typescript/project.js';

const SERVER = source`
// Serves the files of site/ and nothing else. ${MADE_BY}
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SITE = fileURLToPath(new URL('../site', import.meta.url));
// A client gets this long to send a whole request.
const REQUEST_MS = 10_000;
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.txt': 'text/plain; charset=utf-8',
};
const POLICY =
  "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

export interface Page {
  type: string;
  body: Buffer;
}

/** Every file of the site by its path: what is not in here is not served, whatever a request asks for. */
export function loadSite(): Map<string, Page> {
  const files = new Map<string, Page>();
  for (const entry of readdirSync(SITE, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(SITE.length).replaceAll('\\', '/'), { type, body: readFileSync(path) });
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

export type Log = (event: string, details?: Record<string, unknown>) => void;

/** Writes one line of JSON to the standard output. */
export const logToOutput: Log = (event, details = {}) => {
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...details }));
};

/** The server of these files; the caller makes it listen. */
export function makeServer(files: Map<string, Page>, log: Log = logToOutput): Server {
  const missing: Page = {
    type: 'text/plain; charset=utf-8',
    body: Buffer.from('There is no such page.\n'),
  };
  const healthy: Page = { type: 'application/json', body: Buffer.from('{"status":"ok"}') };
  return createServer({ requestTimeout: REQUEST_MS }, (request, response) => {
    const started = performance.now();
    const { method } = request;
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const isRead = method === 'GET' || method === 'HEAD';
    const found = isRead ? (path === '/health' ? healthy : files.get(path)) : undefined;
    const status = found ? 200 : isRead ? 404 : 405;
    const { type, body } = found ?? missing;
    response.writeHead(status, {
      'content-type': type,
      'content-length': body.length,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      ...(isRead ? {} : { allow: 'GET, HEAD' }),
    });
    response.end(method === 'HEAD' ? undefined : body);
    const ms = Math.round((performance.now() - started) * 10) / 10;
    log('request', { method, path: path.slice(0, 500), status, ms });
  });
}
`;

const MAIN = source`
/** Starts the server of the site: node src/main.ts */

import { readConfig } from './config.ts';
import { loadSite, logToOutput, makeServer } from './server.ts';

// Requests under way get this long to end when the server stops.
const STOP_MS = 5_000;

function main(): void {
  const { host, port } = readConfig(process.env);
  const server = makeServer(loadSite());
  server.on('error', fail);
  server.listen(port, host, () => {
    const address = server.address();
    logToOutput('started', {
      host,
      port: typeof address === 'object' && address ? address.port : port,
    });
  });
  const stop = (): void => {
    server.close(() => {
      logToOutput('stopped');
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  console.error(\`The site can't start: \${error instanceof Error ? error.message : String(error)}\`);
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
`;

const CONFIG = source`
/** The settings of the server, from the environment. */

export interface Config {
  host: string;
  port: number;
}

/** HOST (default 127.0.0.1: this machine only) and PORT (default 8080). Throws for a port that is none. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const port = environment.PORT || '8080';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535)
    throw new RangeError(\`PORT must be a number from 0 to 65535, not \${JSON.stringify(port)}\`);
  return { host: environment.HOST || '127.0.0.1', port: Number(port) };
}
`;

const TESTS = source`
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '../src/config.ts';
import { loadSite, makeServer } from '../src/server.ts';

const files = loadSite();
const page = files.get('/')?.body.toString() ?? '';

describe('the page', () => {
  it('has a title, one main heading and a language', () => {
    assert.equal(page.match(/<h1>/g)?.length, 1);
    assert.match(page, /<title>.+<\/title>/);
    assert.match(page, /<html lang="en">/);
  });

  it('links only to what is here', () => {
    for (const [, link = ''] of page.matchAll(/(?:href|src)="([^"]*)"/g)) {
      if (link.startsWith('#')) assert.ok(page.includes(\`id="\${link.slice(1)}"\`), link);
      else assert.ok(files.has(link), link);
    }
  });

  it('runs no scripts', () => {
    assert.doesNotMatch(page, /<script/i);
  });
});

describe('the server', () => {
  const logged: unknown[] = [];
  const server = makeServer(files, (event, details) => logged.push([event, details?.status]));
  let port = 0;
  before(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const get = (path: string, method = 'GET') =>
    fetch(\`http://127.0.0.1:\${port}\${path}\`, { method });

  it('serves the page and its style', async () => {
    const answer = await get('/');
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(await answer.text(), page);
    assert.equal((await get('/style.css')).headers.get('content-type'), 'text/css; charset=utf-8');
  });

  it('says whether it is healthy', async () => {
    assert.equal((await get('/health')).status, 200);
  });

  it('logs each request', async () => {
    logged.length = 0;
    await get('/ghost');
    assert.deepEqual(logged, [['request', 404]]);
  });

  it('serves nothing else', async () => {
    assert.equal((await get('/ghost')).status, 404);
    assert.equal((await get('/', 'POST')).status, 405);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /../package.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const [head] = (await once(socket, 'data')) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1.1 404/);
  });
});

describe('the settings', () => {
  it('are for this machine only, unless the environment says more', () => {
    assert.deepEqual(readConfig({}), { host: '127.0.0.1', port: 8080 });
    assert.deepEqual(readConfig({ HOST: '0.0.0.0', PORT: '0' }), { host: '0.0.0.0', port: 0 });
  });

  it('hold no port that is none', () => {
    for (const PORT of ['eighty', '-1', '65536']) assert.throws(() => readConfig({ PORT }), /PORT/);
  });
});
`;

const IGNORE = source`
*
!package.json
!src
!site
`;

/** The server of a site in TypeScript, and what belongs to it. */
export const TYPESCRIPT_SITE = {
  label: 'TypeScript',
  stack: ['TypeScript on Node 24 or newer, its own modules only (node:http)', 'HTML and CSS without scripts', 'node:test'],
  start: 'node src/main.ts',
  test: 'node --test',
  page: [
    { path: 'package.json', content: packageJson('site', 'A small site', { start: 'node src/main.ts', test: 'node --test' }) },
    { path: 'tsconfig.json', content: TSCONFIG },
  ] as GeneratedFile[],
  server: [
    { path: 'src/config.ts', content: CONFIG },
    { path: 'src/server.ts', content: SERVER },
    { path: 'src/main.ts', content: MAIN },
    { path: 'tests/site.test.ts', content: TESTS },
    { path: 'millwright.json', content: deploymentFile(['node', 'src/main.ts']) },
    { path: '.gitignore', content: TYPESCRIPT_GITIGNORE.replace('data/\n', '') },
  ],
  docs: [
    { path: 'Dockerfile', content: TYPESCRIPT_DOCKERFILE.replace('COPY src src', 'COPY src src\nCOPY site site') },
    { path: '.dockerignore', content: IGNORE },
  ],
};
