/** What must be true of the whole installation when all builds have ended: nothing left over, nothing secret, nothing large. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runGit } from '../../activities/git/run.js';
import { PAYLOAD_BYTES_MAX } from '../../contracts/limits.js';
import { insist } from './client.js';
import { containersOf, engineOf } from './engine.js';
import { CANARY, type ChaosStack } from './stack.js';

export interface SweepResult {
  problems: string[];
  figures: Record<string, string | number>;
}

// The promise of the reaper: nothing is left a minute after its owner died. What a workflow tidies up after its build has ended takes
// no longer, even where a paused worker held it.
const LEFTOVER_MS = 60_000;

export async function sweep(stack: ChaosStack): Promise<SweepResult> {
  const running = await leftWorkflows(stack);
  const histories = await sweepHistories(stack);
  const problems = [
    ...running,
    ...(await leftContainers(stack)),
    ...histories.problems,
    ...(await sweepRows(stack)),
    ...(await sweepFiles(stack)),
    ...(await sweepGit(stack)),
    ...(await auditProblems(stack)),
  ];
  return { problems, figures: histories.figures };
}

async function leftContainers(stack: ChaosStack): Promise<string[]> {
  const docker = engineOf(stack.config.settings.DOCKER_HOST);
  const deadline = Date.now() + LEFTOVER_MS;
  for (;;) {
    const left = (await containersOf(docker, stack.instance)).filter((one) => !one.isDeployment && !one.isSpare);
    if (left.length === 0) return [];
    if (Date.now() > deadline) return left.map((one) => `the container ${one.name} is left after ${LEFTOVER_MS / 1000} s`);
    await sleep(1_000);
  }
}

async function leftWorkflows(stack: ChaosStack): Promise<string[]> {
  const deadline = Date.now() + LEFTOVER_MS;
  for (;;) {
    const left: string[] = [];
    for await (const { workflowId } of stack.temporal.workflow.list({ query: "ExecutionStatus = 'Running'" })) left.push(workflowId);
    if (left.length === 0) return [];
    if (Date.now() > deadline) return left.map((id) => `the workflow ${id} still runs after ${LEFTOVER_MS / 1000} s`);
    await sleep(1_000);
  }
}

/** All histories: no payload beyond the limit, no secret. */
async function sweepHistories(stack: ChaosStack): Promise<SweepResult> {
  const problems: string[] = [];
  let histories = 0;
  let events = 0;
  let largest = 0;
  for await (const { workflowId, runId } of stack.temporal.workflow.list()) {
    histories += 1;
    const history = await stack.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    events += history.events?.length ?? 0;
    for (const data of payloadsOf(history)) {
      largest = Math.max(largest, data.length);
      if (data.length > PAYLOAD_BYTES_MAX) problems.push(`${workflowId} has a payload of ${data.length} bytes`);
      if (Buffer.from(data).includes(CANARY)) problems.push(`${workflowId} has the secret in its history`);
    }
  }
  return { problems, figures: { histories, 'events in histories': events, 'largest payload, bytes': largest } };
}

/** Every payload of a decoded history: what has bytes called data. */
function payloadsOf(value: unknown): Uint8Array[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  const own = (value as { data?: unknown }).data;
  return [...(own instanceof Uint8Array ? [own] : []), ...Object.values(value).flatMap(payloadsOf)];
}

async function sweepRows(stack: ChaosStack): Promise<string[]> {
  const problems: string[] = [];
  const tables = await stack.sql<{ name: string }>("select table_name as name from information_schema.tables where table_schema = 'public'");
  for (const { name } of tables) {
    const [found] = await stack.sql<{ count: number }>(`select count(*)::int as count from "${name}" t where strpos(t::text, $1) > 0`, [CANARY]);
    if (found && found.count > 0) problems.push(`the table ${name} holds the secret`);
  }
  const [open] = await stack.sql<{ calls: number; money: number; reserved: string; outbox: number }>(
    `select (select count(*)::int from llm_calls where state = 'open') as calls, (select count(*)::int from budget_ledger where state = 'reserved') as money,
      (select coalesce(sum(reserved_usd), 0) from builds) as reserved, (select count(*)::int from outbox where done_at is null) as outbox`,
  );
  if (open && open.calls + open.money + Number(open.reserved) + open.outbox > 0) problems.push(`left open: ${JSON.stringify(open)}`);
  return problems;
}

/** Logs and the file of the Temporal server. */
async function sweepFiles(stack: ChaosStack): Promise<string[]> {
  const folders = [stack.home.logs, join(stack.home.data, 'temporal')].filter((folder) => existsSync(folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
  const hits = await Promise.all(files.map(async (file) => ((await fileHolds(file, CANARY)) ? [`${file} holds the secret`] : [])));
  return hits.flat();
}

async function fileHolds(file: string, text: string): Promise<boolean> {
  let tail = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    const piece = Buffer.concat([tail, chunk as Buffer]);
    if (piece.includes(text)) return true;
    tail = piece.subarray(-text.length);
  }
  return false;
}

async function sweepGit(stack: ChaosStack): Promise<string[]> {
  const base = join(stack.home.root, 'git');
  const problems: string[] = [];
  for (const name of existsSync(base) ? readdirSync(base) : []) {
    const { stdout, code } = await runGit(join(base, name), ['cat-file', '--batch-all-objects', '--batch']);
    if (code !== 0) problems.push(`the repository ${name} can't be read`);
    if (stdout.includes(CANARY)) problems.push(`the repository ${name} holds the secret`);
  }
  return problems;
}

async function auditProblems(stack: ChaosStack): Promise<string[]> {
  const { body } = await insist(stack, 'GET', '/api/audit/verify');
  return body['ok'] === true ? [] : [`the audit chain does not hold: ${JSON.stringify(body)}`];
}
