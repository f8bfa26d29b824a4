import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApiProblem, BadAnswer, createClient, NoAnswer, type Pause } from '../../client/index.js';

interface Asked {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let asked: Asked[] = [];
/** What the next requests are answered with; the last one stays. */
let answers: ((response: ServerResponse) => void)[] = [];

const json =
  (status: number, body: object, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const hangUp = (response: ServerResponse) => response.destroy();

beforeEach(async () => {
  asked = [];
  answers = [json(200, { id: 'x' })];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      asked.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      (answers.length > 1 ? answers.shift() : answers[0])?.(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const pauses: Pause[] = [];
const client = (more: object = {}) =>
  createClient({
    baseUrl: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: 'secret',
    retry: { onPause: (pause) => pauses.push(pause) },
    ...more,
  });
const thrown = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a call', () => {
  it('fills in path, query and body, and carries token and key', async () => {
    await client().createBuild({ description: 'a thing' });
    await client().listBuilds({ limit: 2, status: undefined });
    await client().approveBuild('int-code-a/b', { subject_digest: 'd' }, { idempotencyKey: 'mine' });
    expect(asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['POST', '/api/coding_agent/create', '{"description":"a thing"}'],
      ['GET', '/api/coding_agent/active?limit=2', ''],
      ['POST', '/api/coding_agent/int-code-a%2Fb/approve', '{"subject_digest":"d"}'],
    ]);
    expect(asked[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'content-type': 'application/json', 'idempotency-key': expect.any(String) });
    expect(asked[1]?.headers).not.toHaveProperty('idempotency-key');
    expect(asked[2]?.headers['idempotency-key']).toBe('mine');
  });

  it('to an id that would be another path is never sent', () => {
    for (const id of ['', '.', '..']) expect(() => client().getBuild(id)).toThrow(TypeError);
    expect(asked).toEqual([]);
  });

  it('sends a file as a form', async () => {
    await client().uploadArtifact(new File(['content'], 'notes.txt', { type: 'text/plain' }));
    expect(asked[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(asked[0]?.body).toMatch(/name="file"; filename="notes.txt"[^]*content/);
  });

  it('gives texts, nothing and bodies that are not read yet', async () => {
    answers = [(response) => response.writeHead(200, { 'content-type': 'text/x-diff' }).end('--- a\n')];
    expect(await client().getDiff('int-code-abc123')).toBe('--- a\n');
    expect(await (await client().downloadResult('int-code-abc123')).text()).toBe('--- a\n');
    answers = [(response) => response.writeHead(204).end()];
    expect(await client().deleteArtifact('art-1234')).toBeUndefined();
  });
});

describe('a refusal', () => {
  it('is an ApiProblem with what the answer says', async () => {
    const errors = [{ pointer: '/description', detail: 'too long' }];
    answers = [
      json(422, { code: 'INVALID_INPUT', title: 'The input does not fit', detail: 'Look at errors.', request_id: 'r1', status: 422, type: '', errors }),
    ];
    const problem = await thrown(client().createBuild({ description: '' }));
    expect(problem).toBeInstanceOf(ApiProblem);
    expect(problem).toMatchObject({ status: 422, code: 'INVALID_INPUT', title: 'The input does not fit', requestId: 'r1', errors });
    expect((problem as Error).message).toBe('The input does not fit: Look at errors.');
    expect(asked).toHaveLength(1);
  });

  it('that is no problem+json still has a code', async () => {
    answers = [(response) => response.writeHead(404).end('<html>')];
    expect(await thrown(client().getBuild('int-code-abc123'))).toMatchObject({ code: 'HTTP_404', title: 'The API answered with status 404' });
  });

  it('of something else than Millwright is a BadAnswer', async () => {
    answers = [(response) => response.writeHead(200).end('hello')];
    expect(await thrown(client().getBuild('int-code-abc123'))).toBeInstanceOf(BadAnswer);
  });
});

describe('while the API is away', () => {
  const away = json(503, { code: 'UNAVAILABLE' });

  it('reads and keyed writes are repeated, under the same key', async () => {
    answers = [away, hangUp, json(200, { id: 'x' })];
    expect(await client().createBuild({ description: 'a thing' })).toEqual({ id: 'x' });
    expect(new Set(asked.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(asked).toHaveLength(3);
    answers = [away, json(200, { id: 'y' })];
    expect(await client().getBuild('int-code-abc123')).toEqual({ id: 'y' });
  });

  it('what may not be repeated is sent once', async () => {
    answers = [away, json(200, {})];
    expect(await thrown(client().parseModelAnswer({ answer: 'x' } as never))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(asked).toHaveLength(1);
  });

  it('the pause is at least what Retry-After says, and a refusal ends what lasts longer than allowed', async () => {
    answers = [json(429, { code: 'QUOTA_EXHAUSTED' }, { 'retry-after': '3600' })];
    expect(await thrown(client().getBuild('int-code-abc123'))).toMatchObject({ code: 'QUOTA_EXHAUSTED', retryAfterSeconds: 3600 });
    expect(asked).toHaveLength(1);
    pauses.length = 0;
    answers = [json(503, {}, { 'retry-after': '1' }), json(200, { id: 'x' })];
    await client().getBuild('int-code-abc123');
    expect(pauses.map(({ waitMs }) => waitMs)).toEqual([1_000]);
  });

  it('nothing is tried when no time was given, and the error names where', async () => {
    const failure = await thrown(createClient({ baseUrl: 'http://127.0.0.1:9', retry: { forMs: 0 } }).getBuild('int-code-abc123'));
    expect(failure).toBeInstanceOf(NoAnswer);
    expect((failure as NoAnswer).message).toBe('Millwright does not answer at http://127.0.0.1:9');
  });
});

describe('an abort', () => {
  it('of the call or of the client ends it with its reason, in the middle of an answer or of a pause', async () => {
    answers = [() => undefined];
    const call = new AbortController();
    const waiting = thrown(client().getBuild('int-code-abc123', { signal: call.signal }));
    call.abort(new Error('enough'));
    expect(await waiting).toMatchObject({ message: 'enough' });
    answers = [json(503, {}, { 'retry-after': '10' })];
    const whole = new AbortController();
    const retry = { onPause: () => whole.abort(new Error('all of it')) };
    expect(await thrown(client({ signal: whole.signal, retry }).getBuild('int-code-abc123'))).toMatchObject({ message: 'all of it' });
  });
});
