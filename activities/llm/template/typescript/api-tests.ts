import { source } from '../source.js';

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

  it('logs each request', async () => {
    service.logged.length = 0;
    await service.call('GET', '/nothing?q=1');
    assert.equal(service.logged.length, 1);
    const { event, method, path: logged, status } = service.logged[0] ?? {};
    assert.deepEqual([event, method, logged, status], ['request', 'GET', '/nothing?q=1', 404]);
  });

  it('tells what broke in its log only', async () => {
    service.damageData();
    service.logged.length = 0;
    const { status, text } = await service.call('GET', path);
    assert.equal(status, 500);
    assert.doesNotMatch(text, /damaged|data\.json|store\.ts/);
    assert.match(String(service.logged[0]?.error), /damaged/);
  });
});
`;
