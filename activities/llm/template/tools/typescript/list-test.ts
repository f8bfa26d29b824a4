import { source } from '../../source.js';

/** `tests/cli.test.ts` of the same. */
export const TYPESCRIPT_LIST_TEST = source`
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { doneField, mainField, run } from '../src/cli.ts';
import { ENTITIES, entityAt, type Entity, type Item, type Values } from '../src/models.ts';
import { SAMPLES } from './samples.ts';

describe('the command line', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'cli-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  function command(path: string, ...args: string[]): { code: number; out: string; error: string } {
    const lines = { out: [] as string[], error: [] as string[] };
    const output = {
      out: (line: string) => lines.out.push(line),
      error: (line: string) => lines.error.push(line),
    };
    const code = run(ENTITIES.length > 1 ? [path, ...args] : args, directory, output);
    return { code, out: lines.out.join('\n'), error: lines.error.join('\n') };
  }

  function add(path: string, sample: Values): Item {
    const main = mainField(entityAt(path) as Entity).name;
    const given = Object.entries(sample).filter(([, value]) => value !== null);
    const args = given.map(([name, value]) =>
      name === main ? String(value) : \`--\${name.replaceAll('_', '-')}=\${String(value)}\`,
    );
    const { code, out, error } = command(path, 'add', '--json', ...args);
    assert.deepEqual([code, error], [0, '']);
    return JSON.parse(out) as Item;
  }

  it('adds and lists', () => {
    for (const [path, samples] of SAMPLES) {
      const items = samples.map((sample) => add(path, sample));
      for (const [index, item] of items.entries())
        assert.deepEqual({ ...item, ...samples[index] }, item);
      assert.deepEqual(JSON.parse(command(path, 'list', '--json').out), items);
      assert.equal(command(path, 'list').out.split('\n').length, 3);
    }
  });

  it('sorts and searches', () => {
    for (const [path, samples] of SAMPLES) {
      const items = samples.map((sample) => add(path, sample));
      assert.deepEqual(
        JSON.parse(command(path, 'list', '--json', '--sort=-id').out),
        items.toReversed(),
      );
      assert.equal(command(path, 'list', '--search', 'no such text').out, '');
    }
  });

  it('shows, marks and removes', () => {
    for (const [path, samples] of SAMPLES) {
      const item = add(path, samples[0] ?? {});
      const id = String(item.id);
      assert.deepEqual(JSON.parse(command(path, 'show', '--json', id).out), item);
      const done = doneField(entityAt(path) as Entity);
      if (done !== undefined)
        assert.equal((JSON.parse(command(path, 'done', '--json', id).out) as Item)[done], true);
      if (path !== SAMPLES.at(-1)?.[0]) continue;
      assert.equal(command(path, 'remove', id).code, 0);
      assert.equal(command(path, 'show', id).code, 1);
    }
  });

  it('refuses what is not there or wrong', () => {
    const path = SAMPLES.at(-1)?.[0] ?? '';
    for (const args of [
      ['show', '99'],
      ['remove', '99'],
      ['update', '99'],
      ['list', '--filter', 'x'],
      ['list', '--sort', 'no_such_field'],
    ]) {
      const { code, out, error } = command(path, ...args);
      assert.deepEqual([code, out], [1, '']);
      assert.match(error, /^error: /);
    }
    assert.equal(command(path, 'no-such-command').code, 2);
    assert.equal(command(path, 'show', 'x').code, 2);
  });

  it('explains itself', () => {
    assert.equal(
      run(['--help'], directory, {
        out: (text) => assert.match(text, /usage/),
        error: () => assert.fail(),
      }),
      0,
    );
  });
});
`;
