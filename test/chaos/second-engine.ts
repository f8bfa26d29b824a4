/** A Docker engine of our own beside the machine's, that may be killed: own state, own socket, no network, nothing of the machine's firewall touched. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { markOf } from '../../activities/sandbox/docker/names.js';
import { shims, type Shim } from '../../activities/sandbox/docker/shims.js';
import { engineAnswers } from '../../embedded/docker-api.js';
import { run } from '../../embedded/process.js';
import { findProgram } from '../../embedded/temporal-binary.js';
import { childrenOf } from '../../bench/machine.js';

// It starts in 1 to 3 s; after a kill, with containers to look for, in up to 10.
const READY_MS = 60_000;
const LOOK_MS = 100;
// An engine of 20.10 waits so long for containers that do not end.
const STOP_MS = 30_000;

export class SecondEngine {
  readonly docker: Docker;
  #child: ChildProcess | null = null;

  private constructor(
    readonly folder: string,
    private readonly daemon: string,
    private readonly env: Record<string, string>,
    private readonly liveRestore: boolean,
  ) {
    this.docker = new Docker({ socketPath: this.#socket });
  }

  /** Whether this user may start one here: it needs root and a dockerd. */
  static canStart(env: Record<string, string>): boolean {
    return process.getuid?.() === 0 && daemonIn(env) !== null;
  }

  /** Starts it in a folder of its own, which must not be there yet. */
  static async start(folder: string, env: Record<string, string>, options: { liveRestore: boolean }): Promise<SecondEngine> {
    const daemon = daemonIn(env);
    if (!daemon || !SecondEngine.canStart(env)) throw new Error('A second Docker engine needs root and the program dockerd.');
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    // Not the machine's own settings.
    writeFileSync(join(folder, 'daemon.json'), '{}');
    const engine = new SecondEngine(folder, daemon, env, options.liveRestore);
    await engine.restart();
    return engine;
  }

  get host(): string {
    return `unix://${this.#socket}`;
  }

  get #socket(): string {
    return join(this.folder, 'docker.sock');
  }

  /** Starts it again on the same state; resolves when it answers. */
  async restart(): Promise<void> {
    const { folder, daemon, env } = this;
    // A killed one leaves them; it would take any process with these ids for itself.
    for (const file of ['docker.pid', 'exec/containerd/containerd.pid']) rmSync(join(folder, file), { force: true });
    const log = openSync(join(folder, 'dockerd.log'), 'a');
    const args = [
      '--config-file',
      join(folder, 'daemon.json'),
      '--data-root',
      join(folder, 'data'),
      '--exec-root',
      join(folder, 'exec'),
      '--pidfile',
      join(folder, 'docker.pid'),
      '--host',
      this.host,
      '--bridge',
      'none',
      '--iptables=false',
      '--ip-masq=false',
      '--ip-forward=false',
      '--containerd-namespace',
      'second',
      '--containerd-plugins-namespace',
      'second-plugins',
      '--log-level',
      'warn',
      ...(this.liveRestore ? ['--live-restore'] : []),
    ];
    this.#child = spawn(daemon, args, { env: { ...env, PATH: `${env['PATH'] ?? ''}:/usr/sbin:/sbin` }, cwd: '/', stdio: ['ignore', log, log] });
    for (const until = Date.now() + READY_MS; !(await engineAnswers(this.host)); await sleep(LOOK_MS)) {
      if (hasEnded(this.#child) || Date.now() > until) throw new Error(`the second Docker engine does not start: see ${join(folder, 'dockerd.log')}`);
    }
  }

  /** SIGKILL: no goodbye, its containerd goes with it, containers stay under their shims. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = null;
    if (hasEnded(child)) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** Copies an image with its id from another engine. */
  async copyImage(from: Docker, tag: string): Promise<void> {
    const archive = await from.getImage(tag).get();
    const answer = await this.docker.loadImage(archive);
    for await (const chunk of answer) void chunk;
    await this.docker.getImage(tag).inspect();
  }

  /** What is left of containers of an installation that this engine does not know any more: who holds one, and who runs in one. */
  async orphans(instance: string): Promise<string[]> {
    const known = new Set((await this.docker.listContainers({ all: true })).map(({ Id }) => Id));
    const held = this.#shims().filter(({ containerId }) => !known.has(containerId));
    const inside = marked(instance).filter(({ containerId }) => !known.has(containerId));
    return [
      ...held.map(({ pid, containerId }) => `the shim ${pid} of the container ${containerId.slice(0, 12)}`),
      ...inside.map(({ pid, containerId }) => `the process ${pid} of the container ${containerId.slice(0, 12)}`),
    ];
  }

  /** How many containers are held by somebody although the engine takes them for not running, or does not know them. */
  async lost(): Promise<number> {
    const running = new Set((await this.docker.listContainers()).map(({ Id }) => Id));
    return this.#shims().filter(({ containerId }) => !running.has(containerId)).length;
  }

  #shims(): Shim[] {
    return shims().filter(({ bundle }) => bundle.startsWith(`${this.folder}/`));
  }

  /** Ends it and removes its state. Containers must be gone by then. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child && !hasEnded(child)) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, sleep(STOP_MS, undefined, { ref: false })]);
      await this.kill();
    }
    for (const { pid } of this.#shims()) endWithChildren(pid);
    // What was mounted there by an engine that was killed keeps its folder busy.
    for (const mount of mountsBelow(this.folder)) await run('umount', ['-l', mount], { env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } }).catch(() => undefined);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function daemonIn(env: Record<string, string>): string | null {
  return findProgram('dockerd', `${env['PATH'] ?? ''}:/usr/sbin:/usr/bin:/sbin:/usr/local/bin`);
}

/** Processes with the mark of an installation, in containers of any engine. */
function marked(instance: string): { pid: number; containerId: string }[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(markOf(instance))) return [];
      const containerId = /[0-9a-f]{64}/.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[0];
      return containerId ? [{ pid: Number(pid), containerId }] : [];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

function endWithChildren(pid: number): void {
  for (const one of [...childrenOf(pid), pid]) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Innermost first. */
function mountsBelow(folder: string): string[] {
  const lines = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return lines
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`))
    .toReversed();
}
