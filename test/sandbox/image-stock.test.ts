import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBaseImage } from '../../activities/sandbox/base-image.js';
import { LABEL } from '../../activities/sandbox/docker/names.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import { pruneStock, stockOf } from '../../activities/sandbox/image-stock.js';
import { docker, imagesDir, testEngine, type TestEngine } from './engine.js';

// Only these are touched: the engine is everybody's.
const NAME = `stock${randomBytes(4).toString('hex')}`;
const isMeant = (name: string) => name === NAME;
let folder: string;
let engine: TestEngine;

beforeAll(async () => {
  await ensureBaseImage({ docker, aptMirror: 'http://deb.debian.org/debian', aptProxy: null, onProgress: () => undefined });
  folder = await mkdtemp(join(tmpdir(), 'stock-'));
  await mkdir(join(folder, NAME));
  const spec = (await loadImageSpecs(imagesDir)).get('python')!;
  await writeFile(join(folder, NAME, 'image.json'), JSON.stringify({ ...spec, language: NAME }));
}, 600_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Another content, another image; a new driver, as after an upgrade. */
async function build(version: string): Promise<{ tag: string; id: string }> {
  await writeFile(join(folder, NAME, 'Dockerfile'), `ARG BASE_IMAGE\nFROM \${BASE_IMAGE}\nENV VERSION=${version}\nCMD ["sleep", "infinity"]\n`);
  engine = await testEngine({ imagesDir: folder });
  return engine.driver.ensureImage(NAME);
}

async function dependencies(imageId: string): Promise<string> {
  const key = `millwright-deps-${NAME}-${randomBytes(16).toString('hex')}`;
  const label = (purpose: string, of: string) => ({ [LABEL.purpose]: purpose, [LABEL.deadline]: '1', [LABEL.dependencies]: of, [LABEL.image]: imageId });
  await docker.createVolume({ Name: `${key}-1`, Labels: label('install', '') });
  await docker.createVolume({ Name: key, Labels: label('dependencies', `${key}-1`) });
  return key;
}

const volumes = async () => {
  const { Volumes } = await docker.listVolumes({ filters: JSON.stringify({ name: [`millwright-deps-${NAME}`] }) });
  return (Volumes ?? []).map(({ Name }) => Name).toSorted();
};

describe('images on the engine', () => {
  it('are listed with what is not built, and lose what no folder means any more, with its dependencies, unless it is used', async () => {
    const first = await build('1');
    const old = await dependencies(first.id);
    await dependencies('sha256:of-a-third');
    expect(await stockOf(docker, folder)).toEqual([{ name: NAME, tag: first.tag, id: first.id, bytes: expect.any(Number) }]);
    expect(await pruneStock(docker, [folder], isMeant)).toMatchObject({ images: [], volumes: 2, kept: [] });
    expect(await volumes()).toEqual([old, `${old}-1`]);

    const user = await docker.createContainer({ Image: first.tag, Cmd: ['true'], HostConfig: { Binds: [`${old}-1:/deps:ro`] } });
    const second = await build('2');
    const mine = await dependencies(second.id);
    expect(await pruneStock(docker, [folder], isMeant)).toMatchObject({ images: [], volumes: 1, kept: [first.tag, `${old}-1`] });

    await user.remove({ force: true });
    const pruned = await pruneStock(docker, [folder], isMeant);
    expect(pruned).toMatchObject({ images: [first.tag], volumes: 1, kept: [] });
    expect(await volumes()).toEqual([mine, `${mine}-1`].toSorted());
    expect(await stockOf(docker, folder)).toMatchObject([{ tag: second.tag, id: second.id }]);

    await writeFile(join(folder, NAME, 'Dockerfile'), 'ARG BASE_IMAGE\nFROM ${BASE_IMAGE}\nENV VERSION=3\n');
    expect(await stockOf(docker, folder)).toMatchObject([{ name: NAME, id: null, bytes: null }]);
    expect(await pruneStock(docker, [folder], isMeant)).toMatchObject({ images: [second.tag], volumes: 2 });
    expect(await volumes()).toEqual([]);
  }, 600_000);
});
