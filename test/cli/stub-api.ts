import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { StatusAnswer } from '../../cli/answers.js';

/** A real HTTP server that answers like the API for one build, and remembers what it was asked. */
export interface StubApi {
  port: number;
  requests: { method: string; path: string; body: unknown; key: string | null; token: string | null; lastEventId: string | null }[];
  status: StatusAnswer;
  plan: Record<string, unknown>;
  /** Answers the next matching requests with this instead. */
  refuse(path: RegExp, status: number, problem: object, times?: number): void;
  /** Answers such paths with this body, as it is or as JSON. */
  serve(path: RegExp, body: string | Buffer | object): void;
  /** Adds an event and sends it to whoever listens. */
  emit(kind: string, data?: object): void;
  /** Shows something in passing: unnumbered and not kept. */
  pass(data: object): void;
  /** Adds an event that those who listen now do not get. */
  skip(kind: string, data?: object): void;
  /** Says that something was left out. */
  gap(): void;
  /** Open event streams. */
  listeners(): number;
  /** What happens at a decision: `(verb, body)`. */
  onDecision(verb: string, body: Record<string, unknown>): void;
  /** Cuts every open event stream in the middle of an event. */
  cut(): void;
  close(): Promise<void>;
}

export const PLAN_DIGEST = 'a'.repeat(64);
export const BUILD = 'int-code-abc123';

const ENDED = { id: 'int-code-ended1', title: 'Old', status: 'failed', phase: 'plan', progress: 15, created_at: '2027-01-14T08:00:00Z' };

export async function startStubApi(options: { port?: number; forgetful?: boolean; over?: boolean } = {}): Promise<StubApi> {
  const events: { seq: number; kind: string; text: string }[] = [];
  const streams = new Set<ServerResponse>();
  const served: { path: RegExp; body: string | Buffer | object }[] = [];
  const refusals: { path: RegExp; status: number; problem: object; left: number }[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const stub: StubApi = {
    port: 0,
    requests: [],
    status: initialStatus(),
    plan: { version: 1, digest: PLAN_DIGEST, plan: initialPlan() },
    refuse: (path, status, problem, times = 1) => void refusals.push({ path, status, problem, left: times }),
    serve: (path, body) => void served.push({ path, body }),
    emit(kind, data = {}) {
      stub.skip(kind, data);
      for (const stream of streams) stream.write(events.at(-1)!.text);
    },
    pass(data) {
      for (const stream of streams) stream.write(`event: thinking\ndata: ${JSON.stringify(data)}\n\n`);
    },
    skip(kind, data = {}) {
      const seq = events.length + 1;
      const body = { seq, build_id: BUILD, kind, at: new Date(1_800_000_000_000 + seq * 1_000).toISOString(), ...data };
      events.push({ seq, kind, text: `id: ${seq}\nevent: ${kind}\ndata: ${JSON.stringify(body)}\n\n` });
    },
    listeners: () => streams.size,
    gap() {
      for (const stream of streams) stream.write('event: gap\ndata: {}\n\n');
    },
    onDecision: () => {},
    cut() {
      for (const stream of streams) {
        stream.write(`id: ${events.length + 1}\nevent: note\ndata: {"seq":${events.length + 1},"half":`);
        stream.socket?.end();
      }
      streams.clear();
    },
    close: () => closeServer(server),
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    const path = request.url ?? '';
    const header = (name: string) => (request.headers[name] as string | undefined) ?? null;
    const isJson = (header('content-type') ?? '').startsWith('application/json');
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : text === '' ? null : { text };
    stub.requests.push({
      method: request.method ?? '',
      path,
      body,
      key: header('idempotency-key'),
      token: header('authorization'),
      lastEventId: header('last-event-id'),
    });
    const refusal = refusals.find((one) => one.left > 0 && one.path.test(path));
    if (refusal) {
      refusal.left -= 1;
      return send(response, refusal.status, refusal.problem);
    }
    const answered = served.find((one) => one.path.test(path));
    if (answered) return sendAny(response, answered.body);
    if (path.endsWith('/events') && options.over) return send(response, 204, undefined);
    if (path.endsWith('/events')) return stream(response, options.forgetful ? 0 : Number(header('last-event-id') ?? 0));
    if (path.includes('/status/')) return path.endsWith(BUILD) ? send(response, 200, stub.status) : send(response, 404, notFound());
    if (path.includes('/deployments?')) return send(response, 200, { items: stub.status.deployments.map((one) => ({ ...one, build_id: BUILD })) });
    if (path.includes('status=any')) return send(response, 200, { items: [stub.status, ENDED], total: 2, page: 1 });
    if (path.includes('/active?')) return send(response, 200, { items: [stub.status], total: 1, page: 1 });
    if (path.endsWith('/plan')) return send(response, 200, stub.plan);
    if (path.endsWith('/create')) return send(response, 202, { id: BUILD, status: 'planning', status_url: '', events_url: '' });
    const verb = path.split('/').at(-1) ?? '';
    stub.onDecision(verb, body ?? {});
    return send(response, verb === 'deploy' ? 202 : 200, { decision: verb, deployment_id: `${BUILD}-staging-1`, environment: 'staging', status: 'requested' });
  }
  function stream(response: ServerResponse, last: number): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    for (const event of events) if (event.seq > last) response.write(event.text);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }
  stub.port = await listen(server, options.port ?? 0);
  return stub;
}

export async function listen(server: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

export function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function sendAny(response: ServerResponse, body: string | Buffer | object): void {
  if (typeof body === 'object' && !Buffer.isBuffer(body)) return send(response, 200, body);
  response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(body);
}

export async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

export function waitingForPlan(): StatusAnswer['waiting_for'] {
  return {
    kind: 'plan',
    gate: 'G2',
    subject_digest: PLAN_DIGEST,
    summary: 'Plan: a task service',
    since: '2027-01-15T08:00:01Z',
    actions: ['approve', 'reject'],
  };
}

/** A deployment that serves. */
export function liveAt(url: string): StatusAnswer['deployments'][number] {
  const at = '2027-01-15T08:02:00Z';
  const commit = 'c'.repeat(40);
  return {
    id: `${BUILD}-staging-1`,
    environment: 'staging',
    url,
    status: 'live',
    problem: null,
    commit,
    digest: null,
    detail: null,
    curl: [],
    created_at: at,
    updated_at: at,
  };
}

// What no command reads is left out.
export function initialStatus(): StatusAnswer {
  return {
    id: BUILD,
    title: 'Tasks API',
    project_type: 'api',
    description: 'a REST API for tasks',
    language: 'python',
    status: 'planning',
    progress: 3,
    phase: 'plan',
    gate: null,
    waiting_for: null,
    plan: { version: 1, digest: PLAN_DIGEST },
    tasks: [],
    cost_usd: 0,
    budget_usd: 5,
    estimate: null,
    model: 'template',
    deployments: [],
    failure: null,
    result: null,
    project_id: 'proj-abc123',
    attempts: 0,
    queue: null,
    artifacts: [],
    timeline: [],
    actions: [],
    parent_build_id: null,
    forked_at: null,
    model_override: null,
    options: {},
    domain: null,
    llm_preference: 'balanced',
    ended_at: null,
    created_at: '2027-01-15T08:00:00Z',
    updated_at: '2027-01-15T08:00:01Z',
  } as Partial<StatusAnswer> as StatusAnswer;
}

function initialPlan() {
  return {
    title: 'Tasks API',
    summary: 'A small REST service.',
    requirements: ['stores tasks'],
    phases: ['code'],
    stack: ['python'],
    risks: ['one process only'],
    questions: [],
    tasks: [{ id: 't1', goal: 'write the service', role: 'backend-developer', files: ['app.py'], depends_on: [], symbols: [], complexity: 2 }],
    estimate: { hours: 0.05, usd: 0, basis: 'no history yet' },
    made_by: 'template',
  };
}

function notFound() {
  return {
    type: 'about:blank',
    title: 'There is no such thing here',
    status: 404,
    code: 'NOT_FOUND',
    detail: 'No build has the id int-code-nope99.',
    request_id: 'r1',
  };
}
