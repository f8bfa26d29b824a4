import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameReader } from '../../activities/sandbox/docker/engine-frames.js';
import { MarkedStream } from '../../activities/sandbox/docker/marked-stream.js';
import { parseTrailer } from '../../activities/sandbox/docker/wrapper.js';

const MARKER = 'deadbeefdeadbeefdeadbeefdeadbeef';

function cut(data: Buffer, sizes: number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, n = 0; at < data.length; n++) chunks.push(data.subarray(at, (at += 1 + (sizes[n % sizes.length] ?? 0))));
  return chunks;
}

describe('the stream of a wrapped command', () => {
  it('is split at the marker, however it arrives', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('\n', '\ndead', `\n${MARKER.slice(0, 31)}`));
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat(9), { minLength: 1 }), (parts, sizes) => {
        const output = parts.join('');
        fc.pre(!output.includes(MARKER));
        const got: Buffer[] = [];
        const stream = new MarkedStream(MARKER, (chunk) => got.push(chunk), true);
        for (const chunk of cut(Buffer.from(`${MARKER}\n${output}\n${MARKER}report\n${MARKER}`), sizes)) stream.push(chunk);
        expect(Buffer.concat(got).toString()).toBe(Buffer.from(output).toString());
        expect([stream.begun, stream.closed()]).toEqual([true, true]);
        expect(stream.after().toString()).toBe(`report\n${MARKER}`);
      }),
    );
  });

  it('gives back what it held when no marker came', () => {
    const got: Buffer[] = [];
    const stream = new MarkedStream(MARKER, (chunk) => got.push(chunk));
    stream.push(Buffer.from('last words\ndead'));
    stream.finish();
    expect(Buffer.concat(got).toString()).toBe('last words\ndead');
    expect(stream.marked).toBe(false);
  });

  it('has not begun when the engine speaks instead of the wrapper', () => {
    for (const words of ['OCI runtime exec failed', `${MARKER.slice(0, 5)}`, `${MARKER}x\n`]) {
      const got: Buffer[] = [];
      const stream = new MarkedStream(MARKER, (chunk) => got.push(chunk), true);
      for (const byte of cut(Buffer.from(words), [0])) stream.push(byte);
      stream.finish();
      expect([stream.begun, Buffer.concat(got).toString()]).toEqual([false, words]);
    }
  });

  it('is read from frames that are cut anywhere', () => {
    const frame = (stream: number, text: string) => {
      const header = Buffer.alloc(8);
      header[0] = stream;
      header.writeUInt32BE(Buffer.byteLength(text), 4);
      return Buffer.concat([header, Buffer.from(text)]);
    };
    const data = Buffer.concat([frame(1, 'out'), frame(2, 'err'), frame(1, ''), frame(1, 'more')]);
    for (const size of [0, 1, 2, 6, 100]) {
      const got = { stdout: '', stderr: '' };
      const read = frameReader((stream, bytes) => (got[stream] += bytes.toString()));
      for (const chunk of cut(data, [size])) read(chunk);
      expect(got).toEqual({ stdout: 'outmore', stderr: 'err' });
    }
  });

  it('reports nothing from a report that is not whole', () => {
    expect(parseTrailer(Buffer.from('0 0 0 0 0'), MARKER)).toBeNull();
    expect(parseTrailer(Buffer.from('x 0 0 0 0 \0'), MARKER)).toBeNull();
    expect(parseTrailer(Buffer.from('1 0 2 0 0\0f 1 2 3 a'), MARKER)).toEqual({
      exitCode: 1,
      oomBefore: 0,
      oomAfter: 2,
      forksRefused: 0,
      leftovers: 0,
      full: [],
      listing: null,
    });
    expect(parseTrailer(Buffer.from('1 0 0 7 2 0/65536:9/30000\n5/65536:0/30000\n0/0:0/0\0'), MARKER)).toMatchObject({
      forksRefused: 7,
      leftovers: 2,
      full: ['/workspace', '/tmp'],
    });
    expect(parseTrailer(Buffer.from(`0 0 0 0 0 \0f 1 2 3 a\0\n${MARKER}`), MARKER)?.listing?.toString()).toBe('f 1 2 3 a\0');
  });
});
