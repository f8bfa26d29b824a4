/** What every blob store must do, whatever it is made of. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import type { BlobInfo, BlobStore } from '../../blobs/port.js';

// More than one part of an upload, and no multiple of one.
const LARGE_BYTES = 20 * 1024 * 1024 + 7;
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const newKey = () => `art-${randomBytes(10).toString('hex')}`;

async function all(blobs: BlobStore): Promise<BlobInfo[]> {
  const found: BlobInfo[] = [];
  for await (const info of blobs.list()) found.push(info);
  return found;
}

export function describeBlobStore(name: string, open: () => BlobStore): void {
  describe(`blobs in ${name}`, () => {
    it('are read back as they were put, and the same key again replaces them', async () => {
      const blobs = open();
      const key = newKey();
      await blobs.put(key, Buffer.from('first'));
      await blobs.put(key, Buffer.from('the second, longer one'));
      expect((await blobs.read(key))?.toString()).toBe('the second, longer one');
      const [found, ...more] = (await all(blobs)).filter((info) => info.key === key);
      expect(found).toMatchObject({ bytes: 22 });
      expect(more).toEqual([]);
      expect(Math.abs(Date.now() - Number(found?.modifiedAt))).toBeLessThan(60_000);
    });

    it('may be empty', async () => {
      const blobs = open();
      const key = newKey();
      await blobs.put(key, Buffer.alloc(0));
      expect((await blobs.read(key))?.length).toBe(0);
      expect((await buffer((await blobs.open(key))!)).length).toBe(0);
    });

    it('are null when they are not there, and deleting them twice is no error', async () => {
      const blobs = open();
      const key = newKey();
      expect(await blobs.read(key)).toBeNull();
      expect(await blobs.open(key)).toBeNull();
      await blobs.put(key, Buffer.from('x'));
      await blobs.delete(key);
      await blobs.delete(key);
      expect(await blobs.read(key)).toBeNull();
      expect((await all(blobs)).map((info) => info.key)).not.toContain(key);
    });

    it('are taken from a spooled file, which is gone then, and streamed whole or in part', async () => {
      const blobs = open();
      const key = newKey();
      const content = randomBytes(LARGE_BYTES);
      const file = await blobs.spool();
      await writeFile(file, content);
      await blobs.take(key, file);
      expect(existsSync(file)).toBe(false);
      expect(digest(await buffer((await blobs.open(key))!))).toBe(digest(content));
      const part = { start: 8 * 1024 * 1024 - 3, end: 16 * 1024 * 1024 + 2 };
      expect(digest(await buffer((await blobs.open(key, part))!))).toBe(digest(content.subarray(part.start, part.end + 1)));
      expect((await buffer((await blobs.open(key, { start: LARGE_BYTES - 1, end: LARGE_BYTES - 1 }))!)).equals(content.subarray(-1))).toBe(true);
    });

    it('have keys of ours only', async () => {
      const blobs = open();
      for (const key of ['../../etc/passwd', 'a/b', 'UPPER-CASE-KEY', 'short', ''])
        await expect(async () => blobs.put(key, Buffer.from('x'))).rejects.toThrow(/not a blob key/);
    });

    it('lose what a process that died had spooled, and nothing younger', async () => {
      const blobs = open();
      const [old, young] = [await blobs.spool(), await blobs.spool()];
      const moment = new Date(Date.now() - 60_000);
      for (const file of [old, young]) await writeFile(file, 'x');
      await utimes(old, new Date(0), new Date(0));
      expect(await blobs.dropOldSpools(moment)).toBe(1);
      expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
      await rm(young);
    });
  });
}
