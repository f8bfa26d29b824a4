/**
 * Ends what runs of containers that the engine itself has forgotten. One that is killed between starting a container and writing that down
 * takes it for not started afterwards: it refuses to start it ("task already exists"), removes its record and not its process, and offers no
 * call that reaches it. What is left is a shim of containerd, with or without a process in it; when the shim ends, containerd ends and
 * removes the rest, and the container can be started again.
 *
 * To end a stranger's process is far worse than to leave one of ours, so each of these must hold: the engine keeps its state on this machine
 * (a number of this engine alone is found in it), the container was made by that very engine (its files lie there), it bears our mark, and
 * the engine does not know it, or as not running though its shim is older than a start. Anywhere else (another machine's engine, Docker
 * Desktop, a worker in a container or without root) nothing is done. Decision 0025.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { engineCall, engineCallUnless } from './errors.js';
import { markOf } from './names.js';
import { ageOf, bundleOf, shimAt, shims, type Shim } from './shims.js';

// A start takes up to 2 s on a busy machine; an engine that has not done it by then has been killed meanwhile.
const START_SECONDS = 60;
// The shim of a container that ends or is removed goes milliseconds after the engine has said so.
const SETTLED_MS = 2_000;
const NOT_RUNNING = new Set(['created', 'exited', 'dead']);

/** Answers how many were ended. Repeatable; two who do it at once do it once. `startSeconds`: what a start may take. */
export async function endForgotten(docker: Docker, instance: string, { startSeconds = START_SECONDS } = {}): Promise<number> {
  // Looked at before the engine is asked: what it does not know by then was there before and is not about to be.
  const seen = shims();
  if (seen.length === 0) return 0;
  const states = new Map((await engineCall('Listing containers', () => docker.listContainers({ all: true }))).map(({ Id, State }) => [Id, State]));
  const lost = seen.filter((shim) => {
    const state = states.get(shim.containerId);
    const isLost = state === undefined || (NOT_RUNNING.has(state) && ageOf(shim) > startSeconds);
    return isLost && bundleOf(shim)?.env.includes(markOf(instance));
  });
  const root = lost.length > 0 ? await rootHere(docker) : null;
  if (root === null) return 0;
  const ours = lost.filter((shim) => isOf(root, shim));
  if (ours.length > 0) await sleep(SETTLED_MS);
  let ended = 0;
  for (const shim of ours) if (!(await runs(docker, shim.containerId)) && end(shim)) ended++;
  return ended;
}

/** The folder of the engine's state when it lies on this machine, else null: two engines may well name the same folder. */
async function rootHere(docker: Docker): Promise<string | null> {
  const { DockerRootDir: root } = (await engineCall('Asking where the engine keeps its state', () => docker.info())) as { DockerRootDir?: string };
  // Every engine has this network, each with a random number of its own.
  const network = await engineCallUnless('Looking at a network', [404], async () => (await docker.getNetwork('none').inspect()) as { Id?: string });
  if (!root || !network?.Id) return null;
  try {
    return readFileSync(join(root, 'network/files/local-kv.db')).includes(network.Id) ? root : null;
  } catch {
    return null;
  }
}

/** Each container is given files that its engine keeps in a folder of the container's. */
function isOf(root: string, shim: Shim): boolean {
  const folder = `${join(root, 'containers', shim.containerId)}/`;
  return bundleOf(shim)?.mounted.some((path) => path.startsWith(folder)) ?? false;
}

/** A list may leave out what is being removed, and grows old. */
async function runs(docker: Docker, id: string): Promise<boolean> {
  const found = await engineCallUnless('Looking at a container', [404], () => docker.getContainer(id).inspect());
  return found !== null && !NOT_RUNNING.has(found.State.Status);
}

/** False when it has ended by itself. Ids of processes are used again, so the last look is right before. */
function end({ pid, containerId }: Shim): boolean {
  if (shimAt(pid)?.containerId !== containerId) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
