import type { GeneratedFile } from '../blueprint.js';
import { deploymentFile } from '../rest/deployment.js';
import { MADE_BY, source } from '../source.js';
import { packageJson, TSCONFIG, TYPESCRIPT_DOCKERFILE, TYPESCRIPT_GITIGNORE } from '../typescript/project.js';

const SERVER = source`
// Serves the files of site/ and nothing else. ${MADE_BY}
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join } from 'node:path';

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
export function loadSite(folder: string): Map<string, Page> {
  const files = new Map<string, Page>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length).replaceAll('\\', '/'), { type, body: readFileSync(path) });
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);
  return files;
}

export function makeServer(files: Map<string, Page>): Server {
  const missing: Page = {
    type: 'text/plain; charset=utf-8',
    body: Buffer.from('There is no such page.\n'),
  };
  const healthy: Page = { type: 'application/json', body: Buffer.from('{"status":"ok"}') };
  return createServer((request, response) => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const found = isRead ? (path === '/health' ? healthy : files.get(path)) : undefined;
    const { type, body } = found ?? missing;
    response.writeHead(found ? 200 : isRead ? 404 : 405, {
      'content-type': type,
      'content-length': body.length,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  });
}
`;

const MAIN = source`
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import { loadSite, makeServer } from './server.ts';

const server = makeServer(loadSite(fileURLToPath(new URL('../site', import.meta.url))));
server.listen(Number(process.env['PORT'] ?? '8080'), process.env['HOST'] ?? '0.0.0.0', () => {
  console.log(JSON.stringify({ event: 'started', port: (server.address() as AddressInfo).port }));
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
`;

const TESTS = source`
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSite, makeServer } from '../src/server.ts';

/** The nearest folder above that holds the site. */
function siteFolder(folder = dirname(fileURLToPath(import.meta.url))): string {
  const site = join(folder, 'site');
  return existsSync(site) || folder === dirname(folder) ? site : siteFolder(dirname(folder));
}

const files = loadSite(siteFolder());
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
  const server = makeServer(files);
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

  it('serves nothing else', async () => {
    assert.equal((await get('/ghost')).status, 404);
    assert.equal((await get('/', 'POST')).status, 405);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /../package.json HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    const [head] = (await once(socket, 'data')) as [Buffer];
    assert.match(head.toString(), /^HTTP\/1.1 404/);
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
