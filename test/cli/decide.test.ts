import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { apiClient } from '../../cli/client.js';
import { decide, type DecideOptions } from '../../cli/decide.js';
import { Interrupted } from '../../cli/failure.js';
import type { Scope } from '../../cli/scope.js';
import { createTerminal } from '../../cli/terminal.js';
import { PLAN_DIGEST, startStubApi, waitingForPlan, type StubApi } from './stub-api.js';

let api: StubApi;
beforeEach(async () => {
  api = await startStubApi();
  Object.assign(api.status, { status: 'awaiting_review', waiting_for: waitingForPlan() });
});
afterEach(() => api.close());

const ASKING: DecideOptions = { approveAll: false, notice: '', deployTo: null, json: false };

/** A scope over streams that say they are a terminal; `typed` is what the person types. */
function scopeAt(typed: string[]): { scope: Scope; shown(): string; interrupt: AbortController; end(): void } {
  const terminalStream = () => Object.assign(new PassThrough(), { isTTY: true, columns: 100 });
  const [stdin, stdout, stderr] = [terminalStream(), terminalStream(), terminalStream()];
  let shown = '';
  let answered = 0;
  stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    // A person answers a question when it is there, not before.
    if (/[\]?:] $/.test(chunk.toString()) && answered < typed.length) stdin.write(`${typed[answered++]}\n`);
  });
  const interrupt = new AbortController();
  const connect = () => ({ baseUrl: `http://127.0.0.1:${api.port}`, token: null });
  const client = apiClient({ connect, patienceSeconds: 0, signal: interrupt.signal });
  const terminal = createTerminal({ stdin, stdout, stderr });
  const context = { home: '', repositories: '', port: 0, root: '', unattended: false, isSupervised: () => false, start: () => Promise.resolve() };
  const scope: Scope = { context, terminal, client, patient: client, connect, signal: interrupt.signal, say: () => {}, whenInterrupted: [] };
  return { scope, shown: () => shown, interrupt, end: () => stdin.end() };
}

const posted = () => api.requests.filter(({ method }) => method === 'POST').map(({ path, body }) => [path.split('/').at(-1), body]);

describe('deciding at the terminal', () => {
  it('shows the plan and takes Enter for yes', async () => {
    const { scope, shown } = scopeAt(['']);
    expect(await decide(scope, api.status, ASKING)).toBe(true);
    expect(shown()).toMatch(/Plan: Tasks API[^]*approve\? \[Y\/n\]/);
    expect(posted()).toEqual([['approve', { decision: 'approve', subject_digest: PLAN_DIGEST }]]);
  });

  it('does not approve a plan of the built-in model that asks what was meant, though it was told to approve everything', async () => {
    const plan = api.plan['plan'] as Record<string, unknown>;
    Object.assign(plan, { made_by: 'template', questions: ['What should be built?'] });
    const { scope, shown } = scopeAt([]);
    expect(await decide(scope, api.status, { ...ASKING, approveAll: true })).toBe(false);
    expect(shown()).toContain('What should be built?');
    expect(posted()).toEqual([]);
    Object.assign(plan, { questions: [] });
    expect(await decide(scope, api.status, { ...ASKING, approveAll: true })).toBe(true);
  });

  it('asks again for what is neither yes nor no, and for the reason of a no', async () => {
    const { scope, shown } = scopeAt(['perhaps', 'n', '', 'it lacks users', 'e']);
    expect(await decide(scope, api.status, ASKING)).toBe(true);
    expect(posted()).toEqual([['reject', { subject_digest: PLAN_DIGEST, reason: 'it lacks users' }]]);
    expect(shown().match(/it lacks users/g)).toHaveLength(1);
  });

  it('offers to change the plan instead of ending the build', async () => {
    const { scope, shown } = scopeAt(['n', 'it lacks users', '']);
    expect(await decide(scope, api.status, ASKING)).toBe(true);
    expect(shown()).toContain('end the build (e)?');
    expect(posted()).toEqual([['request_changes', { subject_digest: PLAN_DIGEST, text: 'it lacks users' }]]);
  });

  it('passes on the answer to a question', async () => {
    Object.assign(api.status, { waiting_for: { ...waitingForPlan(), kind: 'question', summary: 'Are titles unique?' } });
    const { scope, shown } = scopeAt(['yes']);
    expect(await decide(scope, api.status, ASKING)).toBe(true);
    expect(shown()).toContain('Are titles unique?');
    expect(posted()).toEqual([['answer', { subject_digest: PLAN_DIGEST, answer: 'yes' }]]);
  });

  it('decides nothing when the input ends or the person interrupts', async () => {
    const gone = scopeAt([]);
    gone.end();
    expect(await decide(gone.scope, api.status, ASKING)).toBe(false);
    const { scope, interrupt } = scopeAt([]);
    const pending = decide(scope, api.status, ASKING);
    setTimeout(() => interrupt.abort(), 50);
    await expect(pending).rejects.toThrow(Interrupted);
    expect(scope.whenInterrupted.join('\n')).toMatch(/waits for you[^]*mw approve abc123/);
    expect(posted()).toEqual([]);
  });

  it('never approves a plan that changed between status and plan', async () => {
    api.plan = { ...api.plan, digest: 'b'.repeat(64) };
    const { scope } = scopeAt(['']);
    await expect(decide(scope, api.status, { ...ASKING, approveAll: true })).rejects.toThrow('The plan changed');
    expect(posted()).toEqual([]);
  });
});
