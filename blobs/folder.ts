/** Blobs as files of one folder. Several processes and hosts may share it, as long as renames in it are atomic. */
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkedKey, type BlobInfo, type BlobStore } from './port.js';
import { dropOld, FOLDER_MODE, namesOf, newSpool, nullWhenMissing } from './spool.js';

const INCOMING = 'incoming';
// Only we read what people and generated code put here.
const FILE_MODE = 0o600;

export function createFolderBlobs(root: string): BlobStore {
  const incoming = join(root, INCOMING);
  const pathOf = (key: string) => join(root, checkedKey(key).slice(-2), key);

  async function take(key: string, file: string): Promise<void> {
    const path = pathOf(key);
    await mkdir(join(path, '..'), { recursive: true, mode: FOLDER_MODE });
    // Whole or not at all: the bytes are on the disk before the name is.
    await rename(file, path);
    await sync(join(path, '..'));
  }

  return {
    spool: () => newSpool(incoming),
    take,
    async put(key, content) {
      const file = await newSpool(incoming);
      const handle = await open(file, 'wx', FILE_MODE);
      try {
        await handle.writeFile(content);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await take(key, file);
    },
    read: (key) => readFile(pathOf(key)).catch(nullWhenMissing),
    async open(key, range) {
      const path = pathOf(key);
      const found = await stat(path).catch(nullWhenMissing);
      return found?.isFile() ? createReadStream(path, range) : null;
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    list: () => walk(root),
    dropOldSpools: (before) => dropOld(incoming, before),
  };
}

async function* walk(root: string): AsyncIterable<BlobInfo> {
  for (const shard of await namesOf(root)) {
    if (shard === INCOMING) continue;
    for (const key of await namesOf(join(root, shard))) {
      const found = await stat(join(root, shard, key)).catch(nullWhenMissing);
      if (found?.isFile()) yield { key, bytes: found.size, modifiedAt: found.mtime };
    }
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  // Some file systems do not sync folders; the rename itself is atomic there too.
  await handle.sync().catch(() => undefined);
  await handle.close();
}
