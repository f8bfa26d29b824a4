import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { apiClient } from '../../cli/client.js';
import { deploymentLines, endingLines, goOn } from '../../cli/confirm.js';
import type { Scope } from '../../cli/scope.js';
import { createTerminal } from '../../cli/terminal.js';
import { BUILD, startStubApi, type StubApi } from './stub-api.js';

let api: StubApi;
beforeEach(async () => {
  api = await startStubApi();
});
afterEach(() => api.close());

/** A scope at a terminal, or none, where `typed` is answered to the first question. */
function scopeAt(typed: string, isTerminal = true): { scope: Scope; shown: () => string } {
  const stream = () => Object.assign(new PassThrough(), { isTTY: isTerminal, columns: 100 });
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  let shown = '';
  stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (/\[y\/N\] $/.test(chunk.toString())) stdin.write(`${typed}\n`);
  });
  const connect = () => ({ baseUrl: `http://127.0.0.1:${api.port}`, token: null });
  const { signal } = new AbortController();
  const client = apiClient({ connect, patienceSeconds: 0, signal });
  const context = { home: '', repositories: '', port: 0, root: '', unattended: false, isSupervised: () => false, start: () => Promise.resolve() };
  const terminal = createTerminal({ stdin, stdout, stderr });
  return { scope: { context, terminal, client, patient: client, connect, signal, say: () => {}, whenInterrupted: [] }, shown: () => shown };
}

const LIVE = {
  id: 'd1',
  build_id: 'int-code-before',
  build_title: 'Tasks, the first',
  project_id: 'proj-abc123',
  environment: 'production',
  status: 'live',
  commit: 'b'.repeat(40),
};

describe('before what cannot be taken back', () => {
  it('a person is told what will happen and asked; Enter is no', async () => {
    Object.assign(api.status, { project_id: 'proj-abc123', result: { branch: 'main', commit: 'c'.repeat(40), tree: 't' } });
    api.serve(/\/deployments\?/, { items: [LIVE], total: 1, page: 1 });
    const lines = (scope: Scope) => goOn(scope, {}, 'Deploy it to production?', () => deploymentLines(scope, BUILD, 'production'));
    const enter = scopeAt('');
    expect(await lines(enter.scope)).toBe(false);
    const yes = scopeAt('y');
    expect(await lines(yes.scope)).toBe(true);
    expect(yes.shown()).toMatch(/build +int-code-abc123: Tasks/);
    expect(yes.shown()).toMatch(/environment +production\n +version +cccccccccccc\n +replaces +int-code-before: Tasks, the first, version bbbbbbbbbbbb/);
    expect(yes.shown()).toContain('the build is completed');
    expect(yes.shown()).toContain('Deploy it to production? [y/N] ');
  });

  it('what is replaced is asked for by its project, environment and status, however much was deployed since', async () => {
    Object.assign(api.status, { project_id: 'proj-abc123' });
    api.serve(/\/deployments\?/, { items: [LIVE], total: 1, page: 1 });
    await deploymentLines(scopeAt('').scope, BUILD, 'production');
    const asked = new URL(api.requests.at(-1)?.path ?? '', 'http://api').searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ project_id: 'proj-abc123', environment: 'production', status: 'live' });
  });

  it('is said when nothing is replaced, and what an end means', async () => {
    api.serve(/\/deployments\?/, { items: [], total: 0, page: 1 });
    const { scope } = scopeAt('n');
    expect((await deploymentLines(scope, BUILD, 'production')).join('\n')).toContain('nothing: it serves nothing yet');
    expect((await endingLines(scope, BUILD, 'It ends.')).join('\n')).toMatch(/int-code-abc123: Tasks[^]*It ends\./);
  });

  it('nobody is asked with --yes, for a program, or without a terminal', async () => {
    const never = () => Promise.reject(new Error('nobody is there to read it'));
    expect(await goOn(scopeAt('n').scope, { yes: true }, 'Do it?', never)).toBe(true);
    expect(await goOn(scopeAt('n').scope, { json: true }, 'Do it?', never)).toBe(true);
    expect(await goOn(scopeAt('n', false).scope, {}, 'Do it?', never)).toBe(true);
  });
});
