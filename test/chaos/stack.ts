/** The real stack in a home of its own, started by `mw up`, and the means to hurt it: kills, pauses, holds. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { openTemporal } from '../../api/temporal.js';
import { distFolder, loadConfig, parseConfig, type Config } from '../../config.js';
import { childEnvironment, type Endpoints } from '../../embedded/child-environment.js';
import { DEFAULT_SOCKET } from '../../embedded/docker-api.js';
import { homeAt, type Home } from '../../embedded/home.js';
import { readLiving } from '../../embedded/pidfile.js';
import { rememberedPorts } from '../../embedded/ports.js';
import { databaseUrls } from '../../embedded/postgres.js';

export type Target = 'worker' | 'worker-2' | 'api' | 'temporal' | 'postgres';

/** Something that was done to a process, and when. */
export interface Blow {
  target: string;
  /** Milliseconds since 1970. */
  at: number;
  kind: 'kill' | 'pause';
}

export interface StackOptions {
  home: string;
  port: number;
  /** Base URL of the scripted model. */
  llm: string;
  workers?: number;
  /** More settings, by their names. */
  env?: Record<string, string>;
}

/** Stands in for a real key; found anywhere but in a request to the model, it is a leak. */
export const CANARY = 'sk-canary-4b1d-never-to-be-seen';
// A first start may build the Temporal server (minutes); a later one takes seconds.
const UP_MS = 20 * 60_000;

export class ChaosStack {
  readonly home: Home;
  readonly config: Config;
  readonly blows: Blow[] = [];
  readonly #env: Record<string, string>;
  #temporal: { client: Client; connection: Connection } | null = null;

  constructor(readonly options: StackOptions) {
    this.home = homeAt(options.home);
    const own = loadConfig();
    // Programs that were fetched or built once are used again.
    const cache = homeAt(own.settings.MW_HOME).cache;
    mkdirSync(options.home, { recursive: true, mode: 0o711 });
    mkdirSync(cache, { recursive: true, mode: 0o711 });
    if (!existsSync(this.home.cache)) symlinkSync(cache, this.home.cache);
    this.#env = {
      ...own.inherited,
      ...own.network,
      MW_HOME: options.home,
      MW_PORT: String(options.port),
      MW_INSTANCE: this.instance,
      OPENAI_BASE_URL: options.llm,
      OPENAI_API_KEY: CANARY,
      LOG_LEVEL: 'info',
      ...options.env,
    };
    this.config = parseConfig(this.#env);
  }

  get instance(): string {
    return `chaos-${this.options.port}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.options.port}`;
  }

  get token(): string {
    return readFileSync(join(this.home.root, 'token'), 'utf8').trim();
  }

  /** `mw up --detach`: resolves when the API is ready; a stack that is up already is taken as it is. */
  async up(): Promise<void> {
    await this.#mw(['up', '--detach', '--workers', String(this.options.workers ?? 1)], UP_MS);
  }

  async down(): Promise<void> {
    await this.#temporal?.connection.close().catch(() => undefined);
    this.#temporal = null;
    await this.#mw(['down'], 120_000);
  }

  /** Settings a worker of our own needs to work on this stack, as the supervisor would give them. */
  workerEnvironment(): Record<string, string> {
    return childEnvironment(this.config, 'worker', this.endpoints());
  }

  endpoints(): Endpoints {
    const ports = rememberedPorts(this.home);
    const urls = databaseUrls(this.home, ports.postgres ?? 0);
    return {
      temporalAddress: `127.0.0.1:${ports.temporal}`,
      temporalUiUrl: null,
      databaseUrl: urls.url,
      databaseOwnerUrl: urls.ownerUrl,
      dockerHost: this.config.settings.DOCKER_HOST ?? DEFAULT_SOCKET,
      proxyPort: ports.proxy ?? 0,
      instance: this.instance,
    };
  }

  get temporal(): Client {
    this.#temporal ??= openTemporal({ address: this.endpoints().temporalAddress, namespace: 'default' });
    return this.#temporal.client;
  }

  /** SQL as the owner of the schema, on a connection of its own; tried again while the server restarts. */
  async sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    return patiently('the database', async () => {
      const client = new pg.Client({ connectionString: this.endpoints().databaseOwnerUrl, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined);
      await client.connect();
      try {
        return (await client.query<T>(text, values)).rows;
      } finally {
        await client.end().catch(() => undefined);
      }
    });
  }

  pidOf(target: Target): number | null {
    return readLiving(this.home.run, target)?.pid ?? null;
  }

  /** SIGKILL. False when it is not up just now. */
  kill(target: Target): boolean {
    const pid = this.pidOf(target);
    if (pid === null) return false;
    process.kill(pid, 'SIGKILL');
    this.blows.push({ target, at: Date.now(), kind: 'kill' });
    return true;
  }

  /** SIGSTOP for `ms`, then SIGCONT. */
  async pause(target: Target, ms: number): Promise<boolean> {
    const pid = this.pidOf(target);
    if (pid === null) return false;
    process.kill(pid, 'SIGSTOP');
    this.blows.push({ target, at: Date.now(), kind: 'pause' });
    await sleep(ms);
    process.kill(pid, 'SIGCONT');
    return true;
  }

  hold(target: Target): void {
    writeFileSync(join(this.home.run, `${target}.hold`), '');
  }

  release(target: Target): void {
    rmSync(join(this.home.run, `${target}.hold`), { force: true });
  }

  #mw(args: string[], timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(distFolder, 'cli/main.js'), ...args], {
        env: this.#env,
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: timeoutMs,
      });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.once('error', reject);
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`mw ${args.join(' ')} ended with ${code}:\n${said.slice(-3_000)}`))));
    });
  }
}

// The longest outage of any test is a minute, and what was down needs a moment to come back.
const PATIENCE_MS = 150_000;

/** Tries again until it works; the last error when it does not in two and a half minutes. */
export async function patiently<T>(what: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`${what} did not come back: ${String(error)}`, { cause: error });
      await sleep(300);
    }
  }
}
