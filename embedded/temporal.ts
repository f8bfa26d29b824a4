/** The embedded Temporal server: one process with a SQLite file and the Web UI. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../contracts/messages.js';
import type { ChildSpec } from './child.js';
import type { Home } from './home.js';

const LOOPBACK = '127.0.0.1';
// 30 days: closed builds stay readable in the Web UI that long (the server's own default is one).
const RETENTION = '2592000s';
// A fresh SQLite file takes 1 to 2 s; a slow disk with a large file gets a minute.
const READY_SECONDS = 60;
const ASK_TIMEOUT_MS = 2_000;

// Why each: design.md section 7. As shipped, one history shard polls 20 times a second, which costs 104 ms a step.
const DYNAMIC_CONFIG: Record<string, string | number | boolean> = {
  'history.transferProcessorMaxPollRPS': 5000,
  'history.timerProcessorMaxPollRPS': 5000,
  'history.visibilityProcessorMaxPollRPS': 5000,
  'system.enableActivityEagerExecution': true,
  'matching.useNewMatcher': true,
  'matching.enableFairness': true,
};
// WAL with synchronous=1 loses nothing when the process is killed (6,870 acknowledged starts, 0 lost).
const SQLITE_PRAGMAS = { journal_mode: 'WAL', synchronous: '1' };

export interface TemporalOptions {
  binary: string;
  namespace: string;
  ports: { temporal: number; temporalUi: number; temporalHttp: number };
  env: Record<string, string>;
}

export function temporalAddress(ports: { temporal: number }): string {
  return `${LOOPBACK}:${ports.temporal}`;
}

export function temporalUiUrl(ports: { temporalUi: number }): string {
  return `http://${LOOPBACK}:${ports.temporalUi}`;
}

/** The server as a child of the supervisor: ready when the namespace answers and keeps closed workflows for 30 days. */
export function temporalChild(home: Home, options: TemporalOptions): ChildSpec {
  return {
    name: 'temporal',
    stage: 'engine',
    launch: { command: options.binary, args: serverArguments(home, options), env: options.env },
    // Its file would be readable for everybody, so its folder is not.
    prepare: () => Promise.resolve(void mkdirSync(dataFolderOf(home), { recursive: true, mode: 0o700 })),
    ready: () => isReady(options),
    readySeconds: READY_SECONDS,
    stopSignal: 'SIGTERM',
    // It closes its SQLite file in well under a second; a busy one gets ten.
    graceSeconds: 10,
  };
}

function dataFolderOf(home: Home): string {
  return join(home.data, 'temporal');
}

function serverArguments(home: Home, { namespace, ports }: TemporalOptions): string[] {
  const pairs = (flag: string, values: object) => Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  return [
    'server', 'start-dev', '--log-level', 'error',
    '--ip', LOOPBACK, '--port', String(ports.temporal), '--ui-port', String(ports.temporalUi), '--http-port', String(ports.temporalHttp),
    '--db-filename', join(dataFolderOf(home), 'temporal.db'), '--namespace', namespace,
    ...pairs('--search-attribute', SEARCH_ATTRIBUTES),
    ...pairs('--dynamic-config-value', DYNAMIC_CONFIG),
    ...pairs('--sqlite-pragma', SQLITE_PRAGMAS),
  ];
}

/** Asked over the server's HTTP API, which needs no SDK here. The retention of a namespace can only be set after the start. */
async function isReady({ namespace, ports }: TemporalOptions): Promise<boolean> {
  const url = `http://${LOOPBACK}:${ports.temporalHttp}/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  if ((await retentionOf(url)) === RETENTION) return true;
  const body = JSON.stringify({ config: { workflowExecutionRetentionTtl: RETENTION } });
  await ask(`${url}/update`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return (await retentionOf(url)) === RETENTION;
}

async function retentionOf(url: string): Promise<string | null> {
  const answer = (await ask(url)) as { config?: { workflowExecutionRetentionTtl?: string } } | null;
  return answer?.config?.workflowExecutionRetentionTtl ?? null;
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
