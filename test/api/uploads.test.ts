import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeFileName } from '../../api/uploads/file-name.js';
import { zipProblem } from '../../api/uploads/inspect-zip.js';
import { mediaTypeOf } from '../../api/uploads/media-type.js';
import { rawZip, type RawEntry } from '../harness/raw-zip.js';

const folder = mkdtempSync(join(tmpdir(), 'zips-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
function problem(zip: Buffer, limits?: Parameters<typeof zipProblem>[2]): Promise<string | null> {
  count += 1;
  const path = join(folder, String(count));
  writeFileSync(path, zip);
  return zipProblem(path, zip.length, limits);
}
const of = (...entries: RawEntry[]) => problem(rawZip(entries));

describe('a ZIP', () => {
  it('is kept when it is harmless', async () => {
    expect(
      await of({ name: 'src/', mode: 0o040755 }, { name: 'src/a.py', content: 'x = 1\n', deflate: true }, { name: 'ünïcode 文.md', content: 'hi' }),
    ).toBeNull();
    expect(await of({ name: 'zeros.bin', content: Buffer.alloc(500_000), deflate: true })).toBeNull();
    expect(await problem(rawZip([]))).toBeNull();
  });

  it('is refused when a name leads out of it', async () => {
    for (const name of ['../evil', 'a/../../evil', '/etc/passwd', 'C:/x', '..\\evil', 'a\\b', 'a/./b', 'x\u0000y', 'a\u0001'])
      expect([name, await of({ name, content: 'x' })]).toEqual([name, expect.any(String)]);
  });

  it('is refused when it has links, devices, twins or secrets', async () => {
    expect(await of({ name: 'link', content: '/etc/passwd', mode: 0o120777 })).toContain('link or a device');
    expect(await of({ name: 'device', mode: 0o020644 })).toContain('link or a device');
    expect(await of({ name: 'a', content: '1' }, { name: 'A', content: '2' })).toContain('two entries');
    expect(await of({ name: 'a', content: 'x', deflate: true, claims: { flags: 1 } })).toContain('encrypted');
    expect(await of({ name: 'a', content: 'x', claims: { method: 99 } })).toContain('method');
  });

  it('is refused when another archive is inside', async () => {
    expect(await of({ name: 'inner.txt', content: rawZip([{ name: 'a', content: 'x' }]) })).toContain('archive inside');
    expect(await of({ name: 'inner', content: gzipSync('x') })).toContain('archive inside');
  });

  it('is refused when it is a bomb, by what it says and by what comes out', async () => {
    const bomb = Buffer.alloc(20_000_000);
    expect(await of({ name: 'bomb', content: bomb, deflate: true })).toContain('would unpack to');
    // It claims to be small: what really comes out counts.
    expect(await of({ name: 'liar', content: bomb, deflate: true, claims: { bytes: 10 } })).not.toBeNull();
    const many = Array.from({ length: 40 }, (_, index) => ({ name: `f${index}`, content: Buffer.alloc(1_000_000), deflate: true }));
    expect(await problem(rawZip(many), { entries: 100, totalBytes: 5_000_000, ratio: 10_000 })).toContain('would unpack to');
    expect(await problem(rawZip(many.slice(0, 11)), { entries: 10, totalBytes: 1e9, ratio: 1e6 })).toContain('entries');
    expect(await problem(rawZip([{ name: 'a' }], 60_000))).not.toBeNull();
  });

  it('is refused when it is torn, and nothing breaks whatever the bytes are', async () => {
    const whole = rawZip([
      { name: 'a.txt', content: 'hello world', deflate: true },
      { name: 'b/c.txt', content: 'x'.repeat(3_000), deflate: true },
    ]);
    for (const cut of [4, 30, whole.length - 30, whole.length - 1]) expect(await problem(whole.subarray(0, cut))).not.toBeNull();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
        const changed = Buffer.from(whole);
        changed[at] = byte;
        expect(['string', 'object']).toContain(typeof (await problem(changed)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('what bytes are', () => {
  it('is told by the bytes, never by the name', () => {
    const cases: [Buffer | string, string, string][] = [
      [rawZip([]), 'photo.png', 'application/zip'],
      [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'x.txt', 'image/png'],
      [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]), 'notes.md', 'application/x-elf'],
      ['a,b\n1,2\n', 'x.csv', 'text/csv'],
      ['{"a": 1}', 'x.JSON', 'application/json'],
      ['<html>', 'x.html', 'text/html'],
      ['plain', 'x.png', 'text/plain'],
      [Buffer.from('grüße'.repeat(3)).subarray(0, 3), 'x', 'text/plain'],
      [Buffer.from([0, 1, 2]), 'x.txt', 'application/octet-stream'],
      [Buffer.from([0xff, 0xfe, 0x41]), 'x.txt', 'application/octet-stream'],
    ];
    for (const [bytes, name, type] of cases) expect([name, mediaTypeOf(Buffer.from(bytes), name)]).toEqual([name, type]);
  });

  it('gets a harmless name', () => {
    const cases = {
      '../../etc/passwd': 'passwd',
      'C:\\Users\\x\\sales.csv': 'sales.csv',
      '.env': 'env',
      '.git': '_git',
      '': 'upload',
      '..': 'upload',
      'a\u0000b\u202Ecod.exe\n': 'abcod.exe',
      'con.txt': '_con.txt',
      'a<b>:"|?*.md': 'a_b______.md',
      '  x  y.txt ': 'x y.txt',
    };
    for (const [given, safe] of Object.entries(cases)) expect([given, safeFileName(given)]).toEqual([given, safe]);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = safeFileName(given);
        expect(name).not.toMatch(/[/\\\p{Cc}]|^\.|^$/u);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(120);
        expect(safeFileName(name)).toBe(name);
      }),
      { numRuns: 2_000 },
    );
  });
});
