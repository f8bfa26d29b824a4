/** The embedded Temporal server: one process with a SQLite file and the Web UI. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SEARCH_ATTRIBUTES } from '../contracts/messages.js';
import type { ChildSpec } from './child.js';
import type { Home } from './home.js';
import { HTTP_NAME, prepareNamespace } from './temporal-namespace.js';

const LOOPBACK = '127.0.0.1';
// A fresh SQLite file takes 1 to 2 s; a slow disk with a large file gets a minute.
const READY_SECONDS = 60;

// Why each: design.md section 7. As shipped, one history shard polls 20 times a second, which costs 104 ms a step.
const DYNAMIC_CONFIG: Record<string, string | number | boolean> = {
  'history.transferProcessorMaxPollRPS': 5000,
  'history.timerProcessorMaxPollRPS': 5000,
  'history.visibilityProcessorMaxPollRPS': 5000,
  'system.enableActivityEagerExecution': true,
  'matching.useNewMatcher': true,
  'matching.enableFairness': true,
  // Its HTTP API has no login and takes what any page in a browser on this machine may send (a POST of plain text asks nobody first):
  // workflows could be started, signalled and ended by whatever site, or deployed service, a person looks at.
  'frontend.httpAllowedHosts': JSON.stringify([HTTP_NAME]),
};
// WAL with synchronous=1 loses nothing when the process is killed (6,870 acknowledged starts, 0 lost).
const SQLITE_PRAGMAS = { journal_mode: 'WAL', synchronous: '1' };

export interface TemporalOptions {
  binary: string;
  namespace: string;
  ports: { temporal: number; temporalUi: number; temporalHttp: number };
  env: Record<string, string>;
  /** Ours unless told otherwise. */
  searchAttributes?: Record<string, string>;
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
    ready: () => prepareNamespace(`http://${LOOPBACK}:${options.ports.temporalHttp}`, options.namespace, options.searchAttributes ?? SEARCH_ATTRIBUTES),
    readySeconds: READY_SECONDS,
    stopSignal: 'SIGTERM',
    // It closes its SQLite file in well under a second; a busy one gets ten.
    graceSeconds: 10,
  };
}

function dataFolderOf(home: Home): string {
  return join(home.data, 'temporal');
}

function serverArguments(home: Home, { namespace, ports, searchAttributes = SEARCH_ATTRIBUTES }: TemporalOptions): string[] {
  const pairs = (flag: string, values: object) => Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  return [
    'server',
    'start-dev',
    '--log-level',
    'error',
    '--ip',
    LOOPBACK,
    '--port',
    String(ports.temporal),
    '--ui-port',
    String(ports.temporalUi),
    '--http-port',
    String(ports.temporalHttp),
    '--db-filename',
    join(dataFolderOf(home), 'temporal.db'),
    '--namespace',
    namespace,
    ...pairs('--search-attribute', searchAttributes),
    ...pairs('--dynamic-config-value', DYNAMIC_CONFIG),
    ...pairs('--sqlite-pragma', SQLITE_PRAGMAS),
  ];
}
