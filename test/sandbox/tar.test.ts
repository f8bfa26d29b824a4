import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pack, type Header } from 'tar-stream';
import { packTar, unpackTar } from '../../activities/sandbox/tar.js';

const LIMITS = { fileBytes: 1000, files: 5, totalBytes: 2000 };

type Entry = Pick<Header, 'name'> & Partial<Header>;

async function archive(entries: [Entry, string?][]): Promise<Buffer> {
  const tar = pack();
  for (const [header, content] of entries) tar.entry(header, content ?? '');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('archives out of a sandbox', () => {
  it('come back as they were packed', async () => {
    const files = [
      { path: 'a.txt', content: Buffer.from('a') },
      { path: 'deep/er/run.sh', content: Buffer.from('#!/bin/sh'), executable: true },
      { path: `${'long-'.repeat(30)}name/${'x'.repeat(150)}`, content: Buffer.alloc(0) },
    ];
    expect(await unpackTar(await packTar(files), LIMITS)).toEqual({ files, refused: [] });
  });

  it.each<[string, Entry]>([
    ['a symbolic link', { name: 'link', type: 'symlink', linkname: '/etc/passwd' }],
    ['a hard link', { name: 'hard', type: 'link', linkname: '../../etc/passwd' }],
    ['a device', { name: 'dev', type: 'character-device', devmajor: 1, devminor: 1 }],
    ['a pipe', { name: 'pipe', type: 'fifo' }],
    ['an absolute path', { name: '/etc/cron.d/x' }],
    ['a parent path', { name: '../../x' }],
    ['a git directory', { name: 'sub/.GiT/config' }],
    ['a folder named .git', { name: '.git/', type: 'directory' }],
    ['a backslash path', { name: '..\\..\\x' }],
  ])('lose %s, and keep the files beside it', async (_what, header) => {
    const { files, refused } = await unpackTar(await archive([[header], [{ name: 'good' }, 'good']]), LIMITS);
    expect(files.map((each) => each.path)).toEqual(['good']);
    expect(refused).toHaveLength(1);
  });

  it('are held to the limits by file, by count and in all', async () => {
    const large = await unpackTar(await archive([[{ name: 'large' }, 'x'.repeat(1001)]]), LIMITS);
    expect(large.refused[0]?.reason).toMatch(/larger than 1000/);
    const many = await unpackTar(await archive(Array.from({ length: 7 }, (_, n) => [{ name: `f${n}` }, 'x'])), LIMITS);
    expect([many.files.length, many.refused.length]).toEqual([5, 2]);
    const heavy = await unpackTar(await archive([1, 2, 3].map((n) => [{ name: `f${n}` }, 'x'.repeat(900)])), LIMITS);
    expect([heavy.files.length, heavy.refused.length]).toEqual([2, 1]);
  });

  it('are rejected whole when cut in the middle of a file', async () => {
    const whole = await archive([[{ name: 'a' }, 'x'.repeat(900)]]);
    await expect(unpackTar(whole.subarray(0, 900), LIMITS)).rejects.toThrow();
  });

  it('never bring anything but safe paths, whatever bytes are flipped', async () => {
    const whole = await packTar([{ path: 'a/b.txt', content: Buffer.from('hello') }]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const bent = Buffer.from(whole);
        bent[at] = value;
        const { files } = await unpackTar(bent, LIMITS).catch(() => ({ files: [] }));
        for (const each of files) expect(each.path).not.toMatch(/^\/|(^|\/)\.\.(\/|$)/);
      }),
      { numRuns: 300 },
    );
  });

  it('are not packed with a path that would be refused', async () => {
    await expect(packTar([{ path: '../x', content: Buffer.alloc(0) }])).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
