/** Who runs: a process is known by its id and its start time, so that a recycled id is never taken for ours. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal only for the same process since the same boot. */
  startTime: string;
}

export interface ProcessRecord extends ProcessIdentity {
  /** Digest of command and version: another one means that a living process is out of date. */
  fingerprint: string;
}

// How often a stopping process is looked at; short against any grace period, cheap (one small read).
const LOOK_MS = 50;
let bootId: string | null = null;

/** The start time of a living process, or null when it is gone (a zombie is gone). */
export function startTimeOf(pid: number): string | null {
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  return process.platform === 'linux' ? linuxStartTime(pid) : psStartTime(pid);
}

function linuxStartTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold anything, so fields are counted from its closing bracket: state is the 1st, start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${bootId}/${fields[19]}`;
  } catch {
    return null;
  }
}

function psStartTime(pid: number): string | null {
  try {
    const [state = 'Z', ...start] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/);
    return state.startsWith('Z') ? null : start.join(' ');
  } catch {
    return null;
  }
}

export function identify(pid: number): ProcessIdentity | null {
  const startTime = startTimeOf(pid);
  return startTime === null ? null : { pid, startTime };
}

export function isAlive(identity: ProcessIdentity): boolean {
  return startTimeOf(identity.pid) === identity.startTime;
}

/** `<name>.pid` holds the bare id for people and scripts; `<name>.identity` beside it the identity. */
export function writePidFile(folder: string, name: string, record: ProcessRecord): void {
  writeAtomically(join(folder, `${name}.identity`), JSON.stringify(record));
  writeAtomically(join(folder, `${name}.pid`), `${record.pid}\n`);
}

/** The record of a living process, or null. */
export function readLiving(folder: string, name: string): ProcessRecord | null {
  try {
    const record = JSON.parse(readFileSync(join(folder, `${name}.identity`), 'utf8')) as ProcessRecord;
    return isAlive(record) ? record : null;
  } catch {
    return null;
  }
}

/** All recorded processes of a run folder that live, by name; the supervisor itself is not among them. */
export function readAllLiving(folder: string): Record<string, ProcessRecord> {
  const living = recordedNames(folder).flatMap((name) => {
    const record = readLiving(folder, name);
    return record ? [[name, record] as const] : [];
  });
  return Object.fromEntries(living);
}

/** Names with a pid file, living or not. */
export function recordedNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.pid') && file !== 'supervisor.pid')
    .map((file) => file.slice(0, -'.pid'.length));
}

export function removePidFile(folder: string, name: string): void {
  for (const suffix of ['pid', 'identity']) rmSync(join(folder, `${name}.${suffix}`), { force: true });
}

export function isHeld(folder: string, name: string): boolean {
  return existsSync(join(folder, `${name}.hold`));
}

/**
 * Asks a process to stop; after `graceMs` it and its whole process group are killed.
 * Answers false when that had to be done. Resolves when it is gone.
 */
export async function stopProcess(identity: ProcessIdentity, signal: NodeJS.Signals, graceMs: number): Promise<boolean> {
  send(identity.pid, signal);
  if (await isGone(identity, graceMs)) return true;
  send(-identity.pid, 'SIGKILL');
  send(identity.pid, 'SIGKILL');
  // A killed process is gone at once unless the kernel waits for a disk.
  await isGone(identity, 10_000);
  return false;
}

async function isGone(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await sleep(LOOK_MS);
  }
  return true;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function writeAtomically(file: string, text: string): void {
  const next = `${file}.${process.pid}.next`;
  writeFileSync(next, text, { mode: 0o600 });
  renameSync(next, file);
}
