import { source } from '../source.js';

/** `tests/support.ts`. */
export const TYPESCRIPT_TEST_SUPPORT = source`
/** Runs the real server on a free port for the tests. */

import { mkdtempSync, rmSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item, Values } from '../src/models.ts';
import type { Page } from '../src/query.ts';
import { makeServer } from '../src/server.ts';
import { Store } from '../src/store.ts';
import type { Problem } from '../src/validation.ts';
import { SAMPLES } from './samples.ts';

/** What any answer of the service may hold. */
type Body = Item &
  Page & {
    errors: Problem[];
    collections: Record<string, string[]>;
    paths: Record<string, unknown>;
  };

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Undefined for an empty body. */
  body: Body | undefined;
}

/** A running server with an empty data directory, and a client for it. */
export class Service {
  readonly #directory = mkdtempSync(join(tmpdir(), 'service-'));
  #server: Server | undefined;

  async start(): Promise<void> {
    const server = makeServer(new Store(this.#directory), () => {});
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async restart(): Promise<void> {
    await this.#close();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#close();
    rmSync(this.#directory, { recursive: true });
  }

  /** Sends a request. A body that is not text is sent as JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    if (!this.#server) throw new Error('the service is not started');
    const { port } = this.#server.address() as AddressInfo;
    const payload =
      body === undefined
        ? undefined
        : typeof body === 'string' || body instanceof Buffer
          ? body
          : JSON.stringify(body);
    const sent =
      payload === undefined
        ? headers
        : {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(payload),
            ...headers,
          };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, headers: sent, agent: false },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () => {
            const text = Buffer.concat(pieces).toString();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: text === '' ? undefined : (JSON.parse(text) as Body),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  /** Creates what the samples of this entity refer to. */
  async createParents(path: string): Promise<void> {
    for (const [other, samples] of SAMPLES) {
      if (other === path) return;
      await this.call('POST', \`/\${other}\`, samples[0]);
    }
  }

  async createSamples(path: string, samples: Values[]): Promise<Item[]> {
    await this.createParents(path);
    const items: Item[] = [];
    for (const sample of samples)
      items.push((await this.call('POST', \`/\${path}\`, sample)).body as Item);
    return items;
  }

  #close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#server) return resolve();
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
`;

/** `tests/api.test.ts`. */
export const TYPESCRIPT_TEST_API = source`
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { entityAt, type Entity, type Item, type Values } from '../src/models.ts';
import { SAMPLES, WRONG } from './samples.ts';
import { Service } from './support.ts';

for (const [path, samples] of SAMPLES) {
  const entity = entityAt(path) as Entity;
  const [first, second] = samples as [Values, Values];

  describe(\`the API of \${path}\`, () => {
    let service: Service;

    beforeEach(async () => {
      service = new Service();
      await service.start();
    });
    afterEach(() => service.stop());

    it('creates and reads', async () => {
      await service.createParents(path);
      const { status, body, headers } = await service.call('POST', \`/\${path}\`, first);
      assert.equal(status, 201);
      assert.deepEqual({ ...body, ...first }, body);
      assert.equal(headers.location, \`/\${path}/\${body?.id}\`);
      assert.deepEqual((await service.call('GET', headers.location ?? '')).body, body);
    });

    it('lists, pages and sorts', async () => {
      const items = await service.createSamples(path, samples);
      assert.deepEqual((await service.call('GET', \`/\${path}\`)).body, {
        items,
        total: 3,
        limit: 20,
        offset: 0,
      });
      assert.deepEqual(
        (await service.call('GET', \`/\${path}?limit=1&offset=1\`)).body?.items,
        items.slice(1, 2),
      );
      assert.deepEqual(
        (await service.call('GET', \`/\${path}?limit=2&page=2\`)).body?.items,
        items.slice(2),
      );
      assert.deepEqual(
        (await service.call('GET', \`/\${path}?sort=-id\`)).body?.items,
        items.toReversed(),
      );
    });

    it('filters by a field', async () => {
      const items = await service.createSamples(path, samples);
      const wanted = items[1] as Item;
      for (const field of entity.fields.filter((one) =>
        ['string', 'boolean', 'enum', 'integer'].includes(one.type),
      )) {
        const query = new URLSearchParams({ [field.name]: String(wanted[field.name]) });
        const { body } = await service.call('GET', \`/\${path}?\${query}\`);
        assert.deepEqual(
          body?.items,
          items.filter((item) => item[field.name] === wanted[field.name]),
        );
      }
    });

    it('replaces and changes', async () => {
      await service.createParents(path);
      const item = (await service.call('POST', \`/\${path}\`, first)).body;
      const replaced = await service.call('PUT', \`/\${path}/\${item?.id}\`, second);
      assert.equal(replaced.status, 200);
      assert.deepEqual({ ...replaced.body, ...second }, replaced.body);
      const [name, value] = Object.entries(first)[0] as [string, string];
      const changed = await service.call('PATCH', \`/\${path}/\${item?.id}\`, { [name]: value });
      assert.equal(changed.status, 200);
      assert.deepEqual(changed.body, {
        ...replaced.body,
        [name]: value,
        updated_at: changed.body?.updated_at,
      });
    });

    it('deletes', async () => {
      const items = await service.createSamples(path, samples);
      const { status, body } = await service.call('DELETE', \`/\${path}/\${items[1]?.id}\`);
      assert.deepEqual([status, body], [204, undefined]);
      assert.equal((await service.call('GET', \`/\${path}/\${items[1]?.id}\`)).status, 404);
      assert.equal((await service.call('DELETE', \`/\${path}/\${items[1]?.id}\`)).status, 404);
    });

    it('refuses invalid fields by name', async () => {
      await service.createParents(path);
      for (const field of entity.fields) {
        const { status, body } = await service.call('POST', \`/\${path}\`, {
          ...first,
          [field.name]: WRONG[field.type],
        });
        assert.deepEqual([status, body?.errors.map((error) => error.field)], [422, [field.name]]);
      }
      assert.equal(
        (await service.call('POST', \`/\${path}\`, { ...first, no_such_field: 1 })).status,
        422,
      );
      assert.equal((await service.call('GET', \`/\${path}\`)).body?.total, 0);
    });

    it('keeps everything over a restart', async () => {
      const items = await service.createSamples(path, samples);
      await service.restart();
      assert.deepEqual((await service.call('GET', \`/\${path}\`)).body?.items, items);
    });
  });
}
`;

/** `tests/server.test.ts`. */
export const TYPESCRIPT_TEST_SERVER = source`
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SAMPLES } from './samples.ts';
import { Service } from './support.ts';

const path = \`/\${SAMPLES[0]?.[0]}\`;

describe('the server', () => {
  const service = new Service();
  before(() => service.start());
  after(() => service.stop());

  it('tells that it is up', async () => {
    const { status, body } = await service.call('GET', '/health');
    assert.deepEqual([status, body], [200, { status: 'ok' }]);
  });

  it('describes itself', async () => {
    const collections = (await service.call('GET', '/')).body?.collections ?? {};
    assert.deepEqual(
      Object.keys(collections).toSorted(),
      SAMPLES.map(([name]) => \`/\${name}\`).toSorted(),
    );
    assert.ok(
      Object.keys((await service.call('GET', '/openapi.json')).body?.paths ?? {}).includes(path),
    );
  });

  it('answers unknown paths and ids with 404', async () => {
    for (const unknown of ['/nothing', \`\${path}/99\`, \`\${path}/abc\`, \`\${path}/1/2\`, '/%ff']) {
      const { status, headers } = await service.call('GET', unknown);
      assert.deepEqual([status, headers['content-type']], [404, 'application/problem+json']);
    }
  });

  it('names the allowed methods', async () => {
    const refused = await service.call('DELETE', path);
    assert.deepEqual([refused.status, refused.headers.allow], [405, 'GET, HEAD, OPTIONS, POST']);
    const options = await service.call('OPTIONS', \`\${path}/1\`);
    assert.deepEqual(
      [options.status, options.headers.allow],
      [204, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
    );
  });

  it('answers HEAD without a body', async () => {
    const { status, body, headers } = await service.call('HEAD', '/health');
    assert.deepEqual([status, body, headers['content-length']], [200, undefined, '15']);
  });

  it('refuses what is not JSON', async () => {
    for (const body of ['{', '', 'NaN', Buffer.from([0xff])])
      assert.equal((await service.call('POST', path, body)).status, 400);
    assert.equal((await service.call('POST', path, [1])).status, 422);
  });

  it('refuses another content type', async () => {
    const { status, text } = await service.call('POST', path, 'a=b', {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    assert.equal(status, 415);
    assert.match(text, /Content-Type: application\/json/);
  });

  it('refuses a body over one megabyte', async () => {
    for (const size of [1024 * 1024 + 1, 4 * 1024 * 1024]) {
      const { status, headers } = await service.call('POST', path, ' '.repeat(size));
      assert.deepEqual([status, headers.connection], [413, 'close']);
    }
  });

  it('refuses invalid list options', async () => {
    const { status, body } = await service.call('GET', \`\${path}?limit=0\`);
    assert.deepEqual([status, body?.errors[0]?.field], [422, 'limit']);
  });

  it('sends security headers', async () => {
    assert.equal((await service.call('GET', path)).headers['x-content-type-options'], 'nosniff');
  });
});
`;
