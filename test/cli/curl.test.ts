import { afterEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { exampleOf } from '../../curl/example.js';
import { curlLine, findCurlLines } from '../../curl/lines.js';
import { findResources, itemPath } from '../../curl/resources.js';
import { startTaskService, TASKS_OPENAPI } from './stub-service.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function service(options?: Parameters<typeof startTaskService>[0]) {
  const started = await startTaskService(options);
  closers.push(started.close);
  return started;
}

describe('curl lines of a deployed service', () => {
  it('creates, lists and reads an item of a REST service, each line tried before it is returned', async () => {
    const { url, tasks } = await service();
    const lines = await findCurlLines(url);
    expect(lines.map(({ line }) => line)).toEqual([
      `curl -X POST ${url}/tasks -H 'content-type: application/json' -d '{"title":"A first example","done":false,"due":"2030-01-31"}'`,
      `curl ${url}/tasks`,
      `curl ${url}/tasks/1`,
    ]);
    expect(tasks).toEqual([{ id: 1, title: 'A first example', done: false, due: '2030-01-31' }]);
  });

  it('is understood by a shell exactly as it was sent', () => {
    const line = curlLine('POST', 'http://127.0.0.1:1/tasks', { title: "it's $(id) `id` é" });
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${line.slice('curl '.length)}`], { encoding: 'utf8' })
      .trimEnd()
      .split('\n');
    expect(words).toEqual(['-X', 'POST', 'http://127.0.0.1:1/tasks', '-H', 'content-type: application/json', '-d', '{"title":"it\'s $(id) `id` \\u00e9"}']);
  });

  it('chooses a collection that takes an example when another needs something first', async () => {
    const post = {
      requestBody: { content: { 'application/json': { schema: { type: 'object', required: ['task'], properties: { task: { type: 'integer' } } } } } },
    };
    const { url } = await service({
      openapi: { ...TASKS_OPENAPI, paths: { '/notes': { get: {}, post }, '/notes/{id}': { get: {} }, ...TASKS_OPENAPI.paths } },
    });
    expect((await findCurlLines(url)).map(({ line }) => line.includes(`${url}/tasks`))).toEqual([true, true, true]);
  });

  it('filters by a field where an item cannot be read by itself', async () => {
    const { '/tasks/{id}': _item, ...paths } = TASKS_OPENAPI.paths;
    const { url } = await service({ openapi: { ...TASKS_OPENAPI, paths } });
    expect((await findCurlLines(url))[2]?.line).toBe(`curl '${url}/tasks?done=false'`);
  });

  it('leaves optional fields out when the service refuses them', async () => {
    const openapi = structuredClone(TASKS_OPENAPI) as typeof TASKS_OPENAPI & { components: { schemas: { NewTask: { properties: Record<string, unknown> } } } };
    openapi.components.schemas.NewTask.properties['priority'] = { type: 'integer' };
    const { url } = await service({ openapi });
    const [create] = await findCurlLines(url);
    expect(create?.line).toContain(`-d '{"title":"A first example"}'`);
  });

  it('falls back to /health and prints nothing that did not work', async () => {
    const { url } = await service({ openapi: null });
    expect(await findCurlLines(url)).toEqual([{ line: `curl ${url}/health`, status: 200 }]);
  });

  it('finds nothing at a service that only fails, at nobody, and at an address that is none', async () => {
    const { url } = await service({ broken: true });
    expect(await findCurlLines(url)).toEqual([]);
    expect(await findCurlLines('http://127.0.0.1:9')).toEqual([]);
    expect(await findCurlLines('http://127.0.0.1:9/;rm -rf')).toEqual([]);
  });

  it('ignores paths and ids that mean something to a shell', () => {
    const post = { requestBody: { content: { 'application/json': { schema: { type: 'object' } } } } };
    const document = { paths: { '/a;id': { post }, '/$(id)': { post }, '/ok': { post }, '/ok/{id}': { get: {} } } };
    const [resource, ...others] = findResources(document);
    expect(others).toEqual([]);
    expect(resource?.collection).toBe('/ok');
    expect(itemPath(resource!, '7')).toBe('/ok/7');
    expect(itemPath(resource!, '$(id)')).toBeNull();
    expect(itemPath(resource!, { toString: () => '7' })).toBeNull();
  });
});

describe('example values of a schema', () => {
  const example = (schema: unknown, optional = true) => exampleOf({}, schema, { optional });

  it('fits types, formats, enums and limits', () => {
    expect(example({ type: 'string', format: 'date-time' })).toBe('2030-01-31T09:00:00Z');
    expect(example({ enum: ['open', 'closed'] })).toBe('open');
    expect(example({ type: 'integer', minimum: 5, maximum: 9 })).toBe(5);
    expect(example({ type: 'number', exclusiveMinimum: 3 })).toBe(3.5);
    expect(example({ type: 'string', minLength: 10, maxLength: 12 })).toBe('examplexxx');
    expect(example({ anyOf: [{ type: 'null' }, { type: 'boolean' }] })).toBe(false);
    expect(example({ type: 'array', minItems: 2, items: { type: 'integer' } })).toEqual([1, 1]);
  });

  it('chooses plausible words by field name and skips read-only fields', () => {
    const text = { type: 'string' };
    const schema = {
      properties: { id: { type: 'integer', readOnly: true }, author: text, year: { type: 'integer' }, rating: { type: 'number', maximum: 5 }, email: text },
    };
    expect(example(schema)).toEqual({ author: 'Ada Lovelace', year: 1995, rating: 4, email: 'ada@example.com' });
  });

  it('survives schemas that refer to themselves and references that lead nowhere', () => {
    const document = { components: { Node: { type: 'object', required: ['next'], properties: { next: { $ref: '#/components/Node' } } } } };
    expect(JSON.stringify(exampleOf(document, { $ref: '#/components/Node' }, { optional: true })).length).toBeLessThan(200);
    expect(example({ $ref: '#/nowhere' })).toBe('example');
    expect(example({ $ref: 'http://elsewhere/x' })).toBe('example');
  });
});
