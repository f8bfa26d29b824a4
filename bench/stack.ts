/** A whole stack in a state folder of its own, started and ended by the real `mw up` and `mw down`. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { distFolder, loadConfig, parseConfig, type Config } from '../config.js';
import { childEnvironment, toolEnvironment, type Endpoints, type Role } from '../embedded/child-environment.js';
import { DEFAULT_SOCKET } from '../embedded/docker-api.js';
import { homeAt, type Home } from '../embedded/home.js';
import { identify, readLiving, writePidFile } from '../embedded/pidfile.js';
import { freePortNear, rememberedPorts } from '../embedded/ports.js';
import { databaseUrls } from '../embedded/postgres.js';
import { BuildClient } from './client.js';
import { removeContainers } from './containers.js';
import type { ScriptedModel } from './scripted-model.js';

// A first start may fetch or build the Temporal server.
const UP_MS = 20 * 60_000;
const DOWN_MS = 120_000;
// Apart from the default port, so that a person's own stack is not in the way.
const PORT_FROM = 4600;

export interface Place {
  folder: string;
  port: number;
  config: Config;
}

/** Takes the folder `<MW_HOME>-bench`; what a killed run left there is stopped and removed. Throws when another run is at work. */
export async function takePlace(): Promise<Place> {
  const config = loadConfig();
  const folder = `${config.settings.MW_HOME}-bench`;
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const other = readLiving(folder, 'bench');
  if (other) throw new Error(`Another 'mw bench' is at work (process ${other.pid}). Its figures and ours would both be wrong: wait for it, or stop it.`);
  const me = identify(process.pid);
  if (me) writePidFile(folder, 'bench', { ...me, fingerprint: 'bench' });
  return { folder, port: await freePortNear(PORT_FROM), config };
}

export class BenchStack {
  readonly home: Home;
  readonly config: Config;
  readonly #env: Record<string, string>;

  constructor(
    private readonly place: Place,
    readonly model: ScriptedModel | null,
  ) {
    this.home = homeAt(join(place.folder, 'home'));
    const { inherited, network, given } = place.config;
    this.#env = {
      ...inherited,
      ...network,
      ...(given.DOCKER_HOST ? { DOCKER_HOST: given.DOCKER_HOST } : {}),
      MW_HOME: this.home.root,
      MW_PORT: String(place.port),
      MW_INSTANCE: this.instance,
      ...(model ? { OPENAI_BASE_URL: model.baseUrl } : { MOCK_LLM: '1' }),
    };
    this.config = parseConfig(this.#env);
  }

  get instance(): string {
    return `bench-${this.place.port}`;
  }

  get url(): string {
    return `http://127.0.0.1:${this.place.port}`;
  }

  get token(): string {
    return readFileSync(join(this.home.root, 'token'), 'utf8').trim();
  }

  get client(): BuildClient {
    return new BuildClient(this.url, this.token);
  }

  /** A new, empty installation; resolves when its API is ready. */
  async up(): Promise<void> {
    await this.clear();
    const { cache } = homeAt(this.place.config.settings.MW_HOME);
    mkdirSync(cache, { recursive: true, mode: 0o711 });
    mkdirSync(this.home.root, { recursive: true, mode: 0o711 });
    // Programs that were fetched or built once are used again.
    symlinkSync(cache, this.home.cache);
    await this.mw(['up', '--detach'], UP_MS);
  }

  /** Stops it and removes its folder, its containers and their volumes. Repeatable. */
  async clear(): Promise<void> {
    if (!existsSync(this.home.root)) return;
    await this.down();
    rmSync(this.home.root, { recursive: true, force: true });
  }

  async down(): Promise<void> {
    await this.mw(['down'], DOWN_MS);
    await removeContainers(this.place.config.settings.DOCKER_HOST, this.instance);
  }

  /** The process id of one of its processes; 0 when it is not up. */
  pidOf(name: string): number {
    return readLiving(this.home.run, name)?.pid ?? 0;
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

  /** The environment the supervisor would give a process of ours. */
  environment(role: Role): Record<string, string> {
    return childEnvironment(this.config, role, this.endpoints());
  }

  /** For programs that need no setting of ours. */
  get toolEnvironment(): Record<string, string> {
    return toolEnvironment(this.config);
  }

  /** Runs a command of the CLI on this stack. Answers its stdout; rejects with what it said when it fails. */
  mw(args: string[], timeoutMs: number): Promise<string> {
    return runNode([join(distFolder, 'cli/main.js'), ...args], this.#env, timeoutMs);
  }
}

/** Runs a Node program to its end. Answers its stdout; rejects with what it said when it fails. */
export function runNode(args: string[], env: Record<string, string>, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(out) : reject(new Error(`${args.join(' ')} ended with ${code}: ${said.slice(-2_000)}${out.slice(-1_000)}`)),
    );
  });
}
