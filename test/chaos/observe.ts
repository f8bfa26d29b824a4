/** Everything that can be seen of a build when it has ended: rows, commits, requests to the model, containers. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { runGit } from '../../activities/git/run.js';
import { STEP_TRAILER } from '../../activities/git/commit.js';
import type { LedgerEntry } from '../tools/scripted-llm/ledger.js';
import { statusOf, type Status } from './client.js';
import { containersOf, engineOf } from './engine.js';
import type { ChaosStack } from './stack.js';

export interface Observation {
  id: string;
  status: Status;
  events: { seq: number; key: string; kind: string }[];
  audit: { key: string; action: string }[];
  steps: { place: string; tool: string; ok: boolean; commit: boolean }[];
  calls: { key: string; state: string; answeredAt: number | null }[];
  /** One row a send. `bookedAt` and `closedAt` in milliseconds since 1970, of the database's clock. */
  money: { key: string; state: string; bookedAt: number; closedAt: number | null }[];
  reservedUsd: number;
  openSessions: number;
  outbox: { kind: string; done: boolean }[];
  /** Step trailers of main, oldest first. */
  commits: string[];
  /** Requests that reached the model, oldest first. */
  requests: { place: string; digest: string; at: number; outcome: string }[];
  serving: { deployment: string; running: boolean; role: string }[];
  /** What an environment's URL answers on /health, or the error. */
  health: string[];
}

// The workflow's own keys carry its run: another one for each build.
const RUN = /w\/[0-9a-f]{8}-[0-9a-f-]{27}\//g;

/** Without the ids of build and run: what two builds have in common. */
export function general(id: string, text: string): string {
  return text.replaceAll(id, '<id>').replaceAll(RUN, 'w/');
}

export async function observe(stack: ChaosStack, id: string, ledger: LedgerEntry[]): Promise<Observation> {
  const status = await statusOf(stack, id);
  return {
    id,
    status,
    ...(await rowsOf(stack, id)),
    commits: await commitsOf(stack, status.project_id, id),
    requests: await requestsOf(stack, id, ledger),
    ...(await servedBy(stack, status)),
  };
}

async function rowsOf(stack: ChaosStack, id: string) {
  const events = await stack.sql<{ seq: number; key: string; kind: string }>('select seq, key, kind from events where build_id = $1 order by seq', [id]);
  const audit = await stack.sql<{ key: string; action: string }>("select key, action from audit_log where key like $1 || '/%' order by key", [id]);
  const steps = await stack.sql<{ session_id: string; turn: number; call: number; tool: string; ok: boolean; commit: string | null }>(
    'select session_id, turn, call, tool, ok, commit from steps where build_id = $1 order by session_id, turn, call',
    [id],
  );
  const calls = await stack.sql<{ key: string; state: string; answered_at: Date | null }>(
    'select key, state, answered_at from llm_calls where build_id = $1 order by key',
    [id],
  );
  const money = await stack.sql<{ call_key: string; send: number; state: string; created_at: Date; settled_at: Date | null }>(
    'select call_key, send, state, created_at, settled_at from budget_ledger where build_id = $1 order by call_key, send',
    [id],
  );
  const [build] = await stack.sql<{ reserved_usd: string }>('select reserved_usd from builds where id = $1', [id]);
  const [open] = await stack.sql<{ count: number }>("select count(*)::int as count from sessions where build_id = $1 and state = 'running'", [id]);
  const outbox = await stack.sql<{ kind: string; done_at: Date | null }>('select kind, done_at from outbox where build_id = $1 order by kind', [id]);
  return {
    events: events.map((event) => ({ ...event, key: general(id, event.key) })),
    audit: audit.map((row) => ({ ...row, key: general(id, row.key) })),
    steps: steps.map((step) => ({
      place: `${general(id, step.session_id)}/${step.turn}.${step.call}`,
      tool: step.tool,
      ok: step.ok,
      commit: step.commit !== null,
    })),
    calls: calls.map((call) => ({ key: general(id, call.key), state: call.state, answeredAt: call.answered_at?.getTime() ?? null })),
    money: money.map((row) => ({
      key: `${general(id, row.call_key)}#${row.send}`,
      state: row.state,
      bookedAt: row.created_at.getTime(),
      closedAt: row.settled_at?.getTime() ?? null,
    })),
    reservedUsd: Number(build?.reserved_usd ?? 0),
    openSessions: open?.count ?? 0,
    outbox: outbox.map((row) => ({ kind: row.kind, done: row.done_at !== null })),
  };
}

async function commitsOf(stack: ChaosStack, projectId: string, id: string): Promise<string[]> {
  const dir = join(stack.config.settings.GIT_REMOTE_BASE ?? join(stack.home.root, 'git'), `${projectId}.git`);
  const { stdout } = await runGit(dir, ['log', '--reverse', '--topo-order', `--format=%(trailers:key=${STEP_TRAILER},valueonly,separator=%x2c)%x00`, 'main']);
  return stdout
    .toString()
    .split('\0')
    .map((line) => general(id, line.trim()))
    .filter((line) => line !== '');
}

/** The requests that carry the words of this build's intent (test/tools/scripted-llm/conversation.ts digests them so). */
async function requestsOf(stack: ChaosStack, id: string, ledger: LedgerEntry[]): Promise<Observation['requests']> {
  const [row] = await stack.sql<object>('select project_type, description, domain, constraints, options from builds where id = $1', [id]);
  const intent = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 12);
  return ledger.filter((entry) => entry.intent === intent).map(({ place, digest, at, outcome }) => ({ place, digest, at: Date.parse(at), outcome }));
}

async function servedBy(stack: ChaosStack, status: Status): Promise<Pick<Observation, 'serving' | 'health'>> {
  const containers = await containersOf(engineOf(stack.config.settings.DOCKER_HOST), stack.instance);
  const serving = containers
    .filter((one) => one.isDeployment && one.project === status.project_id)
    .map(({ deployment, state, role }) => ({ deployment, running: state === 'running', role }));
  const urls = new Set(status.deployments.flatMap(({ url, status: state }) => (url && state === 'live' ? [url] : [])));
  const health = await Promise.all(
    [...urls].map((url) =>
      fetch(`${url}/health`, { signal: AbortSignal.timeout(10_000) }).then(
        (answer) => String(answer.status),
        (error: unknown) => String(error),
      ),
    ),
  );
  return { serving, health };
}
