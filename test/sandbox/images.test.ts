import { describe, expect, it } from '@jest/globals';
import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findImageSpec, loadImageSpecs, matchesPattern } from '../../activities/sandbox/image-spec.js';
import { docker, imagesDir, testEngine } from './engine.js';

describe('descriptions of sandbox images', () => {
  it('exist for python and node, and are found by alias', async () => {
    const specs = await loadImageSpecs(imagesDir);
    expect([...specs.keys()]).toEqual(expect.arrayContaining(['node', 'python']));
    expect(findImageSpec(specs, 'TypeScript').language).toBe('node');
    expect(findImageSpec(specs, 'C#').language).toBe('csharp');
    expect(() => findImageSpec(specs, 'cobol')).toThrow(/There are: csharp, go, java, node, python/);
  });

  it('are refused with every problem when they do not fit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'images-'));
    await mkdir(join(folder, 'odd'));
    await writeFile(join(folder, 'odd', 'image.json'), JSON.stringify({ language: 'odd', surprise: true }));
    await expect(loadImageSpecs(folder)).rejects.toMatchObject({
      code: 'IMAGE_BUILD_FAILED',
      detail: expect.stringMatching(/surprise[\s\S]*checks|checks[\s\S]*surprise/),
    });
  });

  it('match files by ending and by name', () => {
    expect(matchesPattern('src/deep/a.ts', '*.ts')).toBe(true);
    expect(matchesPattern('src/package.json', 'package.json')).toBe(true);
    expect(matchesPattern('a.tsx', '*.ts')).toBe(false);
  });
});

describe('building an image', () => {
  it('is done once for callers who come together, and the tag is named by the content', async () => {
    const engine = await testEngine();
    const [one, two] = await Promise.all([engine.driver.ensureImage('python'), engine.driver.ensureImage('py')]);
    expect(one).toEqual(two);
    expect(one.tag).toMatch(/^millwright-sandbox-python:[0-9a-f]{16}$/);
    expect(await engine.driver.hasImage('py')).toBe(true);
    await engine.close();
  }, 300_000);

  it('is done by one of two processes that need it at once; the other one waits for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'images-'));
    const spec = (await loadImageSpecs(imagesDir)).get('python')!;
    await mkdir(join(folder, 'shared'));
    await writeFile(join(folder, 'shared', 'image.json'), JSON.stringify({ ...spec, language: 'shared' }));
    await writeFile(join(folder, 'shared', 'Dockerfile'), `ARG BASE_IMAGE\nFROM \${BASE_IMAGE}\nRUN sleep 2; echo ${folder}\n`);
    const engines = [await testEngine({ imagesDir: folder }), await testEngine({ imagesDir: folder })];
    expect(await engines[0]!.driver.hasImage('shared')).toBe(false);
    const said: string[][] = [[], []];
    const [one, two] = await Promise.all(
      engines.map(({ driver }, index) => driver.ensureImage('shared', { onProgress: (text) => void said[index]!.push(text) })),
    );
    expect(one).toEqual(two);
    expect(said.map((lines) => lines.some((line) => line.startsWith('Step '))).toSorted()).toEqual([false, true]);
    expect(said.flat().some((line) => /is ready \(\d+ s, \d+ MB\)/.test(line))).toBe(true);
    await docker.getImage(one!.id).remove();
    expect(await docker.listContainers({ all: true, filters: { name: ['building-millwright-sandbox-shared'] } })).toEqual([]);
    for (const engine of engines) await engine.close();
  }, 300_000);

  it('that fails says which command failed and what it printed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'images-'));
    const spec = (await loadImageSpecs(imagesDir)).get('python')!;
    await mkdir(join(folder, 'broken'));
    await writeFile(join(folder, 'broken', 'image.json'), JSON.stringify({ ...spec, language: 'broken' }));
    await writeFile(join(folder, 'broken', 'Dockerfile'), 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nRUN echo this went wrong; exit 3\n');
    const engine = await testEngine({ imagesDir: folder });
    const failure = await engine.driver.ensureImage('broken').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'IMAGE_BUILD_FAILED', detail: expect.stringMatching(/this went wrong/) });
    expect(await docker.listImages({ filters: { reference: ['millwright-sandbox-broken'] } })).toEqual([]);
    await engine.close();
  }, 300_000);
});
