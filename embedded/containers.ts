/** The containers of this installation: stopped with it, started with it, never removed here. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineAnswers, engineCall, isPlainAddress } from './docker-api.js';
import type { Home } from './home.js';

export const INSTANCE_LABEL = 'millwright.instance';
// Services get this long for their last writes; then they are killed.
const STOP_SECONDS = 5;
// Stopping waits for the container, so the call takes longer than its grace period.
const STOP_TIMEOUT_MS = 30_000;

interface Listed {
  Id: string;
}
interface Inspected {
  HostConfig: { RestartPolicy?: { Name?: string } };
}

/**
 * Stops the running containers that bear our label. Those with a restart policy (deployments) are noted, so that
 * `startContainers` brings back exactly these. Answers how many were stopped; 0 when the engine is away.
 */
export async function stopContainers(home: Home, host: string, instance: string): Promise<number> {
  if (!isPlainAddress(host) || !(await engineAnswers(host))) return 0;
  const running = await containersOf(host, instance);
  const lasting = (await Promise.all(running.map(async ({ Id }) => ((await restarts(host, Id)) ? [Id] : [])))).flat();
  if (lasting.length > 0) writeFileSync(noteFile(home), JSON.stringify([...new Set([...notedIn(home), ...lasting])]), { mode: 0o600 });
  await Promise.all(running.map(({ Id }) => ignoreGone(engineCall(host, 'POST', `/containers/${Id}/stop?t=${STOP_SECONDS}`, STOP_TIMEOUT_MS))));
  return running.length;
}

/** Starts the deployments that the last stop stopped. Answers how many. */
export async function startContainers(home: Home, host: string): Promise<number> {
  const noted = notedIn(home);
  if (noted.length === 0 || !isPlainAddress(host)) return 0;
  await Promise.all(noted.map((id) => ignoreGone(engineCall(host, 'POST', `/containers/${id}/start`, STOP_TIMEOUT_MS))));
  rmSync(noteFile(home), { force: true });
  return noted.length;
}

/** How many containers of anybody run on this engine. */
export async function runningContainers(host: string): Promise<number> {
  return ((await engineCall(host, 'GET', '/containers/json')) as Listed[]).length;
}

async function containersOf(host: string, instance: string): Promise<Listed[]> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`${INSTANCE_LABEL}=${instance}`] }));
  return (await engineCall(host, 'GET', `/containers/json?filters=${filters}`)) as Listed[];
}

async function restarts(host: string, id: string): Promise<boolean> {
  const inspected = (await ignoreGone(engineCall(host, 'GET', `/containers/${id}/json`))) as Inspected | null;
  const policy = inspected?.HostConfig.RestartPolicy?.Name ?? 'no';
  return policy !== 'no' && policy !== '';
}

/** A container that went away in between is what we wanted, or nothing we can bring back. */
async function ignoreGone(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (/answered 404/.test((error as Error).message)) return null;
    throw error;
  }
}

function noteFile(home: Home): string {
  return join(home.run, 'stopped-containers.json');
}

function notedIn(home: Home): string[] {
  return existsSync(noteFile(home)) ? (JSON.parse(readFileSync(noteFile(home), 'utf8')) as string[]) : [];
}
