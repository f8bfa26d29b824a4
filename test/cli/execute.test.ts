import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildCli, type CliHarness } from './run-cli.js';

let cli: CliHarness;
let server: Server;
let asked: { path: string; body: Record<string, unknown> }[] = [];
/** What the next execution will have come to. */
let status = 'passed';
/** Where it stands at each of the next looks, until it has ended. */
let places: number[] = [];

beforeAll(async () => {
  cli = buildCli();
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      if (request.method === 'POST') asked.push({ path: request.url ?? '', body: JSON.parse(text) as Record<string, unknown> });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.method === 'POST' ? STARTED : answer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.close();
  cli.cleanUp();
});

const STARTED = { execution_id: 'exec-abc123', status: 'queued', language: 'python', round: 1, status_url: '/api/execute/exec-abc123' };
const attempt = (number: number, over: object) => ({
  round: 1,
  attempt: number,
  error_type: null,
  error_message: null,
  ended_at: '2026-01-01T00:00:00Z',
  ...over,
});
const queueAt = (position: number) => ({ for: 'sandbox', what: 'checks', position, ahead: position - 1, waiting: 9, since: '2026-01-01T00:00:00Z' });
const answer = () => {
  const position = places.shift();
  return position === undefined ? ended() : { ...ended(), status: 'running', ended_at: null, attempts: [], queue: queueAt(position) };
};
const ended = () => ({
  id: 'exec-abc123',
  status,
  attempt: 2,
  max_attempts: 5,
  cost_usd: 0.01,
  ended_at: '2026-01-01T00:00:00Z',
  files: [{ path: 'add.py', kind: 'code', content: 'def add(a, b):\n    return a + b \u001b[31m\n' }],
  explanation: 'Why it ended so.',
  failure: null,
  artifact: { name: 'add.py', download_url: '/api/artifacts/art-1/download' },
  pr: null,
  attempts: [
    attempt(1, { status: 'failed', error_type: 'test', error_message: 'test_add: assert 1 == 2\nmore', summary: 's' }),
    attempt(2, { status: status === 'passed' ? 'passed' : 'failed', error_type: status === 'passed' ? null : 'test', summary: '2 tests passed' }),
  ],
});
async function run(...args: string[]) {
  asked = [];
  return cli.run(['execute', ...args], { port: (server.address() as AddressInfo).port });
}

describe('mw execute', () => {
  it('tells each attempt, the code and why it ended so, and cleans what it prints', async () => {
    status = 'passed';
    const { code, out } = await run('add numbers', '--language', 'py', '--output', 'zip', '--attempts', '3', '--cache');
    expect(asked).toEqual([{ path: '/api/execute', body: { prompt: 'add numbers', language: 'py', max_attempts: 3, output_preference: 'zip', cache: true } }]);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual(
      expect.arrayContaining(['attempt 1 of 5  failed  test: test_add: assert 1 == 2', 'attempt 2 of 5  passed  2 tests passed', 'add.py', 'Why it ended so.']),
    );
    expect(out).not.toContain('\u001b');
  });

  it('says where it waits, at first and whenever half of what was ahead is gone', async () => {
    [status, places] = ['passed', [8, 7, 4, 3, 1]];
    const { code, out } = await run('add numbers');
    const waits = out.split('\n').filter((line) => line.startsWith('waits'));
    expect(waits).toEqual([8, 4, 1].map((place) => `waits for a sandbox (checks): place ${place} of 9`));
    expect(code).toBe(0);
  });

  it('exits with 1 when it is partial, and says how to go on', async () => {
    status = 'partial';
    const { code, out } = await run('--retry', 'exec-abc123', 'mind zero');
    expect(asked).toEqual([{ path: '/api/execute/exec-abc123/retry', body: { guidance: 'mind zero' } }]);
    expect({ code, hint: /mw execute --retry exec-abc123/.test(out) }).toEqual({ code: 1, hint: true });
  });

  it('prints only the id without waiting, and refuses wrong use', async () => {
    expect(await run('add', '--no-wait')).toMatchObject({ code: 0, out: 'exec-abc123\n' });
    expect(await run()).toMatchObject({ code: 2, out: '' });
    expect(await run('add', '--budget', 'much')).toMatchObject({ code: 2 });
    expect(await run('add', '--retry', 'exec-abc123', '--repo', 'https://example.org/a.git')).toMatchObject({ code: 2 });
  });

  it('works in a repository when one is named', async () => {
    asked = [];
    await run('add a converter', '--repo', 'https://example.org/shop.git#main', '--no-wait');
    expect(asked).toMatchObject([{ body: { prompt: 'add a converter', github_repo: 'https://example.org/shop.git#main' } }]);
  });
});
