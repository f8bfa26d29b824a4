/** The walls around a deployed service: the same for live containers, candidates and test runs. */
import type Docker from 'dockerode';

export interface Limits {
  memoryBytes: number;
  nanoCpus: number;
  pids: number;
  /** Largest single file the service may write. */
  fileBytes: number;
  /** Size of each tmpfs (/tmp; a candidate's /data; a test's /workspace); they count as memory. */
  tmpfsBytes: number;
  /** Size of the environment's data where the engine can limit a volume. */
  dataBytes: number;
}

const MB = 1024 * 1024;

export const LIMITS_DEFAULT: Limits = {
  // A small service of any of our languages runs in 30 to 250 MB.
  memoryBytes: 512 * MB,
  // One core, so that one busy environment cannot starve the machine.
  nanoCpus: 1_000_000_000,
  // Enough for a JVM's threads; a fork bomb stops there.
  pids: 256,
  // The second line of defence where volumes cannot be limited.
  fileBytes: 256 * MB,
  tmpfsBytes: 64 * MB,
  dataBytes: 1024 * MB,
};

export interface WallOptions {
  limits: Limits;
  /** JSON text of our own profile; without it the engine's default is in force. */
  seccompProfile?: string;
  /** Another OCI runtime of the engine, such as runsc. */
  runtime?: string;
}

// Small files by the thousand cost kernel memory that no size limit counts.
const TMPFS_INODES = 20_000;
// POSIX shared memory is rarely needed and counts as memory.
const SHM_BYTES = 16 * MB;
const OPEN_FILES = 4_096;

/** Owned by the service: over a directory of the image the engine keeps that one's mode, whatever is asked for. */
export function tmpfs(bytes: number): string {
  return `rw,exec,nosuid,nodev,size=${bytes},nr_inodes=${TMPFS_INODES},mode=1777,uid=1000,gid=1000`;
}

/** HostConfig of a hostile service; the caller adds network, mounts and restart policy. */
export function walls(options: WallOptions): Docker.HostConfig {
  const { limits } = options;
  const seccomp = options.seccompProfile ? [`seccomp=${options.seccompProfile}`] : [];
  return {
    Privileged: false,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges', ...seccomp],
    ReadonlyRootfs: true,
    Init: true,
    IpcMode: 'private',
    ShmSize: SHM_BYTES,
    Memory: limits.memoryBytes,
    // The sum of memory and swap: equal means no swap.
    MemorySwap: limits.memoryBytes,
    NanoCpus: limits.nanoCpus,
    PidsLimit: limits.pids,
    Ulimits: [
      { Name: 'core', Soft: 0, Hard: 0 },
      { Name: 'fsize', Soft: limits.fileBytes, Hard: limits.fileBytes },
      { Name: 'nofile', Soft: OPEN_FILES, Hard: OPEN_FILES },
    ],
    Tmpfs: { '/tmp': tmpfs(limits.tmpfsBytes) },
    LogConfig: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '2' } },
    // The engine's own resolver would carry names of an internal network out into the world; there is nothing to resolve.
    Dns: ['127.0.0.1'],
    // Fail at once instead of after 10 s.
    DnsOptions: ['timeout:1', 'attempts:1'],
    ...(options.runtime ? { Runtime: options.runtime } : {}),
  };
}

/** Read-only dependencies beside the service. */
export function dependencyMounts(volume: string | null | undefined): Docker.MountSettings[] {
  return volume ? [{ Type: 'volume', Source: volume, Target: '/deps', ReadOnly: true }] : [];
}
