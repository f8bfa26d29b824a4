import { source } from '../source.js';

/** `tests/validation.test.ts`. */
export const TYPESCRIPT_TEST_VALIDATION = source`
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entityAt, type Entity, type Values } from '../src/models.ts';
import { validate } from '../src/validation.ts';
import { SAMPLES, WRONG } from './samples.ts';

for (const [path, samples] of SAMPLES) {
  const entity = entityAt(path) as Entity;
  const first = samples[0] as Values;

  describe(\`validation of \${path}\`, () => {
    it('accepts every sample', () => {
      for (const sample of samples)
        assert.deepEqual(validate(entity, sample), { values: sample, problems: [] });
    });

    it('refuses a value of another type', () => {
      for (const field of entity.fields.filter((one) => one.type !== 'reference')) {
        const { problems } = validate(entity, { ...first, [field.name]: WRONG[field.type] });
        assert.deepEqual(
          problems.map((problem) => problem.field),
          [field.name],
        );
      }
    });

    it('names every missing required field', () => {
      const required = entity.fields
        .filter((field) => field.required && field.default === undefined)
        .map((field) => field.name);
      assert.deepEqual(
        validate(entity, {}).problems.map((problem) => problem.field),
        required,
      );
    });

    it('fills what is missing with the default', () => {
      const needed = Object.fromEntries(
        entity.fields
          .filter((field) => field.required)
          .map((field) => [field.name, first[field.name]]),
      );
      const { values, problems } = validate(entity, needed);
      assert.deepEqual(problems, []);
      assert.deepEqual(
        Object.keys(values).toSorted(),
        entity.fields.map((field) => field.name).toSorted(),
      );
    });

    it('looks only at the given fields of a partial change', () => {
      assert.deepEqual(validate(entity, {}, true), { values: {}, problems: [] });
    });

    it('refuses unknown fields', () => {
      assert.deepEqual(
        validate(entity, { ...first, no_such_field: 1 }).problems.map((problem) => problem.field),
        ['no_such_field'],
      );
    });

    it('holds the limits', () => {
      for (const field of entity.fields) {
        if (field.maximum === undefined) continue;
        const over = field.maximum + 1;
        const tooMuch =
          field.type === 'string'
            ? 'x'.repeat(over)
            : field.type === 'list'
              ? Array<string>(over).fill('x')
              : over;
        const { problems } = validate(entity, { [field.name]: tooMuch }, true);
        assert.deepEqual(
          problems.map((problem) => problem.field),
          [field.name],
        );
      }
    });
  });
}
`;

/** `tests/store.test.ts`. */
export const TYPESCRIPT_TEST_STORE = source`
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { entityAt, type Entity, type Values } from '../src/models.ts';
import { Conflict, Store, StoreError, UnknownReference } from '../src/store.ts';
import { SAMPLES } from './samples.ts';

// Only the last entity starts without objects: nothing refers to it.
const others = SAMPLES.slice(0, -1);
const [path, samples] = SAMPLES.at(-1) as [string, Values[]];
const [first, second] = samples as [Values, Values];
const entity = entityAt(path) as Entity;

describe('the store', () => {
  let directory: string;
  let store: Store;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'store-'));
    store = new Store(directory);
    for (const [other, objects] of others)
      for (const object of objects) store.create(entityAt(other) as Entity, object);
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('gives each object its own id and times', () => {
    const one = store.create(entity, first);
    const two = store.create(entity, second);
    assert.deepEqual([one.id, two.id], [1, 2]);
    assert.equal(one.created_at, one.updated_at);
  });

  it('keeps objects over a restart', () => {
    const item = store.create(entity, first);
    assert.deepEqual(new Store(directory).get(entity, item.id), item);
  });

  it('sees what another process wrote', () => {
    const other = new Store(directory);
    const item = store.create(entity, first);
    assert.deepEqual(other.all(entity), [item]);
  });

  it('never gives an id twice', () => {
    const item = store.create(entity, first);
    assert.equal(store.delete(entity, item.id), true);
    assert.equal(new Store(directory).create(entity, first).id, item.id + 1);
  });

  it('changes only the given fields', () => {
    const item = store.create(entity, first);
    const [name, value] = Object.entries(second)[0] as [string, string];
    const changed = store.update(entity, item.id, { [name]: value });
    assert.deepEqual({ ...changed, updated_at: item.updated_at }, { ...item, [name]: value });
  });

  it('answers nothing for an unknown id', () => {
    assert.equal(store.get(entity, 99), undefined);
    assert.equal(store.update(entity, 99, {}), undefined);
    assert.equal(store.delete(entity, 99), false);
  });

  it('leaves no temporary file', () => {
    store.create(entity, first);
    assert.deepEqual(readdirSync(directory), ['data.json']);
  });

  it('refuses a damaged file with a reason', () => {
    writeFileSync(join(directory, 'data.json'), '{');
    assert.throws(
      () => new Store(directory),
      (error) => error instanceof StoreError && /damaged/.test(error.message),
    );
  });

  it('holds unique values and references', () => {
    const item = store.create(entity, first);
    for (const field of entity.fields) {
      const value = item[field.name] ?? null;
      if (field.unique && value !== null)
        assert.throws(() => store.create(entity, first), Conflict);
      if (field.references === undefined) continue;
      assert.throws(() => store.update(entity, item.id, { [field.name]: 999 }), UnknownReference);
      if (value !== null)
        assert.throws(
          () => store.delete(entityAt(field.references ?? '') as Entity, Number(value)),
          Conflict,
        );
    }
  });
});
`;

/** `tests/query.test.ts`. */
export const TYPESCRIPT_TEST_QUERY = source`
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entityAt, type Entity, type Item } from '../src/models.ts';
import { listItems } from '../src/query.ts';
import { SAMPLES } from './samples.ts';

const TIME = '2026-01-01T00:00:00.000Z';

for (const [path, samples] of SAMPLES) {
  const entity = entityAt(path) as Entity;
  const items: Item[] = samples.map((sample, index) => ({
    id: index + 1,
    ...sample,
    created_at: TIME,
    updated_at: TIME,
  }));
  const list = (options: Record<string, string>) =>
    listItems(entity, items, new URLSearchParams(options).toString());
  const second = items[1] as Item;

  describe(\`the list of \${path}\`, () => {
    it('gives pages', () => {
      assert.deepEqual(list({}), { page: { items, total: 3, limit: 20, offset: 0 }, problems: [] });
      assert.deepEqual(list({ limit: '1', offset: '1' }).page.items, items.slice(1, 2));
      assert.deepEqual(list({ limit: '2', page: '2' }).page.items, items.slice(2));
    });

    it('filters by every field', () => {
      for (const field of entity.fields) {
        const value = second[field.name] ?? null;
        const text = Array.isArray(value) ? value[0] : value;
        const { page, problems } = list({ [field.name]: String(text ?? '') });
        assert.deepEqual(problems, []);
        assert.deepEqual(
          page.items,
          items.filter((item) => JSON.stringify(item[field.name]) === JSON.stringify(value)),
        );
      }
    });

    it('searches text whatever its case', () => {
      for (const field of entity.fields.filter((one) => one.type === 'string')) {
        assert.ok(
          list({ q: String(second[field.name]).toUpperCase() }).page.items.includes(second),
        );
      }
    });

    it('sorts both ways', () => {
      assert.deepEqual(
        list({ sort: '-id' }).page.items.map((item) => item.id),
        [3, 2, 1],
      );
      for (const field of entity.fields)
        assert.deepEqual(
          [list({ sort: field.name }).page.total, list({ sort: field.name }).problems],
          [3, []],
        );
    });

    it('names every invalid option', () => {
      const invalid: Record<string, string>[] = [
        { limit: '0' },
        { limit: 'x' },
        { offset: '-1' },
        { page: '0' },
        { sort: 'no_such_field' },
        { no_such_field: '1' },
      ];
      for (const options of invalid) assert.equal(list(options).problems.length, 1);
    });
  });
}
`;
