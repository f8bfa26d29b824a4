/** What of this host must be the same before and after: mounts, kernel settings, network, files, keys; and nothing of a run in its engine. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, type Dirent } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { projectRoot } from '../../config.js';

/** What is looked at -> its lines, or a digest. */
export type HostState = Record<string, string[]>;

// The kernel changes these by itself, and other containers of this engine come and go.
const VOLATILE_SETTING =
  /\/(?:random|pty|perf|sched_domain|usermodehelper|keys|seccomp|ns_last_pid|tainted|cad_pid|auto_msgmni|dentry-state|file-nr|inode-nr|inode-state|aio-nr|mount-nr|epoll|binfmt_misc|drop_caches|stat_refresh|compact_memory|numa_balancing.*|quota|(?:veth|br-|docker|mwd-)[^/]*)(?:\/|$)/;
const OF_CONTAINERS = /\/volumes\/[0-9a-f]{64}\/|\/(?:docker|containerd)\/|\/run\/docker|^(?:veth|br-|docker|mwd-)/;
const SETTINGS = ['kernel', 'vm', 'fs', 'net/core', 'net/ipv4'];
const FOLDERS = ['/etc', '/var/spool/cron', join(projectRoot, '.git/hooks')];
const FILES = [...['.profile', '.bashrc', '.gitconfig'].map((name) => join(homedir(), name)), join(projectRoot, '.git/config')];

export function hostState(): HostState {
  return {
    mounts: lines('/proc/self/mounts').filter((line) => !OF_CONTAINERS.test(line) && !/ (?:nsfs|overlay) /.test(line)),
    settings: SETTINGS.flatMap((folder) => settings(join('/proc/sys', folder))),
    interfaces: lines('/proc/net/dev')
      .map((line) => line.trim().split(':')[0] ?? '')
      .filter((name) => !OF_CONTAINERS.test(name)),
    routes: lines('/proc/net/route').filter((line) => !OF_CONTAINERS.test(line)),
    files: [...FOLDERS.flatMap((folder) => tree(folder)), ...FILES.filter((file) => existsSync(file)).map(contentOf)],
    keys: lines('/proc/keys').filter((line) => /\s100[01]\s+100[01]\s/.test(line)),
  };
}

/** What the Docker engine holds of a run whose stage is closed: nothing, when all went well. */
export async function dockerLeftovers(docker: Docker, instance: string): Promise<string[]> {
  const filters = { label: [`millwright.instance=${instance}`] };
  const containers = await docker.listContainers({ all: true, filters });
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify(filters) });
  const networks = await docker.listNetworks({ filters: JSON.stringify(filters) });
  return [
    ...containers.map(({ Names }) => `a container is left: ${Names.join()}`),
    ...(Volumes ?? []).map(({ Name }) => `a volume is left: ${Name}`),
    ...networks.map(({ Name }) => `a network is left: ${Name}`),
  ];
}

/** One sentence for each thing that differs. */
export function hostChanges(before: HostState, after: HostState): string[] {
  return Object.keys(before).flatMap((what) => {
    const [had, has] = [new Set(before[what]), new Set(after[what])];
    const gone = [...had].filter((line) => !has.has(line));
    const added = [...has].filter((line) => !had.has(line));
    if (gone.length + added.length === 0) return [];
    return [`${what} of the host changed: ${[...gone.map((line) => `-${line}`), ...added.map((line) => `+${line}`)].slice(0, 5).join('; ').slice(0, 500)}`];
  });
}

/** Processes of this host with that word in their environment, as every command of a run has it: once its sandboxes are gone, there is none. */
export function strayProcesses(word: string): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(word) ? [`${pid} ${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}`] : [];
    } catch {
      // It ended while we looked, or is another user's.
      return [];
    }
  });
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

function settings(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (VOLATILE_SETTING.test(path)) return [];
    if (entry.isDirectory()) return settings(path);
    try {
      return [`${path}=${readFileSync(path, 'utf8').trim()}`];
    } catch {
      // Some can only be written.
      return [];
    }
  });
}

function tree(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => (entry.isDirectory() ? tree(join(folder, entry.name)) : [contentOf(join(folder, entry.name))]));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Not ours to read, so not ours to change either.
    return [];
  }
}

function contentOf(path: string): string {
  try {
    const stat = lstatSync(path);
    const content = stat.isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16)
      : stat.isSymbolicLink()
        ? readlinkSync(path)
        : '';
    return `${path} ${stat.mode.toString(8)} ${stat.uid}:${stat.gid} ${content}`;
  } catch {
    return `${path} unreadable`;
  }
}
