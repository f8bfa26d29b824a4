/** The Docker engine: found, or installed and started where we may. */
import { existsSync, readFileSync, rmSync, accessSync, constants } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildSpec, Report } from './child.js';
import { DEFAULT_SOCKET, engineAnswers, engineInfo, isPlainAddress } from './docker-api.js';
import { startTimeOf } from './pidfile.js';
import { run } from './process.js';
import { findProgram } from './temporal-binary.js';

// The engine, and the program that makes a base image where no image registry answers.
const PACKAGES = ['docker.io', 'mmdebstrap'];
const INSTALL_TIMEOUT_MS = 600_000;
// It starts in 1 to 3 s; with many containers to restore it takes longer.
const READY_SECONDS = 60;
const READY_POLL_MS = 200;
const ENGINE_PID_FILE = '/var/run/docker.pid';
const CONTAINERD_PID_FILE = '/var/run/docker/containerd/containerd.pid';
const SOCKET_PATH = DEFAULT_SOCKET.slice('unix://'.length);

export interface DockerOptions {
  /** DOCKER_HOST, or null for the default socket. */
  host: string | null;
  path: string;
  /** Environment of the installer and the daemon. */
  env: Record<string, string>;
  mayInstall: boolean;
  report: Report;
  /** A daemon that we started runs: it stays ours. */
  ours: boolean;
}

export type DockerFound =
  | { kind: 'there'; host: string }
  /** There is none, but we are root and the daemon's program is there. */
  | { kind: 'startable'; host: string; daemon: string };

/** Finds an engine that answers, or the program to start one, installing it when allowed. Rejects with the exact commands to run. */
export async function findDocker(options: DockerOptions): Promise<DockerFound> {
  const host = options.host ?? DEFAULT_SOCKET;
  if (!isPlainAddress(host) || (!options.ours && (await engineAnswers(host)))) return { kind: 'there', host };
  if (options.host !== null && options.host !== DEFAULT_SOCKET) {
    throw new Error(`The Docker engine at DOCKER_HOST (${host}) does not answer. Start it, or unset DOCKER_HOST to use the local one.`);
  }
  if (process.platform !== 'linux') throw new Error('No Docker engine answers. Start Docker Desktop (or another engine) and run this again.');
  if (process.getuid?.() !== 0) throw new Error(adviceForUser(options.path));
  const daemon = findDaemon(options.path) ?? (await install(options));
  if (options.ours || !(await startsByItself(options.report))) return { kind: 'startable', host, daemon };
  return { kind: 'there', host };
}

/** True when somebody else's daemon is starting right now (an init system's, say) and came up. Rejects when it hangs. */
async function startsByItself(report: Report): Promise<boolean> {
  const pid = livingEngine();
  if (pid === null) return false;
  report(`A Docker engine is starting already (process ${pid}); waiting for it.`);
  const deadline = Date.now() + READY_SECONDS * 1000;
  while (!(await engineAnswers(DEFAULT_SOCKET))) {
    if (startTimeOf(pid) === null) return false;
    if (Date.now() > deadline)
      throw new Error(`dockerd runs (process ${pid}) but does not answer at ${DEFAULT_SOCKET}. Look at its log, or stop it so that Millwright can start one.`);
    await sleep(READY_POLL_MS);
  }
  return true;
}

// Where system programs are that an ordinary PATH leaves out.
function findDaemon(path: string): string | null {
  return findProgram('dockerd', path) ?? findProgram('dockerd', '/usr/sbin:/usr/bin:/sbin:/usr/local/bin');
}

function adviceForUser(path: string): string {
  if (existsSync(SOCKET_PATH) && !mayUse(SOCKET_PATH)) {
    return 'There is a Docker engine, but this user may not use it. Run: sudo usermod -aG docker "$USER"   (then log in again)';
  }
  const start = findProgram('systemctl', path) ? 'sudo systemctl start docker' : 'sudo dockerd &';
  if (findDaemon(path)) return `No Docker engine answers. Start it: ${start}`;
  return `No Docker engine is here. Install and start one: sudo apt-get install -y ${PACKAGES.join(' ')} && ${start} && sudo usermod -aG docker "$USER"   (then log in again)`;
}

async function install(options: DockerOptions): Promise<string> {
  const command = `apt-get install -y ${PACKAGES.join(' ')}`;
  const apt = findProgram('apt-get', options.path);
  if (!apt)
    throw new Error(
      "No Docker engine is here, and this system has no apt-get to install one with. Install Docker by your system's means, start it and run this again.",
    );
  if (!options.mayInstall) throw new Error(`No Docker engine is here, and installing was forbidden (--no-install, MW_NO_INSTALL). Run: ${command}`);
  options.report(`No Docker engine is here, so it is installed: ${command} (once; usually 20 to 90 s, longer on a slow network).`);
  const env = { ...options.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    // docker.io would start the daemon through the init system where there is one; we find it running then.
    await run(apt, ['update', '-qq'], { env, timeoutMs: INSTALL_TIMEOUT_MS });
    await run(apt, ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES, 'iptables', 'ca-certificates'], { env, timeoutMs: INSTALL_TIMEOUT_MS });
  } catch (error) {
    throw new Error(`Installing the Docker engine failed. Run this by hand and see why: ${command}\n${(error as Error).message}`, { cause: error });
  }
  const daemon = findDaemon(options.path);
  if (!daemon) throw new Error(`${command} succeeded, but there is still no dockerd on PATH.`);
  return daemon;
}

/** The daemon as a child of the supervisor; it starts containerd itself. */
export function dockerChild(daemon: string, env: Record<string, string>): ChildSpec {
  return {
    name: 'dockerd',
    stage: 'engine',
    // Containers live on while the daemon is away, so that a daemon that dies takes no deployment with it.
    launch: { command: daemon, args: ['--live-restore'], env: { ...env, PATH: `${env['PATH'] ?? ''}:/usr/sbin:/sbin` }, cwd: '/' },
    prepare: () => Promise.resolve(clearStalePidFiles()),
    ready: () => engineAnswers(DEFAULT_SOCKET),
    readySeconds: READY_SECONDS,
    stopSignal: 'SIGTERM',
    graceSeconds: 20,
  };
}

/** What the engine can't hold generated code to, in words; empty when it can hold it to everything. */
export async function missingLimits(host: string): Promise<string[]> {
  const info = await engineInfo(host);
  const limits: [boolean, string][] = [
    [info.MemoryLimit, 'memory'],
    [info.SwapLimit, 'swap'],
    [info.PidsLimit, 'number of processes'],
    [info.CpuCfsQuota, 'CPU'],
    [info.SecurityOptions.some((option) => option.startsWith('name=seccomp')), 'system calls (seccomp)'],
  ];
  return limits.filter(([supported]) => !supported).map(([, name]) => name);
}

function livingEngine(): number | null {
  return livingOf('dockerd', ENGINE_PID_FILE);
}

/**
 * dockerd takes any process of the id in these files for its predecessor or its containerd, even a zombie that init has
 * not reaped yet: it then refuses to start, or waits 15 s for a containerd that is gone.
 */
function clearStalePidFiles(): void {
  if (livingOf('dockerd', ENGINE_PID_FILE) === null) rmSync(ENGINE_PID_FILE, { force: true });
  if (livingOf('containerd', CONTAINERD_PID_FILE) === null) rmSync(CONTAINERD_PID_FILE, { force: true });
}

function livingOf(program: string, pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    return startTimeOf(pid) !== null && programOf(pid) === program ? pid : null;
  } catch {
    return null;
  }
}

function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return null;
  }
}

function mayUse(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
