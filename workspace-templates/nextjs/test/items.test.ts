import { expect, test } from 'vitest';
import { GET as health } from '../app/api/health/route';
import { GET, POST } from '../app/api/items/route';

const post = (body: string) =>
  POST(new Request('http://localhost/api/items', { method: 'POST', body }));

test('it says that it is up', async () => {
  expect(await health().json()).toEqual({ status: 'ok' });
});

test('an item is added and listed', async () => {
  const added = await post('{"name": "  first "}');
  expect(added.status).toBe(201);
  expect(await added.json()).toEqual({ id: 1, name: 'first' });
  expect(await GET().json()).toEqual([{ id: 1, name: 'first' }]);
});

test.each(['{}', '{"name": " "}', '{"name": 1}'])('%s is refused', async (body) => {
  expect((await post(body)).status).toBe(422);
});

test('what is no JSON is refused', async () => {
  expect((await post('{')).status).toBe(400);
});
