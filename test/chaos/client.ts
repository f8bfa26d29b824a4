/** The API as a client uses it that does not give up: whatever was lost on the way is asked again, with the same key. */
import { randomUUID } from 'node:crypto';
import { patiently, type ChaosStack } from './stack.js';

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

export interface Status {
  id: string;
  status: string;
  project_id: string;
  waiting_for: { kind: string; subject_digest: string; since: string } | null;
  deployments: { id: string; environment: string; status: string; url: string | null }[];
  failure: { code: string; detail: string } | null;
  result: { commit: string; tree: string } | null;
}

// A request that hangs longer than this has lost its server.
const ASK_MS = 20_000;

/** One request, without patience. */
export async function ask(stack: ChaosStack, method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
  const headers: Record<string, string> = {
    authorization: `Bearer ${stack.token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(key ? { 'idempotency-key': key } : {}),
  };
  const response = await fetch(stack.url + path, {
    method,
    headers,
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(ASK_MS),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Asks until something other than "not now" is answered. */
export function insist(stack: ChaosStack, method: string, path: string, body?: unknown): Promise<Answer> {
  const key = method === 'GET' ? undefined : randomUUID();
  return patiently(`${method} ${path}`, async () => {
    const answer = await ask(stack, method, path, body, key);
    if (answer.status >= 500 || answer.status === 429) throw new Error(`${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer;
  });
}

/** Submits an intent. Answers the build's id. */
export async function create(stack: ChaosStack, intent: object): Promise<string> {
  const answer = await insist(stack, 'POST', '/api/coding_agent/create', intent);
  if (answer.status !== 202) throw new Error(`create answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return String(answer.body['id']);
}

export async function statusOf(stack: ChaosStack, id: string): Promise<Status> {
  const answer = await insist(stack, 'GET', `/api/coding_agent/status/${id}`);
  if (answer.status !== 200) throw new Error(`status answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as unknown as Status;
}

/** Decides. A 409 is an answer too: what was lost on the way may have been taken. */
export function decide(stack: ChaosStack, id: string, action: string, body: object): Promise<Answer> {
  return insist(stack, 'POST', `/api/coding_agent/${id}/${action}`, body);
}
