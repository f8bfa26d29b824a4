/**
 * Each wall of the sandbox, and how it is taken away once: the program of cases/detectors/ is contained with it and gets through
 * without it. Everything is bounded, so that a wall that is away costs this host nothing.
 */
import type Docker from 'dockerode';
import type { SandboxLimits } from '../../activities/sandbox/docker/limits.js';

export interface Detector {
  /** What it is called in the report. */
  name: string;
  /** Case below cases/, without its folder. */
  program: string;
  /** Limits for both runs, small enough for a quick program. */
  limits?: Partial<SandboxLimits>;
  without: Without;
}

export type Without =
  | { limits: Partial<SandboxLimits> }
  /** The container is made otherwise. */
  | { container: (options: Docker.ContainerCreateOptions) => Docker.ContainerCreateOptions }
  /** A command is run otherwise. */
  | { exec: (options: Docker.ExecCreateOptions) => Docker.ExecCreateOptions }
  /** What lies behind our own rule, looked at in the sandbox: there is something for it to catch. */
  | { behind: string; shows: RegExp };

const MIB = 1024 * 1024;

const host = (change: Docker.HostConfig): Without => ({ container: (options) => ({ ...options, HostConfig: { ...options.HostConfig, ...change } }) });
const withoutUlimit = (name: string): Without => ({
  container: (options) => ({
    ...options,
    HostConfig: { ...options.HostConfig, Ulimits: (options.HostConfig?.Ulimits ?? []).filter(({ Name }: { Name?: string }) => Name !== name) },
  }),
});
/** `SecurityOpt` without the entry that begins so. */
const withoutSecurity = (beginning: string): Without => ({
  container: (options) => ({
    ...options,
    HostConfig: { ...options.HostConfig, SecurityOpt: (options.HostConfig?.SecurityOpt ?? []).filter((entry: string) => !entry.startsWith(beginning)) },
  }),
});
/** The wrapper's own script, changed. */
const script = (from: string, to: string): Without => ({
  exec: (options) => ({ ...options, Cmd: (options.Cmd ?? []).map((argument) => argument.replaceAll(from, to)) }),
});

/** Only the program: filling the workspace goes on as it is. */
const asRoot = (command: string): Without => ({ exec: (options) => (options.Cmd?.includes(command) ? { ...options, User: '0:0' } : options) });

export const DETECTORS_TABLE: readonly Detector[] = [
  { name: 'limit of processes', program: 'processes.py', without: { limits: { pids: 1_000 } } },
  { name: 'limit of memory', program: 'memory.py', limits: { memoryBytes: 128 * MIB }, without: { limits: { memoryBytes: 1024 * MIB } } },
  { name: 'size of the workspace', program: 'workspace-size.sh', limits: { workspaceBytes: 8 * MIB }, without: { limits: { workspaceBytes: 64 * MIB } } },
  { name: 'files in the workspace', program: 'workspace-inodes.py', limits: { workspaceInodes: 200 }, without: { limits: { workspaceInodes: 5_000 } } },
  { name: 'size of /tmp', program: 'tmp-size.sh', limits: { tmpBytes: 8 * MIB }, without: { limits: { tmpBytes: 64 * MIB } } },
  { name: 'files in /tmp', program: 'tmp-inodes.py', limits: { tmpInodes: 200 }, without: { limits: { tmpInodes: 5_000 } } },
  { name: 'size of /dev/shm', program: 'shm-size.sh', without: host({ ShmSize: 64 * MIB }) },
  { name: 'size of a single file', program: 'file-size.sh', limits: { workspaceBytes: 400 * MIB }, without: withoutUlimit('fsize') },
  { name: 'open files', program: 'open-files.py', without: withoutUlimit('nofile') },
  { name: 'length of the output', program: 'output.py', without: { limits: { outputBytes: 4 * MIB } } },
  { name: 'time limit', program: 'time.sh', without: script('timeout -k 1 "$seconds" ', '') },
  { name: 'KILL for who ignores TERM', program: 'ignores-term.sh', without: script('timeout -k 1 ', 'timeout ') },
  { name: 'end of what is left running', program: 'daemon.sh', without: script('kill -9 -1', ':') },
  { name: 'reaping of orphans (init)', program: 'zombies.py', without: host({ Init: false }) },
  { name: 'shell that nobody may read', program: 'marker.py', without: script('/opt/sandbox/sh', '/bin/sh') },
  {
    name: 'no network',
    program: 'network.py',
    without: host({ NetworkMode: 'bridge' }),
  },
  { name: 'system call filter', program: 'ptrace.py', without: withoutSecurity('seccomp=') },
  { name: 'no capabilities', program: 'capabilities.sh', without: host({ CapDrop: [] }) },
  { name: 'no new privileges', program: 'privileges.sh', without: withoutSecurity('no-new-privileges') },
  { name: 'read-only root', program: 'read-only.sh', without: host({ ReadonlyRootfs: false }) },
  { name: 'user without rights', program: 'shadow.sh', without: asRoot('sh program.sh') },
  { name: 'links stay inside', program: 'link.sh', without: { behind: 'tar -cf - . | tar -tvf -', shows: /^l.*link -> \/etc\/passwd/ } },
  { name: '.git stays inside', program: 'git.sh', without: { behind: 'tar -cf - . | tar -tf -', shows: /\.git\/hooks\/pre-commit/ } },
  { name: 'output is cleaned', program: 'escapes.sh', without: { behind: 'sh program.sh | od -c', shows: /033/ } },
  { name: 'reports are regular files', program: 'report-link.sh', without: { behind: 'head -c 20 /tmp/mw-junit.xml', shows: /root/ } },
];
