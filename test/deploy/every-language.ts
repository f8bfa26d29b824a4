/**
 * `mw test --services`: in every language the template model writes, "a REST API for tasks" goes from its words to a live
 * address: plan, approval, code, checks, documents, deployment to staging, and a person who uses it. Not part of the usual
 * run: compiled services take minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePortNear } from '../../embedded/ports.js';
import { engineOf, removeAllOf } from '../chaos/engine.js';
import { ChaosStack } from '../chaos/stack.js';
import { LANGUAGES } from '../llm/template/kinds.js';

// Away from the ports of other suites.
const PORT = 5_600;
// Of a whole build in a compiled language on a busy machine; its image may have to be built first.
const BUILD_MS = 20 * 60_000;
const POLL_MS = 500;

interface Status {
  status: string;
  waiting_for: { kind: string } | null;
  failure: { code: string; detail: string } | null;
  deployments: { environment: string; status: string; url: string | null }[];
}

let stack: ChaosStack;
const rows: string[][] = [['language', 'plan', 'ready', 'live', 'health']];
beforeAll(async () => {
  const home = mkdtempSync(join(tmpdir(), 'mw-services-'));
  const port = await freePortNear(PORT + (process.pid % 2_000));
  stack = new ChaosStack({ home, port, llm: 'http://127.0.0.1:9/v1', env: { MOCK_LLM: '1' } });
  await stack.up();
}, BUILD_MS);
afterAll(async () => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  process.stdout.write(`\n${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')}\n`);
  await stack.down();
  await removeAllOf(engineOf(stack.config.settings.DOCKER_HOST), stack.instance);
  rmSync(stack.options.home, { recursive: true, force: true });
}, 120_000);

async function ask<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' };
  const response = await fetch(`${stack.url}/api/coding_agent/${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/** Waits until a build is so, and says why it never will be. */
async function until(id: string, isSo: (status: Status) => boolean): Promise<Status> {
  for (const end = Date.now() + BUILD_MS; Date.now() < end; await sleep(POLL_MS)) {
    const now = await ask<Status>('GET', `status/${id}`);
    if (isSo(now)) return now;
    if (now.failure) throw new Error(`${id}: ${now.failure.code}: ${now.failure.detail}`);
    const kind = now.waiting_for?.kind;
    if (kind === 'question' || kind === 'gate' || kind === 'review') throw new Error(`${id} waits for ${kind}: ${JSON.stringify(now.waiting_for)}`);
  }
  throw new Error(`${id} did not come to it within ${BUILD_MS / 60_000} minutes`);
}

/** A person with curl: writes, reads, changes, finds, removes, and is told what is wrong. */
async function useTasks(url: string): Promise<void> {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Record<string, unknown> | null };
  };
  expect((await call('POST', '/tasks', { title: 'Buy milk' })).body).toMatchObject({ id: 1, title: 'Buy milk', done: false });
  expect((await call('POST', '/tasks', { title: 'Sleep', done: true })).status).toBe(201);
  expect((await call('GET', '/tasks?done=true')).body).toMatchObject({ total: 1, items: [{ title: 'Sleep' }] });
  expect((await call('PATCH', '/tasks/1', { done: true })).body).toMatchObject({ title: 'Buy milk', done: true });
  expect((await call('PUT', '/tasks/1', { title: 'Buy bread' })).body).toMatchObject({ title: 'Buy bread', done: false });
  expect((await call('POST', '/tasks', { done: 'perhaps' })).status).toBeGreaterThanOrEqual(400);
  expect((await call('DELETE', '/tasks/2')).status).toBe(204);
  expect((await call('GET', '/tasks/2')).status).toBe(404);
  expect((await call('GET', '/tasks')).body).toMatchObject({ total: 1 });
}

describe.each(LANGUAGES)('a REST service in %s', (_language, label) => {
  it(
    'goes from its words to a live address',
    async () => {
      const began = Date.now();
      const seconds = () => `${((Date.now() - began) / 1_000).toFixed(1)} s`;
      const row = [label];
      rows.push(row);
      const { id } = await ask<{ id: string }>('POST', 'create', { description: `a REST API for tasks with title and done, in ${label}` });
      await until(id, ({ waiting_for }) => waiting_for?.kind === 'plan');
      row.push(seconds());
      await ask('POST', `${id}/approve`, {});
      await until(id, ({ status }) => status === 'ready');
      row.push(seconds());
      await ask('POST', `${id}/deploy`, { environment: 'staging' });
      const { deployments } = await until(id, ({ status, deployments: all }) => status !== 'deploying' && all.length > 0);
      expect(deployments).toMatchObject([{ environment: 'staging', status: 'live' }]);
      row.push(seconds());
      const url = deployments[0]?.url?.replace(/\/$/, '') ?? '';
      expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
      row.push('ok');
      await useTasks(url);
    },
    2 * BUILD_MS,
  );
});
