/** containerd's shims on this machine: the processes that hold a container, one each, whatever becomes of the engine. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

// USER_HZ: a constant of the kernel's interface on every machine that Node runs on.
const TICKS_A_SECOND = 100;

export interface Shim {
  pid: number;
  /** Of the container that it holds. */
  containerId: string;
  /** Where the runtime's files of that container are: its working directory. */
  bundle: string;
}

/** What the engine told the runtime of a container: the OCI configuration, as far as it tells whose it is. */
export interface Bundle {
  env: string[];
  /** Paths of this host, or names of file systems. */
  mounted: string[];
}

/** Those that may be looked at: none without /proc, none of others' unless this is root. */
export function shims(): Shim[] {
  return processIds().flatMap((pid) => shimAt(pid) ?? []);
}

/** The shim at that process id, or null when there is none (any more). */
export function shimAt(pid: number): Shim | null {
  try {
    if (!/\/containerd-shim[^/]*$/.test(readlinkSync(`/proc/${pid}/exe`))) return null;
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const containerId = words[words.indexOf('-id') + 1] ?? '';
    return /^[0-9a-f]{64}$/.test(containerId) ? { pid, containerId, bundle: readlinkSync(`/proc/${pid}/cwd`) } : null;
  } catch {
    return null;
  }
}

/** Null when it can not be read: it is being made or unmade, or is not what we know. */
export function bundleOf({ bundle }: Shim): Bundle | null {
  try {
    const config = JSON.parse(readFileSync(join(bundle, 'config.json'), 'utf8')) as { process?: { env?: string[] }; mounts?: { source?: string }[] };
    return { env: config.process?.env ?? [], mounted: (config.mounts ?? []).flatMap(({ source }) => source ?? []) };
  } catch {
    return null;
  }
}

/** How long it has been running, in seconds; 0 when it has ended. */
export function ageOf({ pid }: Shim): number {
  try {
    // The name of the program, in brackets, may hold spaces; the start is the 20th field after it, in ticks since the machine started.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number.parseFloat(readFileSync('/proc/uptime', 'utf8')) - Number(fields[19]) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
}
