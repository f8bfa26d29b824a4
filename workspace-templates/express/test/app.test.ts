import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createApp } from '../src/app.ts';

let server: Server;
let url: string;
before(async () => {
  server = createApp().listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

const send = (method: string, path: string, body?: string) =>
  fetch(url + path, {
    method,
    ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
  });

test('it says that it is up', async () => {
  assert.deepEqual(await (await send('GET', '/health')).json(), { status: 'ok' });
});

test('an item is added, read, listed and removed', async () => {
  const added = await send('POST', '/items', '{"name": "  first "}');
  assert.equal(added.status, 201);
  const item = (await added.json()) as { id: number; name: string };
  assert.equal(item.name, 'first');
  assert.deepEqual(await (await send('GET', `/items/${item.id}`)).json(), item);
  assert.deepEqual(await (await send('GET', '/items')).json(), [item]);
  assert.equal((await send('DELETE', `/items/${item.id}`)).status, 204);
  assert.equal((await send('GET', `/items/${item.id}`)).status, 404);
});

for (const body of ['{}', '{"name": ""}', '{"name": 1}', `{"name": "${'x'.repeat(201)}"}`]) {
  test(`${body.slice(0, 20)} is refused as an item`, async () => {
    assert.equal((await send('POST', '/items', body)).status, 422);
  });
}

test('what is no JSON is refused', async () => {
  assert.equal((await send('POST', '/items', '{')).status, 400);
});

test('an unknown item cannot be removed', async () => {
  assert.equal((await send('DELETE', '/items/99')).status, 404);
});
