import { describe, expect, it } from '@jest/globals';
import { routeDeviations } from '../../activities/checks/design-check.js';
import { checkDesign } from '../../activities/design/check-files.js';
import { expectedOf, kindOf } from '../../activities/design/expected.js';
import { jsonSchemaProblems } from '../../activities/design/json-schema.js';
import { openApiProblems, operationsOf } from '../../activities/design/openapi.js';
import { sqlProblems } from '../../activities/design/sql.js';
import { build, intentOf } from '../llm/template/drive.js';

const ITEM = { type: 'object', required: ['name'], properties: { name: { type: 'string', minLength: 1 } } };
const API = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  paths: {
    '/items': {
      get: { operationId: 'list', responses: { 200: { description: 'all' } } },
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } },
        responses: { 201: { description: 'made', content: { 'application/json': { schema: { $ref: '#/components/schemas/Item' } } } } },
      },
    },
    '/items/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      get: { responses: { '2XX': { description: 'one' }, default: { $ref: '#/components/responses/Problem' } } },
    },
  },
  components: { schemas: { Item: ITEM }, responses: { Problem: { description: 'a problem' } } },
};
type Change = (api: ReturnType<typeof structuredClone<typeof API>> & Record<string, never>) => unknown;
const changed = (change: Change) => {
  const copy = structuredClone(API);
  change(copy as never);
  return openApiProblems(JSON.stringify(copy)).join('\n');
};

describe('an OpenAPI document', () => {
  it('is sound when it follows the specification, 3.0 and 3.1', () => {
    expect(openApiProblems(JSON.stringify(API))).toEqual([]);
    expect(openApiProblems(JSON.stringify({ ...API, openapi: '3.0.3' }))).toEqual([]);
    expect(operationsOf(JSON.stringify(API))).toEqual([
      { method: 'get', path: '/items' },
      { method: 'post', path: '/items' },
      { method: 'get', path: '/items/{id}' },
    ]);
  });

  it('is refused with the place of each mistake', () => {
    const set = (path: (string | number)[], value: unknown) =>
      changed((api) => {
        let at = api as unknown as Record<string | number, unknown>;
        for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
        at[path.at(-1) ?? ''] = value;
      });
    expect(openApiProblems('{"openapi": ')).toEqual([expect.stringContaining('not JSON')]);
    expect(openApiProblems('[]')).toEqual([expect.stringContaining('object')]);
    expect(set(['openapi'], '2.0')).toContain('/openapi: must name the version');
    expect(set(['info', 'version'], 1)).toContain('/info/version');
    expect(set(['paths'], {})).toContain('/paths: is empty');
    expect(set(['paths', 'items'], {})).toContain('/paths/items: a path begins with /');
    expect(set(['paths', '/items', 'GET'], {})).toContain('/paths/~1items/GET: is no method');
    expect(set(['paths', '/items', 'get', 'responses'], {})).toContain('must name at least one status');
    expect(set(['paths', '/items', 'get', 'responses', 'ok'], {})).toContain('must be a status');
    expect(set(['paths', '/items', 'get', 'responses', 200], {})).toContain('has a description');
    expect(set(['paths', '/items', 'post', 'operationId'], 'list')).toContain('list is used twice');
    expect(set(['paths', '/items/{id}', 'parameters'], [])).toContain('path parameter id is not declared');
    expect(set(['paths', '/items/{id}', 'parameters', 0, 'required'], false)).toContain('required: true');
    expect(set(['paths', '/items/{id}', 'parameters', 0, 'schema'], undefined)).toContain('needs a schema');
    expect(set(['paths', '/items/{key}'], structuredClone(API.paths['/items/{id}']))).toContain('is the same path as');
    expect(set(['components', 'schemas', 'Item'], undefined)).toContain('#/components/schemas/Item leads nowhere');
    expect(set(['components', 'schemas', 'Item', 'type'], 'text')).toContain('"text" is no type');
    expect(set(['components', 'schemas', 'bad name'], {})).toContain('is no name of a component');
    expect(set(['components', 'schemas', 'Item', '$ref'], 'https://example.org/x.json')).toContain('leads out of the project');
  });

  it('survives what is hostile, and says a bounded number of things', () => {
    const loop = { ...API, components: { ...API.components, schemas: { Item: { $ref: '#/components/schemas/Item' } } } };
    expect(openApiProblems(JSON.stringify(loop))).toEqual([]);
    expect(
      openApiProblems(JSON.stringify({ ...API, __proto__: null, paths: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`x${index}`, 1])) })),
    ).toHaveLength(13);
    let deep: unknown = {};
    for (let level = 0; level < 3_000; level += 1) deep = { items: deep };
    expect(jsonSchemaProblems(JSON.stringify(deep))).toEqual([expect.stringContaining('nests deeper')]);
  });
});

describe('a JSON Schema', () => {
  it('is sound or refused with the place', () => {
    const of = (schema: unknown) => jsonSchemaProblems(JSON.stringify(schema)).join('\n');
    expect(of({ $schema: 'https://json-schema.org/draft/2020-12/schema', ...ITEM, $defs: { a: true }, allOf: [{ $ref: '#/$defs/a' }] })).toBe('');
    expect(of(true)).toContain('must hold an object');
    expect(of({ title: 'x' })).toContain('says nothing');
    expect(of({ type: ['string', 'text'] })).toContain('/type');
    expect(of({ properties: { a: 1 } })).toContain('/properties/a: must be a schema');
    expect(of({ pattern: '(' })).toContain('no regular expression');
    expect(of({ minLength: -1 })).toContain('/minLength');
    expect(of({ minimum: 5, maximum: 1 })).toContain('nothing fits');
    expect(of({ required: ['a', 'a'] })).toContain('/required');
    expect(of({ ...ITEM, required: ['ghost'], additionalProperties: false })).toContain('requires ghost');
    expect(of({ anyOf: [] })).toContain('/anyOf');
    expect(of({ enum: [] })).toContain('/enum');
    expect(of({ $ref: '#/$defs/ghost' })).toContain('leads nowhere');
  });
});

describe('a database schema', () => {
  const GOOD = `
    -- users; and their tasks
    create table if not exists users (id integer primary key, "e mail" text not null unique check (length("e mail") > 3), note text default 'it''s; fine');
    /* two ; in one */
    CREATE TABLE app.tasks (
      id bigserial PRIMARY KEY, owner integer NOT NULL REFERENCES users (id) ON DELETE CASCADE, title varchar(200) NOT NULL, cost numeric(10, 2),
      tags text[] not null default '{}', CONSTRAINT one_title UNIQUE (owner, title), FOREIGN KEY (owner) REFERENCES users (id)
    );
    create unique index on tasks (owner, title);
    create or replace function touch() returns trigger as $$ begin new.id = 1; return new; end; $$ language plpgsql;
    create trigger t after insert on tasks begin update users set note = 'x'; end;
    insert into users values (1, 'a@b', null);
    create view open as select * from tasks;`;

  it('is sound when its statements and references are', () => {
    expect(sqlProblems(GOOD)).toEqual([]);
  });

  it('is refused with the line of each mistake', () => {
    const of = (sql: string) => sqlProblems(sql).join('\n');
    expect(of('')).toContain('makes no table');
    expect(of('create table a (id int')).toContain('line 1: ( is never closed');
    expect(of('create table a (id int));')).toContain(') closes nothing');
    expect(of("create table a (id int default 'x);")).toContain('a text has no end');
    expect(of('create table a (id int) /* x')).toContain('comment has no end');
    expect(of('create table a (id int,);')).toContain('comma too many');
    expect(of('create table a (id int, id int);')).toContain('there twice');
    expect(of('create table a (id);')).toContain('has no type');
    expect(of('create table a ();')).toContain('a has');
    expect(of('create table a (id int); create table a (id int);')).toContain('made twice');
    expect(of('create table a (\n id int,\n b int references ghost (id));')).toContain('line 3: a refers to the table ghost');
    expect(of('create table a (id int); create table b (a int references a (key));')).toContain('a has no column key');
    expect(of('create tabel a (id int);')).toContain('nothing of that kind');
    expect(of("create table a (id int); copy a from '/etc/passwd';")).toContain('"copy" begins no statement');
    expect(of('Here is the schema: create table a (id int);')).toContain('"here" begins no statement');
  });
});

describe('what a design should hold', () => {
  const of = (projectType: string, description: string, plan: Record<string, unknown> = {}) => expectedOf({ projectType, description, domain: null }, plan);

  it('depends on the project', () => {
    expect(of('api', 'books')).toEqual({ openapi: true, sql: false, ui: false });
    expect(of('cli', 'a tool that calls a REST API')).toEqual({ openapi: false, sql: false, ui: false });
    expect(of('library', 'a function')).toEqual({ openapi: false, sql: false, ui: false });
    expect(of('api', 'books', { stack: ['Python', 'SQLite'] })).toMatchObject({ sql: true });
    expect(of('website', 'a portfolio', { requirements: ['A server with tests over HTTP sends it'] })).toEqual({ openapi: false, sql: false, ui: true });
    expect(of('feature', 'a shop', { tasks: [{ files: ['src/pages/index.tsx'] }] })).toMatchObject({ ui: true });
    expect(of('feature', 'a shop', { ui: true })).toMatchObject({ ui: true });
  });

  it('is told apart by path and content', () => {
    const cases = [
      ['docs/openapi.json', '', 'openapi'],
      ['docs/api.json', '{"openapi": "3.1.0"}', 'openapi'],
      ['docs/db.sql', '', 'sql'],
      ['docs/schemas/item.json', '', 'json-schema'],
      ['docs/item.schema.json', '', 'json-schema'],
      ['docs/architecture.md', '"openapi": ', 'document'],
      ['docs/data.json', '{}', 'document'],
    ];
    for (const [path = '', content = '', kind = ''] of cases) expect([path, kindOf(path, content)]).toEqual([path, kind]);
  });

  it('is named when it is missing or not valid', () => {
    const expected = { openapi: true, sql: true, ui: false };
    const { files, problems } = checkDesign([{ path: 'docs/architecture.md', content: '# x' }], expected);
    expect(files).toHaveLength(1);
    expect(problems.join('\n')).toMatch(/openapi\.json is missing[\s\S]*schema\.sql is missing/);
    const yaml = checkDesign([{ path: 'docs/openapi.yaml', content: 'openapi: 3.1.0' }], { openapi: true, sql: false, ui: false });
    expect(yaml.problems.join('\n')).toContain('write it as JSON');
    expect(yaml.files[0]?.problem).toContain('JSON');
  });
});

describe('the designs of the template model', () => {
  it('are sound, and what it then writes follows them', async () => {
    for (const words of [
      'a REST API for books with title, author, year between 1900 and 2100 and tags',
      'an API for orders with customer email and status (open, paid), in TypeScript',
    ]) {
      const { plan, files } = await build(intentOf(words));
      const design = [...files].filter(([path]) => path.startsWith('docs/')).map(([path, content]) => ({ path, content }));
      const { files: kept, problems } = checkDesign(design, expectedOf({ projectType: 'api', description: words, domain: null }, plan));
      expect(problems).toEqual([]);
      expect(kept.map(({ kind }) => kind).toSorted()).toEqual(['document', 'json-schema', 'openapi']);
      const tree = [...files].map(([path, content]) => ({ path, content: Buffer.from(content) }));
      expect(routeDeviations('docs/openapi.json', operationsOf(files.get('docs/openapi.json') ?? ''), tree)).toEqual([]);
    }
  });
});
