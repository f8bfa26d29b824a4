import { connect } from 'node:net';
import { expect } from '@jest/globals';
import type { RunningService } from './run-project.js';

interface Answer {
  status: number;
  // What a service answers is looked at field by field; its shape is the very thing under test.
  body: Record<string, unknown>;
  headers: Headers;
}

export async function call(url: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const payload = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url, {
    method,
    ...(payload === undefined ? {} : { body: payload }),
    headers: { ...(payload === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>), headers: response.headers };
}

function titles(answer: Answer): unknown[] {
  return (answer.body.items as Record<string, unknown>[]).map((item) => item.title);
}

/** Uses a service for tasks (title, done, due date) like a person with curl would, from an empty data folder. */
export async function useTasks({ url }: RunningService): Promise<void> {
  const tasks = `${url}/tasks`;
  expect((await call(`${url}/health`)).body).toEqual({ status: 'ok' });
  const created = await call(tasks, 'POST', { title: 'Buy milk', due_date: '2026-05-01' });
  expect(created.status).toBe(201);
  expect(created.headers.get('location')).toBe('/tasks/1');
  expect(created.body).toMatchObject({ id: 1, title: 'Buy milk', done: false, due_date: '2026-05-01' });
  expect(Date.parse(String(created.body.created_at))).not.toBeNaN();
  for (const title of ['Write', 'Sleep']) await call(tasks, 'POST', { title, done: true });
  expect((await call(tasks)).body).toMatchObject({ total: 3, limit: 20, offset: 0 });
  expect(titles(await call(`${tasks}?done=true`))).toEqual(['Write', 'Sleep']);
  expect(titles(await call(`${tasks}?q=MILK`))).toEqual(['Buy milk']);
  expect(titles(await call(`${tasks}?title=Write`))).toEqual(['Write']);
  expect(titles(await call(`${tasks}?due_date=`))).toEqual(['Write', 'Sleep']);
  expect(titles(await call(`${tasks}?sort=-title&limit=2`))).toEqual(['Write', 'Sleep']);
  expect(titles(await call(`${tasks}?limit=2&page=2`))).toEqual(['Sleep']);
  expect((await call(`${tasks}/1`, 'PATCH', { done: true })).body).toMatchObject({ title: 'Buy milk', done: true });
  expect((await call(`${tasks}/1`, 'PUT', { title: 'Buy bread' })).body).toMatchObject({ title: 'Buy bread', done: false, due_date: null });
  expect((await call(`${tasks}/2`, 'DELETE')).status).toBe(204);
  expect((await call(`${tasks}/2`)).status).toBe(404);
}

/** The status line for a POST of spaces over a plain socket, by a client that reads only when it has sent everything; rejects when the connection is reset. */
export function postLarge({ url }: RunningService, size: number, head = `Content-Length: ${size}`): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.pause();
    socket.on('error', reject);
    socket.on('data', (piece: Buffer) => (answer += piece.toString()));
    socket.on('end', () => resolve(answer));
    socket.write(`POST /tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n\r\n`);
    socket.write(Buffer.alloc(size, ' '), () => socket.resume());
  });
}

/** What a service answers to bad input. */
export async function misuseTasks({ url }: RunningService): Promise<void> {
  const tasks = `${url}/tasks`;
  const status = async (method: string, body?: unknown, headers?: Record<string, string>, path = tasks): Promise<number> =>
    (await call(path, method, body, headers)).status;
  expect(await status('POST', '{')).toBe(400);
  expect(await status('POST', '[1]')).toBe(422);
  expect(await status('POST', {})).toBe(422);
  expect(await status('POST', { title: 'x', colour: 'red' })).toBe(422);
  expect(await status('POST', { title: '  ' })).toBe(422);
  expect(await status('POST', { title: 'x', due_date: '2026-02-30' })).toBe(422);
  expect(await status('POST', { title: 'x', done: 'yes' })).toBe(422);
  expect(await status('POST', { title: 'x', constructor: 1 })).toBe(422);
  expect(await status('POST', '{"title":"x","__proto__":{"done":true}}')).toBe(422);
  expect(await status('POST', '{"title":"\\ud800"}')).toBe(422);
  expect(await status('POST', 'title=x', { 'Content-Type': 'application/x-www-form-urlencoded' })).toBe(415);
  expect(await status('POST', `"${'x'.repeat(1024 * 1024)}"`)).toBe(413);
  expect(await status('DELETE')).toBe(405);
  expect(await status('GET', undefined, {}, `${tasks}/abc`)).toBe(404);
  expect(await status('GET', undefined, {}, `${tasks}/1e9`)).toBe(404);
  expect(await status('GET', undefined, {}, `${url}/../../etc/passwd`)).toBe(404);
  expect(await status('GET', undefined, {}, `${url}/%2e%2e/%00`)).toBe(404);
  expect(await status('GET', undefined, {}, `${tasks}?limit=99999999999999999999`)).toBe(422);
  expect(await status('GET', undefined, {}, `${tasks}?sort=constructor`)).toBe(422);
  const problem = await call(tasks, 'POST', { done: 1 });
  expect(problem.headers.get('content-type')).toBe('application/problem+json');
  expect((problem.body.errors as { field: string }[]).map((error) => error.field).sort()).toEqual(['done', 'title']);
}
