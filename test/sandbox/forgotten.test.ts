/** Containers that a killed engine has forgotten, on an engine of their own: it is killed, and what it wrote down of some is taken away. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type Docker from 'dockerode';
import { containerOptions } from '../../activities/sandbox/docker/container-options.js';
import { endForgotten } from '../../activities/sandbox/docker/forgotten.js';
import { DEFAULT_LIMITS } from '../../activities/sandbox/docker/limits.js';
import { LABEL } from '../../activities/sandbox/docker/names.js';
import { shims } from '../../activities/sandbox/docker/shims.js';
import { packTar } from '../../activities/sandbox/tar.js';
import { SecondEngine } from '../chaos/second-engine.js';
import { ENV, eventually, isRunning } from '../embedded/workshop.js';
import { docker as machines } from './engine.js';

const OURS = 'forgotten-test';
const IMAGE = 'only-sleep:1';
let folder: string;
let engine: SecondEngine;

// Both a second engine and the reaper's look at processes need root.
const isRoot = SecondEngine.canStart(ENV);

beforeAll(async () => {
  if (!isRoot) return;
  folder = mkdtempSync(join(tmpdir(), 'mw-forgotten-'));
  engine = await SecondEngine.start(join(folder, 'engine'), ENV, { liveRestore: true });
  await importSleep(engine.docker);
}, 180_000);

afterAll(async () => {
  if (!isRoot) return;
  for (const { Id } of await engine.docker.listContainers({ all: true })) await engine.docker.getContainer(Id).remove({ force: true });
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}, 180_000);

/** An image of one program and the libraries that it needs. */
async function importSleep(docker: Docker): Promise<void> {
  const program = '/bin/sleep';
  const libraries = [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(([, path = '']) => path);
  const archive = await packTar([program, ...libraries].map((path) => ({ path: path.slice(1), content: readFileSync(path), executable: true })));
  const answer = await docker.importImage(Readable.from([archive]), { repo: 'only-sleep', tag: '1' });
  for await (const chunk of answer) void chunk;
}

async function start(docker: Docker, options: Docker.ContainerCreateOptions): Promise<string> {
  const container = await docker.createContainer(options);
  await container.start();
  return container.id;
}

const sandbox = (name: string, instance: string) =>
  containerOptions({ name, image: IMAGE, labels: { [LABEL.instance]: instance }, env: {}, limits: DEFAULT_LIMITS, network: 'none' });

const lives = (id: string) => shims().some(({ containerId }) => containerId === id);

if (isRoot) {
  it('are ended when they are this installation’s, and nobody else’s are: not one the engine knows, not another’s, not another engine’s', async () => {
    const known = await start(engine.docker, sandbox('known', OURS));
    const forgotten = await start(engine.docker, sandbox('forgotten', OURS));
    const others = await start(engine.docker, sandbox('others', `${OURS}-2`));
    const strangers = await start(engine.docker, { Image: IMAGE, Cmd: ['/bin/sleep', 'infinity'], HostConfig: { NetworkMode: 'none' } });
    const all = [known, forgotten, others, strangers];
    await engine.kill();
    for (const id of [forgotten, others, strangers]) rmSync(join(engine.folder, 'data/containers', id), { recursive: true });
    await engine.restart();
    expect((await engine.docker.listContainers()).map(({ Id }) => Id)).toEqual([known]);
    expect(all.filter(lives)).toEqual(all);
    const inside = Number(readFileSync(join(shims().find(({ containerId }) => containerId === forgotten)!.bundle, 'init.pid'), 'utf8'));
    expect(isRunning(inside)).toBe(true);

    // The machine's own engine does not know them either, but did not make them.
    expect(await endForgotten(machines, OURS)).toBe(0);
    expect(all.filter(lives)).toEqual(all);

    expect(await endForgotten(engine.docker, OURS)).toBe(1);
    await eventually(() => !lives(forgotten) && !isRunning(inside));
    expect(all.filter(lives)).toEqual([known, others, strangers]);
    expect(await endForgotten(engine.docker, OURS)).toBe(0);
  }, 180_000);

  it('are ended when the engine takes them for not started, and can be started then; not before a start could be over', async () => {
    const id = await start(engine.docker, sandbox('half-started', OURS));
    await engine.kill();
    const file = join(engine.folder, 'data/containers', id, 'config.v2.json');
    const written = JSON.parse(readFileSync(file, 'utf8')) as { State: object };
    writeFileSync(file, JSON.stringify({ ...written, State: { ...written.State, Running: false, Pid: 0 } }));
    await engine.restart();
    await expect(engine.docker.getContainer(id).start()).rejects.toThrow(/already (exists|in use)/);
    expect(await endForgotten(engine.docker, OURS)).toBe(0);
    expect(lives(id)).toBe(true);
    expect(await endForgotten(engine.docker, OURS, { startSeconds: 0 })).toBe(1);
    await eventually(() => !lives(id));
    // containerd clears up behind the shim.
    const starts = () =>
      engine.docker
        .getContainer(id)
        .start()
        .then(
          () => true,
          () => false,
        );
    await eventually(starts);
    expect((await engine.docker.getContainer(id).inspect()).State.Running).toBe(true);
    expect(await endForgotten(engine.docker, OURS, { startSeconds: 0 })).toBe(0);
  }, 180_000);
} else {
  it('are not looked for without root', async () => {
    expect(await endForgotten(machines, OURS)).toBe(0);
  });
}
