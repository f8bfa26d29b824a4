import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode } from 'gpt-tokenizer';
import { codeIndex, type CodeIndex } from '../../activities/code/code-index.js';
import { MAP_CHARS_MAX, repoMap } from '../../activities/code/repo-map.js';
import { change, stage, type Stage } from '../git/stage.js';

let git: Stage;
let index: CodeIndex;
let commit: string;

/** A code base of many files that look alike, one that all use, and one nobody does. */
function tree(modules: number): Record<string, string> {
  const files: Record<string, string> = {
    'shop/money.py': 'class Money:\n    def add_prices(self, other):\n        return 1\n\n\ndef parse_price(text):\n    return Money()\n',
    'shop/lonely.py': 'def lonely_helper():\n    return 1\n',
    'node_modules/x/index.js': 'function vendored() {}\n',
    'README.md': 'hello\n',
  };
  for (let number = 0; number < modules; number += 1)
    files[`shop/orders/order_${number}.py`] =
      `from shop.money import parse_price\n\n\nclass Order${number}:\n    def ship_order_${number}(self):\n        return parse_price("1")\n\n\ndef make_order_${number}():\n    return Order${(number + 1) % modules}()\n`;
  return files;
}

beforeAll(async () => {
  git = stage();
  const head = await git.store.ensureProject('p').then(() => git.store.head('p', 'main'));
  await git.store.createBranch('p', 'agt/t1', head!);
  commit = await git.store.commit('p', change(head, tree(300)));
  index = await codeIndex(git.store, 'p', commit);
});
afterAll(() => git.remove());

describe('the map of a code base', () => {
  it('keeps within its budget and is the same for the same commit and task', async () => {
    const map = repoMap(index, 'mend the parser of prices');
    expect(map.length).toBeLessThanOrEqual(MAP_CHARS_MAX);
    expect(encode(map).length).toBeLessThanOrEqual(4_000);
    expect(repoMap(index, 'mend the parser of prices')).toBe(map);
    expect(repoMap(index, 'mend the parser of prices', 800).length).toBeLessThanOrEqual(800);
    expect(map).toMatch(/304 files in all; folders:\n {2}shop\/orders \(300\)/);
    expect(map).not.toMatch(/vendored/);
  });

  it('shows first what the task names, wherever it lies', () => {
    expect(repoMap(index, 'ship_order_217 forgets the address', 400)).toMatch(
      /^shop\/orders\/order_217\.py\n {4}\d: def ship_order_217|^shop\/orders\/order_217\.py\n {2}4: class Order217/,
    );
    expect(repoMap(index, 'look at shop/lonely.py', 400)).toMatch(/^shop\/lonely\.py\n {2}1: def lonely_helper/);
    expect(repoMap(index, 'the adding of prices is wrong', 600)).toMatch(/shop\/money\.py/);
  });

  it('without a hint shows what most of the code depends on', () => {
    expect(repoMap(index, '', 500)).toMatch(/shop\/money\.py\n[\s\S]*6: def parse_price\(text\)/);
  });

  it('knows who defines and who mentions a name', () => {
    expect(index.definers.get('parse_price')).toHaveLength(1);
    expect(index.files.filter((file) => file.mentions.has('parse_price'))).toHaveLength(301);
    expect(index.files.some((file) => file.path.startsWith('node_modules/'))).toBe(false);
  });

  it('is made again for a new commit from what changed', async () => {
    const next = await git.store.commit('p', change(commit, { 'shop/new.py': 'def brand_new():\n    return parse_price()\n' }, { step: 's/2.0' }));
    const later = await codeIndex(git.store, 'p', next);
    expect(later.definers.has('brand_new')).toBe(true);
    expect(index.definers.has('brand_new')).toBe(false);
    expect(await codeIndex(git.store, 'p', next)).toBe(later);
  });
});
