/** Our own processes as children of the supervisor: proxy, API, workers. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder, projectRoot, type Config } from '../config.js';
import { childEnvironment, type Endpoints, type Role } from './child-environment.js';
import type { ChildSpec } from './child.js';
import { run } from './process.js';

// A worker finishes or hands back what it does; what takes longer is done again by the next one.
export const WORKER_GRACE_SECONDS = 20;
// Open requests end in seconds; event streams are cut.
const API_GRACE_SECONDS = 10;
const PROXY_GRACE_SECONDS = 5;
// Express answers within a second; a machine that builds images meanwhile gets a minute.
const READY_SECONDS = 60;
const ASK_TIMEOUT_MS = 2_000;
// Migrations of a large database take minutes, never hours.
const PREPARE_TIMEOUT_MS = 600_000;

/** Runs the migrations and makes the local user known. Rejects with what the database said. */
export async function prepareDatabase(config: Config, endpoints: Endpoints): Promise<void> {
  const env = childEnvironment(config, 'migrate', endpoints);
  try {
    await run(process.execPath, [join(distFolder, 'embedded/prepare-database.js')], { env, cwd: projectRoot, timeoutMs: PREPARE_TIMEOUT_MS });
  } catch (error) {
    const where = config.settings.DATABASE_URL ? ` of DATABASE_URL (${new URL(config.settings.DATABASE_URL).host})` : '';
    throw new Error(`The schema of the database${where} could not be brought up to date. ${(error as Error).message}`, { cause: error });
  }
}

/** Everything of ours that runs for as long as Millwright is up. */
export function serviceChildren(config: Config, endpoints: Endpoints, workers: number): ChildSpec[] {
  const { MW_HOME, MW_HOST } = config.settings;
  const proxyArgs = ['--home', MW_HOME, '--host', MW_HOST];
  const proxy = service(config, endpoints, 'proxy', 'proxy', ['embedded/deploy-proxy.js', ...proxyArgs], PROXY_GRACE_SECONDS);
  const api = service(config, endpoints, 'api', 'api', ['api/server.js'], API_GRACE_SECONDS);
  const crew = Array.from({ length: workers }, (_, index) =>
    service(config, endpoints, 'worker', index === 0 ? 'worker' : `worker-${index + 1}`, ['worker.js'], WORKER_GRACE_SECONDS),
  );
  // A deployment must not blink because our code or a setting changed, so the proxy has no version.
  return [{ ...proxy, version: '' }, { ...api, ready: () => answersOk(`${apiUrl(config)}/livez`) }, ...crew];
}

/** Where this machine reaches the API. */
export function apiUrl(config: Config): string {
  const { MW_HOST, MW_PORT } = config.settings;
  return `http://${MW_HOST === '0.0.0.0' || MW_HOST === '::' ? '127.0.0.1' : MW_HOST}:${MW_PORT}`;
}

/** True when a GET answers 2xx. Never rejects. */
export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** What `/health` says of the store of large files; null when nothing of ours answers there. Never rejects. */
export async function readHealth(url: string): Promise<{ parts?: { blobs?: { ok?: boolean; detail?: string } } } | null> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
    return (await response.json()) as Awaited<ReturnType<typeof readHealth>>;
  } catch {
    return null;
  }
}

function service(config: Config, endpoints: Endpoints, role: Role, name: string, script: string[], graceSeconds: number): ChildSpec {
  const env = childEnvironment(config, role, endpoints);
  const [file = '', ...args] = script;
  return {
    name,
    stage: 'service',
    launch: { command: process.execPath, args: ['--enable-source-maps', join(distFolder, file), ...args], env, cwd: projectRoot },
    version: versionOf(config, env),
    // Started is all that can be seen from outside; when it dies it is started again.
    ready: () => Promise.resolve(true),
    readySeconds: READY_SECONDS,
    stopSignal: 'SIGTERM',
    graceSeconds,
  };
}

/** The build and the settings; what a process merely inherits (PATH, TERM ...) makes no difference. */
function versionOf(config: Config, env: Record<string, string>): string {
  const settings = Object.entries(env)
    .filter(([name]) => !(name in config.inherited))
    .sort();
  return createHash('sha256')
    .update(JSON.stringify(settings))
    .update(readFileSync(join(distFolder, '.stamp')))
    .digest('hex');
}
