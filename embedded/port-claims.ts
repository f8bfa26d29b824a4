/**
 * Which home has which port, for all homes of one account on this machine. A port is free for a moment whenever its server is
 * started anew; a home that took it then would be mistaken for the first: whose API and workers would go on with the other's
 * Temporal.
 */
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { readHolder, takeHolderFile } from './holder-file.js';
import { identify, isAlive, readAllLiving, type ProcessIdentity } from './pidfile.js';

interface Claim extends ProcessIdentity {
  /** MW_HOME. */
  root: string;
}

/** Claims a port for this home as long as this process, or anything that needs it, lives. False while it is another home's. */
export function claimPort(port: number, root: string): boolean {
  const me = identify(process.pid);
  const folder = ownFolder();
  // Without a place for claims it is enough that the port can be bound.
  if (!me || !folder) return true;
  return takeHolderFile<Claim>(join(folder, String(port)), { ...me, root }, { isHeld: (claim) => claim.root !== root && stillHolds(claim) }) === null;
}

/** The home that has the port; null when none has. */
export function claimantOf(port: number): string | null {
  const folder = ownFolder();
  const claim = folder && readHolder<Claim>(join(folder, String(port)));
  return claim && stillHolds(claim) ? claim.root : null;
}

/** Gives all ports of a home back. */
export function releasePorts(root: string): void {
  const folder = ownFolder();
  for (const name of folder ? readdirSync(folder) : []) {
    const file = join(folder ?? '', name);
    if (readHolder<Claim>(file)?.root === root) rmSync(file, { force: true });
  }
}

/** A supervisor may be killed and its API and workers go on: they need the ports still, free for the moment or not. */
function stillHolds({ root, ...holder }: Claim): boolean {
  return isAlive(holder) || Object.keys(readAllLiving(join(root, 'run'))).some((name) => name !== 'dockerd');
}

/** A folder that nobody else can write to; null when somebody else has made one of that name. */
function ownFolder(): string | null {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `millwright-ports-${uid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    return found.isDirectory() && found.uid === Math.max(uid, 0) && (found.mode & 0o022) === 0 ? folder : null;
  } catch {
    return null;
  }
}
