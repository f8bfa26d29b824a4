import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, Engines } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

const PATH = '/code-generation/parse';
const parse = (body: unknown) => api.ask('POST', PATH, { body });
const EDIT = 'a.py\n<<<<<<< SEARCH\nx = 1\n=======\nx = 2\n>>>>>>> REPLACE\n';

describe('POST /code-generation/parse', () => {
  it('answers the edits of a text with its reasoning, with and without the prefix', async () => {
    const text = 'A fix.\n\n```python:src/app.py\nx = 1\n```\n';
    const expected = { edits: [{ kind: 'write', path: 'src/app.py', line: 3, inferred: null, content: 'x = 1\n' }], problems: [], reasoning: 'A fix.' };
    expect(await parse({ text })).toMatchObject({ status: 200, body: expected });
    expect((await api.ask('POST', `/api${PATH}`, { body: { text } })).body).toEqual(expected);
    expect((await parse({ text: 'Nothing to do.' })).body).toEqual({ edits: [], problems: [], reasoning: 'Nothing to do.' });
    expect((await parse({ text: '' })).body).toEqual({ edits: [], problems: [], reasoning: null });
  });

  it('applies them to the given files, all or none', async () => {
    const files = [
      { path: 'a.py', content: 'x = 1\n' },
      { path: 'b.py', content: 'y = 1\n' },
    ];
    const good = await parse({ text: EDIT, files });
    expect(good.body).toMatchObject({
      applied: true,
      changes: [{ path: 'a.py', change: 'modified', added: 1, removed: 1, repaired: [] }],
      files: [{ path: 'a.py', content: 'x = 2\n' }, files[1]],
    });
    const bad = await parse({ text: EDIT + EDIT.replaceAll('x', 'z').replace('a.py', 'b.py'), files });
    expect(bad).toMatchObject({ status: 200, body: { applied: false, edits: [], changes: [], files } });
    expect(bad.body['problems']).toMatchObject([{ code: 'no_match', path: 'b.py', message: expect.stringContaining('does not occur') }]);
    expect((await parse({ text: EDIT, files: [] })).body).toMatchObject({ applied: false, problems: [{ code: 'no_such_file' }] });
  });

  it('says what is inferred, and refuses a cut answer', async () => {
    const text = '```java\npackage a;\npublic class B {}\n```';
    expect((await parse({ text })).body).toMatchObject({ edits: [{ path: 'src/main/java/a/B.java', inferred: expect.stringContaining('type B') }] });
    expect((await parse({ text, finish_reason: 'length' })).body).toMatchObject({ edits: [], problems: [{ code: 'truncated' }] });
  });

  it('refuses bad input as a problem', async () => {
    const wrong: [unknown, number][] = [
      [{}, 422],
      [{ text: 1 }, 422],
      [{ text: 'a', more: 1 }, 422],
      [{ text: 'a', files: [{ path: '../x', content: '' }] }, 422],
      [{ text: 'a', files: [{ path: 'x' }] }, 422],
      [{ text: 'a', files: [{ path: 'x', content: '' }, { path: 'x', content: '' }] }, 422],
      [{ text: 'a'.repeat(4 * 1024 * 1024 + 1) }, 413],
      [{ text: 'a'.repeat(9 * 1024 * 1024) }, 413],
    ]; // prettier-ignore
    for (const [body, status] of wrong) {
      const answer = await parse(body);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, expect.stringContaining('application/problem+json')]);
    }
    expect((await api.ask('POST', PATH, { raw: '{' })).status).toBe(400);
    expect((await api.ask('POST', PATH, { body: { text: 'x' }, token: null })).status).toBe(401);
  });
});
