/** Follows the routes file: by notification, and by looking, since notifications get lost on some file systems. */
import { watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseRoutes } from '../../activities/deploy/routes.js';
import type { RoutesFile } from '../../activities/deploy/routes.js';

// Worst delay of a switch when notifications do not arrive; one stat a time costs nothing that shows.
const LOOK_MS = 250;

/** Calls `apply` with each new content, first before it returns. A damaged file changes nothing. Returns the end of it. */
export async function followRoutes(path: string, apply: (file: RoutesFile) => Promise<void>, log: (text: string) => void): Promise<() => void> {
  let seen = '';
  const look = async (): Promise<void> => {
    const found = await stat(path, { bigint: true }).catch(() => null);
    const mark = found ? `${found.ino} ${found.mtimeNs} ${found.size}` : 'none';
    if (mark === seen) return;
    seen = mark;
    const text = found ? await readFile(path, 'utf8').catch(() => '') : '{"version":0,"routes":{}}';
    const file = parseRoutes(text);
    if (file) void apply(file).catch((error: unknown) => log(`the routes could not be applied: ${String(error)}`));
    else log(`${path} is damaged; the routes known before stay in force`);
  };
  let looking = Promise.resolve();
  const lookNext = (): Promise<void> => (looking = looking.then(look, look));
  await firstLook(path, apply);
  const watcher = watch(dirname(path), { persistent: false }, (_event, name) => {
    if (name === null || name === basename(path)) void lookNext();
  });
  watcher.on('error', () => watcher.close());
  const timer = setInterval(() => void lookNext(), LOOK_MS);
  return () => {
    watcher.close();
    clearInterval(timer);
  };
}

async function firstLook(path: string, apply: (file: RoutesFile) => Promise<void>): Promise<void> {
  const file = parseRoutes(await readFile(path, 'utf8').catch(() => ''));
  if (file) await apply(file);
}
