/** The embedded PostgreSQL: found dead or alive, it comes back with every committed row. */
import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildSpec } from './child.js';
import type { Home } from './home.js';
import { startTimeOf } from './pidfile.js';
import { APP_ROLE, DATABASE, dataFolderOf, OWNER_ROLE, passwordsOf, serverAccount } from './postgres-files.js';

const LOOPBACK = '127.0.0.1';
// Recovery after a crash replays at most max_wal_size; two minutes are far beyond that on any disk.
const READY_SECONDS = 120;
const POSTMASTER_FILE = 'postmaster.pid';

// For a small machine that also runs builds: little memory, bounded WAL, and durability untouched (fsync stays on).
const SERVER_SETTINGS: Record<string, string> = {
  listen_addresses: LOOPBACK,
  unix_socket_directories: '',
  shared_buffers: '64MB',
  max_connections: '100',
  max_wal_size: '512MB',
  min_wal_size: '64MB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
  // Our plans are small; compiling them costs more than it gains.
  jit: 'off',
  // A migration that waits for a lock for ever is worse than one that fails.
  idle_in_transaction_session_timeout: '60s',
};

export interface DatabaseUrls {
  /** The application's role. */
  url: string;
  /** The role that owns the schema, for migrations. */
  ownerUrl: string;
}

export function databaseUrls(home: Home, port: number): DatabaseUrls {
  const passwords = passwordsOf(home);
  const urlOf = (role: string, password: string) => `postgres://${role}:${password}@${LOOPBACK}:${port}/${DATABASE}`;
  return { url: urlOf(APP_ROLE, passwords.app), ownerUrl: urlOf(OWNER_ROLE, passwords.owner) };
}

/** The server as a child of the supervisor. `programs` and the data folder must exist (postgres-files.ts). */
export function postgresChild(home: Home, programs: string, port: number, env: Record<string, string>): ChildSpec {
  const data = dataFolderOf(home);
  const settings = Object.entries({ ...SERVER_SETTINGS, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'postgres',
    stage: 'engine',
    launch: { command: join(programs, 'bin/postgres'), args: ['-D', data, ...settings], env, cwd: '/', ...serverAccount() },
    prepare: () => Promise.resolve(clearStalePostmaster(data)),
    findLiving: () => livingPostmaster(data),
    ready: () => Promise.resolve(isReady(data)),
    readySeconds: READY_SECONDS,
    // Fast shutdown: sessions are ended, everything is written, nothing needs recovery.
    stopSignal: 'SIGINT',
    graceSeconds: 20,
  };
}

/** The server says so itself: line 1 of its pid file is its id, line 8 its status. */
function isReady(data: string): boolean {
  const lines = postmasterLines(data);
  return lines[7]?.trim() === 'ready' && startTimeOf(Number(lines[0])) !== null;
}

/** The process id of this home's server when it lives, whoever started it. */
export function livingPostgres(home: Home): number | null {
  return livingPostmaster(dataFolderOf(home));
}

function livingPostmaster(data: string): number | null {
  const pid = Number(postmasterLines(data)[0]);
  return startTimeOf(pid) !== null && worksIn(pid, data) ? pid : null;
}

/**
 * A killed server leaves its pid file, and PostgreSQL itself tells whether that one is stale, except when another program
 * has the id by now. Only then the file is removed, and never while a process of the old server is left: that file is
 * what keeps a second server off the same data.
 */
function clearStalePostmaster(data: string): void {
  const pid = Number(postmasterLines(data)[0]);
  if (startTimeOf(pid) === null || !existsSync('/proc/self') || worksIn(pid, data)) return;
  const leftover = readdirSync('/proc').find((name) => /^\d+$/.test(name) && worksIn(Number(name), data));
  if (leftover) throw new Error(`process ${leftover} of the previous server is still ending`);
  rmSync(join(data, POSTMASTER_FILE), { force: true });
}

/** All processes of a server have its data folder as their working directory. */
function worksIn(pid: number, data: string): boolean {
  // Without /proc PostgreSQL's own check has to do.
  if (!existsSync('/proc/self')) return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

function postmasterLines(data: string): string[] {
  try {
    return readFileSync(join(data, POSTMASTER_FILE), 'utf8').split('\n');
  } catch {
    return [];
  }
}
