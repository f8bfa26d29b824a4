import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { fromBufferPromise } from 'yauzl';
import { zipOf } from '../../activities/build/result-zip.js';

const FILES = [
  { path: 'b/run.sh', content: Buffer.from('#!/bin/sh\n'), executable: true },
  { path: 'a.txt', content: Buffer.from('a'.repeat(5_000)), executable: false },
  { path: 'ünïcode/文.md', content: Buffer.from('hi'), executable: false },
];

describe('the result as a ZIP', () => {
  it('holds every file under one folder, and the same files give the same bytes', async () => {
    const zip = await zipOf(FILES, 'int-code-1');
    expect((await zipOf(FILES.toReversed(), 'int-code-1')).equals(zip)).toBe(true);
    const found: Record<string, [string, number]> = {};
    const opened = await fromBufferPromise(zip);
    for await (const entry of opened.eachEntry())
      found[entry.fileName] = [(await buffer(await opened.openReadStreamPromise(entry))).toString(), (entry.externalFileAttributes >>> 16) & 0o777];
    expect(found).toEqual({
      'int-code-1/a.txt': ['a'.repeat(5_000), 0o644],
      'int-code-1/b/run.sh': ['#!/bin/sh\n', 0o755],
      'int-code-1/ünïcode/文.md': ['hi', 0o644],
    });
  });
});
