import { describe, expect, it } from '@jest/globals';
import { Frames } from '../../../activities/deploy/docker/output.js';
import { Batch } from '../../../activities/deploy/output/batch.js';
import { LineJoiner, textOf, type RawLine } from '../../../activities/deploy/output/lines.js';
import { Reading } from '../../../activities/deploy/output/position.js';
import { SecretFilter } from '../../../activities/deploy/output/secrets.js';
import { OUTPUT_BYTES_MAX, OUTPUT_LINES_MAX } from '../../../contracts/deployment-output.js';

const at = (second: number, nanos = 0) => `2026-11-21T04:00:${String(second).padStart(2, '0')}.${String(nanos).padStart(9, '0')}Z`;
const line = (time: string, text: string): RawLine => ({ at: time, source: 'stdout', bytes: Buffer.from(text), cutBytes: 0 });
const texts = (lines: RawLine[]) => lines.map(({ bytes }) => bytes.toString());
const frame = (text: string) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);

describe('frames of the log', () => {
  it('are the same however they are cut into chunks', () => {
    const all = Buffer.concat([frame('one'), frame(''), frame('three')]);
    for (let size = 1; size <= all.length; size += 1) {
      const frames = new Frames();
      const found: string[] = [];
      for (let from = 0; from < all.length; from += size) found.push(...frames.take(all.subarray(from, from + size)).map(({ bytes }) => bytes.toString()));
      expect(found).toEqual(['one', '', 'three']);
    }
  });
});

describe('lines of the log', () => {
  const piece = (time: string, text: string, endsLine: boolean) => ({ source: 'stdout' as const, at: time, bytes: Buffer.from(text), endsLine });

  it('are joined from their parts, and a part whose end never came is a line', () => {
    const joiner = new LineJoiner();
    expect(
      texts([piece(at(1), 'a', false), piece(at(1), 'b', true), piece(at(2), 'half', false), piece(at(3), 'next', true)].flatMap((one) => joiner.take(one))),
    ).toEqual(['ab', 'half', 'next']);
    joiner.take(piece(at(4), 'last', false));
    expect(texts(joiner.finish())).toEqual(['last']);
  });

  it('hold no more than is kept, however long they are', () => {
    const joiner = new LineJoiner();
    for (let part = 0; part < 1_000; part += 1) joiner.take(piece(at(1), 'x'.repeat(16_384), false));
    const [long] = joiner.take(piece(at(1), '', true));
    expect(long?.bytes.length).toBeLessThanOrEqual(16_000);
    expect(textOf(long ?? line('', ''))).toMatch(/^x{4000} \[16,380,000 more bytes of this line left out\]$/);
  });
});

describe('a reading that begins a little before its place', () => {
  const read = (from: { at: string; nth: number } | null, lines: RawLine[]) => {
    const reading = new Reading('c', from);
    const found = lines.flatMap((one) => reading.take(one));
    return { reading, found: texts(found) };
  };
  const log = [line(at(1), 'a'), line(at(2), 'b'), line(at(2), 'c'), line(at(1, 5), 'late'), line(at(2), 'd'), line(at(3), 'e')];

  it('goes on exactly after every place, also where times repeat or are not in order', () => {
    for (let count = 1; count <= log.length; count += 1) {
      const { reading } = read(null, log.slice(0, count));
      expect(read(reading.position, log).found).toEqual(texts(log.slice(count)));
    }
  });

  it('says that lines are missing where its place is not there any more, and takes what is later', () => {
    const { reading, found } = read({ at: at(1), nth: 3 }, [line(at(1), 'a'), line(at(1, 7), 'near'), line(at(9), 'far')]);
    expect(found).toEqual(['near', 'far']);
    expect(reading.missed).toBe(true);
  });

  it('takes what it held back when nothing later comes', () => {
    const { reading, found } = read({ at: at(1), nth: 3 }, [line(at(1, 7), 'near')]);
    expect(found).toEqual([]);
    expect(texts(reading.settle())).toEqual(['near']);
  });
});

describe('a batch', () => {
  it('keeps the newest of a flood, says exactly how many lines are missing, and is empty then', () => {
    const batch = new Batch(null);
    for (let number = 1; number <= 100_000; number += 1) batch.add(line(at(1), `line ${number}`));
    const lines = batch.take();
    expect(lines.length).toBeLessThanOrEqual(OUTPUT_LINES_MAX);
    expect(lines.at(-1)?.text).toBe('line 100000');
    expect(lines[0]).toMatchObject({
      source: 'note',
      text: `${(100_000 - lines.length + 1).toLocaleString('en')} lines left out: more was printed at once than is kept.`,
    });
    expect([batch.isEmpty, batch.take()]).toEqual([true, []]);
  });

  it('is bounded in bytes too', () => {
    const batch = new Batch(null);
    for (let number = 1; number <= 2_000; number += 1) batch.add(line(at(1), 'x'.repeat(4_000)));
    expect(batch.take().reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(OUTPUT_BYTES_MAX);
  });
});

describe('secrets in the output', () => {
  const KEY = ['-----BEGIN RSA PRIVATE KEY-----', 'M'.repeat(64), `${'I'.repeat(20)}==`, '-----END RSA PRIVATE KEY-----'];
  const shown = (filter: SecretFilter, lines: string[]) => lines.map((text) => filter.shown('stdout', text));

  it('are hidden, also a private key over many lines; what comes after it is shown', () => {
    const said = ['token=abcdefgh12345', `key: ${KEY[0]}`, ...KEY.slice(1), 'listening on 8000'];
    expect(shown(new SecretFilter(null), said)).toEqual(['token=[secret]', 'key: [secret]', '[secret]', '[secret]', '[secret]', 'listening on 8000']);
  });

  it('do not hide the rest for ever when a key has no end', () => {
    const filter = new SecretFilter(null);
    shown(filter, ['-----BEGIN PRIVATE KEY-----']);
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index}`);
    expect(shown(filter, lines).at(-1)).toBe('line 299');
  });

  it('stay hidden wherever one reading ends and the next begins, each stream for itself', () => {
    for (let cut = 1; cut < KEY.length; cut += 1) {
      const first = new SecretFilter(null);
      shown(first, KEY.slice(0, cut));
      const second = new SecretFilter(first.open);
      expect(second.shown('stderr', 'a warning')).toBe('a warning');
      expect(shown(second, [...KEY.slice(cut), 'ready'])).toEqual([...KEY.slice(cut).map(() => '[secret]'), 'ready']);
      expect(second.open).toEqual({ stdout: 0, stderr: 0 });
    }
  });

  it('stay hidden where their beginning was never seen', () => {
    const lost = new SecretFilter({ stdout: 0, stderr: 0 });
    lost.lose();
    for (const filter of [new SecretFilter(null), lost])
      expect(shown(filter, [...KEY.slice(1), 'ready'])).toEqual(['[secret]', '[secret]', '[secret]', 'ready']);
    expect(shown(new SecretFilter(null), ['ready', 'M'.repeat(64)])).toEqual(['ready', 'M'.repeat(64)]);
    const cut = new SecretFilter(null);
    shown(cut, KEY.slice(1, 2));
    expect(shown(new SecretFilter(cut.open), [...KEY.slice(2), 'ready'])).toEqual(['[secret]', '[secret]', 'ready']);
  });

  it('stay hidden where a flood took the beginning of the key, in the same reading and in the next one', () => {
    const batch = new Batch({ stdout: 0, stderr: 0 });
    const add = (text: string) => batch.add(line(at(1), text));
    add(KEY[0] ?? '');
    const stderr = (OUTPUT_LINES_MAX * 7) / 8;
    for (let number = 1; number <= stderr; number += 1) batch.add({ ...line(at(1), `warning ${number}`), source: 'stderr' });
    expect(batch.take()[0]).toMatchObject({ source: 'note', text: expect.stringMatching(/^1 line left out/) });
    expect(batch.openKeys).toEqual({ stdout: 1, stderr: 0 });
    const next = new Batch(batch.openKeys);
    for (const each of [batch, next]) {
      for (const text of [...KEY.slice(1), 'ready']) each.add(line(at(2), text));
      expect(each.take().map(({ text }) => text)).toEqual(['[secret]', '[secret]', '[secret]', 'ready']);
    }
  });
});
