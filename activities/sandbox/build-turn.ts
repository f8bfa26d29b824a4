/**
 * One build of an image at a time on an engine, whoever asks: several processes that need it side by side would each fetch and
 * compile the same. The turn is a container that lives as long as its maker holds its stdin, so a killed process gives it back.
 */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { IMAGE_LABEL } from './image-recipe.js';

// Looked at so often while another process builds.
const LOOK_MS = 1_000;
// A build that is not done by then hangs; two at once are better than none.
const PATIENCE_MS = 15 * 60_000;

/** Runs `build` once nobody else does; answers null when `isDone` says so meanwhile. */
export async function inTurn<T>(docker: Docker, tag: string, baseTag: string, isDone: () => Promise<boolean>, build: () => Promise<T>): Promise<T | null> {
  const name = `building-${tag.replaceAll(/[^\w.-]/g, '-')}`;
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const giveBack = await take(docker, name, baseTag);
    if (giveBack) {
      try {
        // Somebody may have finished between our look and our turn.
        return (await isDone()) ? null : await build();
      } finally {
        await giveBack();
      }
    }
    await sleep(LOOK_MS);
    if (await isDone()) return null;
    if (Date.now() > until) return build();
  }
}

/** Null when it is somebody else's. An engine that can not give turns does not keep anybody from building. */
async function take(docker: Docker, name: string, image: string): Promise<(() => Promise<void>) | null> {
  try {
    const container = await docker.createContainer({
      name,
      Image: image,
      Cmd: ['cat'],
      Entrypoint: [],
      OpenStdin: true,
      StdinOnce: true,
      NetworkDisabled: true,
      Labels: { [IMAGE_LABEL]: 'turn' },
      HostConfig: { AutoRemove: true, NetworkMode: 'none', CapDrop: ['ALL'], LogConfig: { Type: 'none', Config: {} } },
    });
    const stdin = (await container.attach({ stream: true, stdin: true, hijack: true })) as Duplex;
    stdin.on('error', () => undefined);
    await container.start();
    return async () => {
      stdin.destroy();
      await container.remove({ force: true }).catch(() => undefined);
    };
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 409) return null;
    return () => Promise.resolve();
  }
}
