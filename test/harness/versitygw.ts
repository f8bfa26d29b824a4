/** A real S3 server for tests: versitygw, one Go program that keeps objects as files. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadConfig } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { homeAt } from '../../embedded/home.js';
import { freePortNear } from '../../embedded/ports.js';
import { run } from '../../embedded/process.js';
import { findProgram } from '../../embedded/temporal-binary.js';

const PACKAGE = 'github.com/versity/versitygw/cmd/versitygw@v1.8.0';
// Compiling took 107 s on 2 cores; slower machines get five times that.
const BUILD_MS = 600_000;
const READY_MS = 20_000;
const LOOK_MS = 50;

export interface S3Server {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  stop(): Promise<void>;
}

/** The program when it is on PATH or was built before; null otherwise. */
export function findVersitygw(): string | null {
  const config = loadConfig();
  return findProgram('versitygw', toolEnvironment(config)['PATH'] ?? '') ?? findProgram('versitygw', join(homeAt(config.settings.MW_HOME).cache, 'bin'));
}

/** Finds it or builds it with Go, once a machine. Rejects when that can't be. */
export async function ensureVersitygw(): Promise<string> {
  const found = findVersitygw();
  if (found) return found;
  const config = loadConfig();
  const env = toolEnvironment(config);
  const go = findProgram('go', env['PATH'] ?? '');
  if (!go) throw new Error('There is no versitygw, and no Go toolchain on PATH to build it with.');
  const { cache } = homeAt(config.settings.MW_HOME);
  const folder = join(cache, `versitygw-build-${process.pid}`);
  process.stderr.write('Building versitygw, an S3 server for tests (once; about two minutes).\n');
  try {
    await run(go, ['install', PACKAGE], { env: { ...env, GOBIN: folder }, timeoutMs: BUILD_MS });
    mkdirSync(join(cache, 'bin'), { recursive: true });
    renameSync(join(folder, 'versitygw'), join(cache, 'bin', 'versitygw'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return join(cache, 'bin', 'versitygw');
}

/** Starts it on a free port with an empty folder. */
export async function startVersitygw(program: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'versitygw-'));
  const port = await freePortNear(20_000 + (process.pid % 20_000));
  const credentials = { accessKeyId: 'tests', secretAccessKey: 'secret-of-the-tests' };
  const args = ['--port', `127.0.0.1:${port}`, '--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey, '--quiet', 'posix', folder];
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: '/usr/bin:/bin', HOME: folder } });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)));
  const ended = once(child, 'exit');
  for (const until = Date.now() + READY_MS; !(await listens(port)); await sleep(LOOK_MS)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`versitygw did not start: ${said}`);
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
