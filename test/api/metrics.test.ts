import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exposition } from '../../api/metrics.js';
import { newBuild } from '../harness/builds.js';
import type { TestDatabase } from '../harness/database.js';
import { apiAlone } from './alone.js';
import type { Api } from './stack.js';

describe('figures for Prometheus', () => {
  let database: TestDatabase;
  let api: Api;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ database, api, close } = await apiAlone());
  });
  afterAll(() => close());

  it('are told to admins, each line as the format has it', async () => {
    await newBuild(database.db);
    await newBuild(database.db);
    const { status, headers, text } = await api.ask('GET', '/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('# TYPE millwright_builds gauge\nmillwright_builds{status="planning"} 2\n');
    expect(text).toMatch(/^millwright_outbox_open 2$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    for (const line of text.trimEnd().split('\n')) expect(line).toMatch(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"\})? -?\d[\d.e+-]*)$/);
    expect((await api.ask('GET', '/metrics', { token: null })).status).toBe(401);
  });

  it('keep what stands in a label inside of it', () => {
    const metric = { name: 'a', help: 'b\nc', type: 'gauge', values: [{ labels: { x: 'q"\\\nz' }, value: 1 }] } as const;
    expect(exposition([{ ...metric, values: [...metric.values] }])).toBe('# HELP a b\\nc\n# TYPE a gauge\na{x="q\\"\\\\\\nz"} 1\n');
    expect(exposition([{ name: 'none', help: '', type: 'gauge', values: [] }])).toBe('\n');
  });
});
