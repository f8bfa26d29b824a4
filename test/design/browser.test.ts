import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createBrowserRenderer } from '../../activities/design/render/browser.js';
import { MillwrightError } from '../../contracts/failures.js';
import { testEngine, type TestEngine } from '../sandbox/engine.js';

// The first run of a machine builds the image: half a minute to two.
const IMAGE_MS = 600_000;
const toolsDir = fileURLToPath(new URL('../../tool-images', import.meta.url));

let engine: TestEngine;
beforeAll(async () => {
  engine = await testEngine({ imagesDir: toolsDir });
});
afterAll(() => engine.close());

/** Width, height and the colour (RGB) in the middle of a PNG of 8 bits a channel without interlacing. */
function look(png: Buffer): { width: number; height: number; middle: number[] } {
  const [width, height, channels] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25] === 6 ? 4 : 3];
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const raw = inflateSync(Buffer.concat(parts));
  let above = Buffer.alloc(width * channels);
  for (let row = 0; row <= height / 2; row += 1) {
    const start = row * (width * channels + 1);
    const line = Buffer.from(raw.subarray(start + 1, start + 1 + width * channels));
    for (let index = 0; index < line.length; index += 1) {
      const left = line[index - channels] ?? 0;
      const up = above[index] ?? 0;
      const corner = index >= channels ? (above[index - channels] ?? 0) : 0;
      line[index] = (line[index] ?? 0) + predicted(raw[start] ?? 0, left, up, corner);
    }
    above = line;
  }
  const at = Math.floor(width / 2) * channels;
  return { width, height, middle: [...above.subarray(at, at + 3)] };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  const base = left + up - corner;
  const [a, b, c] = [Math.abs(base - left), Math.abs(base - up), Math.abs(base - corner)];
  return [0, left, up, (left + up) >> 1, a <= b && a <= c ? left : b <= c ? up : corner][filter] ?? 0;
}

const page = (body: string) => `<!doctype html><style>body{margin:0;background:#0a64c8}</style>${body}`;

describe('pictures of pages', () => {
  it(
    'show what a page without scripts and network shows, and leave no container',
    async () => {
      const renderer = createBrowserRenderer({ driver: engine.driver, imagesDir: toolsDir });
      const pages = [
        page('<h1>calm</h1>'),
        page('<script>document.body.style.background="#ff0000"</script><img src=x onerror="document.body.style.background=\'#ff0000\'">'),
        page('<meta http-equiv="refresh" content="0;url=http://192.0.2.1/"><iframe src="file:///etc/passwd"></iframe>'),
      ];
      const { shots, problem } = await renderer.render({ name: 'int-code-test/ux/1', buildId: 'int-code-test', pages: pages.map((html) => ({ html })) });
      expect(problem).toBeNull();
      for (const shot of shots.slice(0, 2)) expect(look(shot ?? Buffer.alloc(0))).toEqual({ width: 1280, height: 800, middle: [10, 100, 200] });
      expect(shots[2]).toBeInstanceOf(Buffer);
      expect(await engine.containers()).toEqual([]);
    },
    IMAGE_MS,
  );

  it('are missing, and that is said, where no browser can be had', async () => {
    const driver = {
      ...engine.driver,
      remove: () => Promise.resolve(),
      open: () => Promise.reject(new MillwrightError('IMAGE_BUILD_FAILED', 'no mirror answers')),
    };
    const rendered = await createBrowserRenderer({ driver, imagesDir: toolsDir }).render({ name: 'x', buildId: 'x', pages: [{ html: 'a' }, { html: 'b' }] });
    expect(rendered).toEqual({ shots: [null, null], problem: 'the options are shown without screenshots: no mirror answers' });
  });
});
