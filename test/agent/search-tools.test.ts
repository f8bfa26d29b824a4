import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, uses } from '../harness/provider.js';
import { AgentStage } from './stage.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const SHOP = 'class Store:\n    def add(self, item):\n        return item\n\n\ndef open_store():\n    return Store()\n';
const MAIN = 'from shop import Store, open_store\n\nopen_store().add(1)\nStore()\n';

/** The results of these calls, after a turn that wrote the two files. */
async function results(...calls: ReturnType<typeof call>[]) {
  const session = await stage.session();
  const write = uses(call('write_file', { path: 'shop.py', content: SHOP }), call('write_file', { path: 'main.py', content: MAIN }));
  await stage.work(stage.deps([write, uses(...calls)]), session, { turnsMax: 2 });
  return (await stage.steps(session)).slice(2).map(({ ok, result, summary }) => ({ ok, result, summary }));
}

describe('looking for code', () => {
  it('finds lines, and says so when there are none or the pattern is no good', async () => {
    const [found, none, bad] = await results(
      call('search_code', { pattern: 'Store(' }),
      call('search_code', { pattern: 'nowhere' }),
      call('search_code', { pattern: '(', regex: true }),
    );
    expect(found).toMatchObject({ ok: true, result: 'main.py:4: Store()\nshop.py:7:     return Store()', summary: '"Store(": 2 lines' });
    expect(none).toMatchObject({ ok: true, result: 'Nothing matches.' });
    expect(bad).toMatchObject({ ok: false, result: expect.stringMatching(/pattern cannot be used/) });
  });

  it('finds definitions and who mentions them, of the work as it is now', async () => {
    const [plain, method, similar, none] = await results(
      call('find_symbol', { name: 'Store' }),
      call('find_symbol', { name: 'Store.add' }),
      call('find_symbol', { name: 'OpenStore' }),
      call('find_symbol', { name: 'zzz' }),
    );
    expect(plain?.result).toBe('defined:\nshop.py:1-3 class: class Store\nmentioned in:\nmain.py (2)\nshop.py (2)');
    expect(method?.result).toMatch(/^defined:\nshop\.py:2-3 method of Store: def add\(self, item\)/);
    expect(similar?.result).toMatch(/Nothing defines OpenStore\. Similar: .*Store/);
    expect(none?.result).toMatch(/Nothing defines zzz\. search_code finds text/);
  });
});
