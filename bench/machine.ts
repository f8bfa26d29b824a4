/** What the figures were measured on. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

export interface Machine {
  cores: number;
  model: string;
  memoryGb: number;
  node: string;
  kernel: string;
  /** Load average of the last minute. */
  load: number;
}

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model.trim() ?? 'unknown CPU',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    kernel: release(),
    load: loadNow(),
  };
}

export function loadNow(): number {
  return loadavg()[0] ?? 0;
}

export function machineLine({ cores, model, memoryGb, node, kernel, load }: Machine): string {
  return `${cores} cores (${model}), ${memoryGb} GB, Node ${node}, Linux ${kernel}, load before the start ${load.toFixed(2)}`;
}

/** Proportional set size of one process in MB: shared pages are counted once in the sum of all. 0 when it is gone. */
export function pssMb(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Resident set size of one process in MB, shared pages included. 0 when it is gone. */
export function rssMb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Process ids of the children of a process. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

// Linux counts processor time in hundredths of a second for every program (USER_HZ).
const TICK_MS = 10;

/** Processor time a process has used, with its children's that live, in milliseconds. 0 when it is gone. */
export function cpuMs(pid: number): number {
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + ownCpuMs(one), 0);
}

function ownCpuMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Fields are counted from the end of the name, which may hold anything: user time is the 12th, system time the 13th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return 0;
  }
}
