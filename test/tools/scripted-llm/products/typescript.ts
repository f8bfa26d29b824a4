import type { Product } from './product.js';

const STORE = `/** Items kept in memory, numbered from 1. */
export interface Item {
  id: number;
  name: string;
}

export class Store {
  #items: Item[] = [];

  add(name: string): Item {
    if (name.trim() === '') throw new RangeError('name must not be empty');
    const item = { id: this.#items.length + 1, name: name.trim() };
    this.#items.push(item);
    return item;
  }

  list(): Item[] {
    return this.#items.map((item) => ({ ...item }));
  }
}
`;

const STORE_TEST = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../src/store.ts';

test('items are numbered from one', () => {
  const store = new Store();
  assert.equal(store.add('a').id, 1);
  assert.equal(store.add('b').id, 2);
});

test('a name is kept without spaces around it', () => {
  const store = new Store();
  store.add(' tea ');
  assert.deepEqual(store.list(), [{ id: 1, name: 'tea' }]);
});

test('an empty name is refused', () => {
  assert.throws(() => new Store().add('  '), RangeError);
});
`;

const SERVER = `import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Store } from './store.ts';

const MAX_BODY = 64 * 1024;

/** GET /health, GET /items and POST /items on the standard library. */
export function makeServer(): Server {
  const store = new Store();
  return createServer((request, response) => {
    void handle(store, request, response);
  });
}

async function handle(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const route = \`\${request.method} \${request.url}\`;
  if (route === 'GET /health') send(response, 200, { status: 'ok' });
  else if (route === 'GET /items') send(response, 200, { items: store.list() });
  else if (route === 'POST /items') await create(store, request, response);
  else send(response, 404, { error: 'not found' });
}

async function create(store: Store, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body: unknown = JSON.parse(await read(request));
    const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : undefined;
    if (typeof name !== 'string') throw new TypeError('name must be text');
    send(response, 201, store.add(name));
  } catch (error) {
    send(response, 422, { error: error instanceof Error ? error.message : String(error) });
  }
}

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MAX_BODY) throw new RangeError('the body is too large');
  }
  return text;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
`;

const MAIN = `import { makeServer } from './server.ts';

makeServer().listen(Number(process.env.PORT ?? '8080'), '0.0.0.0');
`;

const SERVER_TEST = `import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { makeServer } from '../src/server.ts';

const server = makeServer();
let url = '';

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = \`http://127.0.0.1:\${(server.address() as AddressInfo).port}\`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const post = (body: string): Promise<Response> => fetch(\`\${url}/items\`, { method: 'POST', body });

test('health is ok', async () => {
  assert.deepEqual(await (await fetch(\`\${url}/health\`)).json(), { status: 'ok' });
});

test('an item is created and listed', async () => {
  assert.equal((await post('{"name": "tea"}')).status, 201);
  assert.deepEqual(await (await fetch(\`\${url}/items\`)).json(), { items: [{ id: 1, name: 'tea' }] });
});

test('bad input is refused', async () => {
  assert.equal((await post('{"name": 7}')).status, 422);
  assert.equal((await post('nonsense')).status, 422);
});
`;

const TSCONFIG = {
  compilerOptions: { target: 'es2023', module: 'nodenext', strict: true, skipLibCheck: true, noEmit: true, allowImportingTsExtensions: true, types: ['node'] },
  include: ['src', 'test'],
};

export const typescript: Product = {
  language: 'typescript',
  store: {
    'package.json': `${JSON.stringify({ name: 'items', private: true, type: 'module' })}\n`,
    'tsconfig.json': `${JSON.stringify(TSCONFIG)}\n`,
    'src/store.ts': STORE,
    'test/store.test.ts': STORE_TEST,
  },
  storeModule: 'src/store.ts',
  brokenStores: [STORE.replace('this.#items.length + 1', 'this.#items.length'), STORE.replace('this.#items.length + 1', 'this.#items.length + 2')],
  service: {
    'src/server.ts': SERVER,
    'src/main.ts': MAIN,
    'test/server.test.ts': SERVER_TEST,
    'millwright.json': `${JSON.stringify({ start: ['node', 'src/main.ts'], port: 8080, health: '/health' })}\n`,
  },
  runTests: 'node --test',
};
