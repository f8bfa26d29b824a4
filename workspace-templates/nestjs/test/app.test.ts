import 'reflect-metadata';
import { ValidationPipe, type INestApplication } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { AppModule } from '../src/app.module';

let app: INestApplication;
let url: string;
beforeAll(async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  app = module.createNestApplication({ logger: false });
  app.useGlobalPipes(
    new ValidationPipe({ whitelist: true, transform: true, errorHttpStatusCode: 422 }),
  );
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());

const send = (method: string, path: string, body?: object) =>
  fetch(url + path, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });

test('it says that it is up', async () => {
  expect(await (await send('GET', '/health')).json()).toEqual({ status: 'ok' });
});

test('an item is added, read, listed and removed', async () => {
  const added = await send('POST', '/items', { name: '  first ' });
  expect(added.status).toBe(201);
  expect(await added.json()).toEqual({ id: 1, name: 'first' });
  expect(await (await send('GET', '/items/1')).json()).toEqual({ id: 1, name: 'first' });
  expect(await (await send('GET', '/items')).json()).toEqual([{ id: 1, name: 'first' }]);
  expect((await send('DELETE', '/items/1')).status).toBe(204);
  expect((await send('GET', '/items/1')).status).toBe(404);
});

test.each([{}, { name: ' ' }, { name: 1 }])('%j is refused', async (body) => {
  expect((await send('POST', '/items', body)).status).toBe(422);
});
