/** A living container of a given name: adopted when there is one, else made. Safe against others who open the same name at once. */
import type Docker from 'dockerode';
import { setTimeout as sleep } from 'node:timers/promises';
import { MillwrightError } from '../../../contracts/failures.js';
import { containerOptions, type ContainerRequest } from './container-options.js';
import { engineCall, engineCallUnless, engineStatus } from './errors.js';
import { removeContainer } from './docker-sandbox.js';
import { LABEL } from './names.js';

// Rounds of "look, make, start" before giving up: one for each other opener, and some for removals that are under way.
const ROUNDS_MAX = 8;
const ROUND_PAUSE_MS = 250;

export interface OpenedContainer {
  id: string;
  adopted: boolean;
}

/** Thrown inside when the image is not there any more; the driver then builds it again. */
export class ImageMissing extends Error {}

/** Rejects with SANDBOX_UNAVAILABLE, or ImageMissing. */
export async function openContainer(docker: Docker, request: ContainerRequest, signal?: AbortSignal): Promise<OpenedContainer> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    signal?.throwIfAborted();
    const living = await adopt(docker, request);
    if (living) return { id: living, adopted: true };
    const made = await createContainer(docker, request);
    // Started by whoever comes first: a maker that died in between leaves a created container, which is as good as ours.
    if (made && (await start(docker, made))) return { id: made, adopted: false };
    await sleep(ROUND_PAUSE_MS);
  }
  throw new MillwrightError(
    'SANDBOX_UNAVAILABLE',
    `The container ${request.name} could not be opened: it keeps ending or being removed. Look at the Docker engine's log.`,
  );
}

/** The id of the container of that name when it runs (or starts) and fits; what does not fit or is dead is removed. */
async function adopt(docker: Docker, request: ContainerRequest): Promise<string | null> {
  const found = await engineCallUnless('Looking for a sandbox container', [404], () => docker.getContainer(request.name).inspect());
  if (!found) return null;
  const same = (label: string) => (found.Config.Labels[label] ?? '') === (request.labels[label] ?? '');
  const fits = same(LABEL.language) && same(LABEL.dependencies);
  if (fits && found.State.Running && !found.State.Paused) return found.Id;
  if (fits && found.State.Status === 'created' && (await start(docker, found.Id))) return found.Id;
  await removeContainer(docker, found.Id);
  return null;
}

/** Its id; null when the name is taken: somebody else made it a moment ago. Rejects with SANDBOX_UNAVAILABLE or ImageMissing. */
export async function createContainer(docker: Docker, request: ContainerRequest): Promise<string | null> {
  try {
    return (await engineCall('Making a sandbox container', () => docker.createContainer(containerOptions(request)))).id;
  } catch (error) {
    const cause = (error as MillwrightError).options?.cause;
    if (engineStatus(cause) === 409) return null;
    if (engineStatus(cause) === 404) throw new ImageMissing(String(cause));
    throw error;
  }
}

/** False when it vanished meanwhile. 304: it runs already. */
async function start(docker: Docker, id: string): Promise<boolean> {
  try {
    await engineCallUnless('Starting a sandbox container', [304], () => docker.getContainer(id).start());
    return true;
  } catch (error) {
    if (engineStatus((error as MillwrightError).options?.cause) === 404) return false;
    await removeContainer(docker, id);
    throw error;
  }
}
