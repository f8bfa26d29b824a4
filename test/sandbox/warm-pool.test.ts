import { Agent } from 'node:http';
import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { isSpare, ownerOf } from '../../activities/sandbox/docker/names.js';
import { eventually } from '../embedded/workshop.js';
import { docker, testEngine, type TestEngine } from './engine.js';

let engine: TestEngine;
afterEach(() => engine.close());

async function namesOf({ instance }: TestEngine): Promise<string[]> {
  const found = await docker.listContainers({ filters: { label: [`millwright.instance=${instance}`] } });
  return found.map(({ Names }) => Names[0] ?? '');
}

/** The id of the spare, once there is exactly one that runs. */
function spareOf({ instance }: TestEngine): Promise<string> {
  return eventually<string | null>(async () => {
    const found = await docker.listContainers({ filters: { label: [`millwright.instance=${instance}`] } });
    const owners = found.map((each) => ({ ...each, owner: ownerOf(instance, each.Names[0] ?? '') }));
    const spares = owners.filter(({ owner, State }) => State === 'running' && owner !== null && isSpare(owner));
    return spares.length === 1 ? spares[0]!.Id : null;
  });
}

/** The connections of one client of the engine, which can be cut all at once, as by an engine that is killed. */
class Connections extends Agent {
  readonly #sockets = new Set<Socket>();

  override createConnection(options: object, callback?: (error: Error | null, stream: Duplex) => void): Duplex {
    const socket = connect(options as NetConnectOpts);
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    callback?.(null, socket);
    return socket;
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}

describe('a sandbox that is kept ready', () => {
  it('is the next one that is opened, under its own name, and works like any other; a new one takes its place', async () => {
    engine = await testEngine({ warm: 1 });
    const first = await engine.open({ name: 'first' });
    const ready = await spareOf(engine);
    const second = await engine.open({ name: 'second' });
    expect(second).toMatchObject({ containerId: ready, adopted: false });
    await second.reset([{ path: 'a.txt', content: Buffer.from('1\n') }]);
    const { result, changes } = await second.execAndCollect({ command: 'cat a.txt; id -u; echo 2 > a.txt', timeoutSeconds: 10 });
    expect(result).toMatchObject({ outcome: 'exit', exitCode: 0, stdout: '1\n1000\n' });
    expect(changes.written.map(({ path }) => path)).toEqual(['a.txt']);
    expect((await namesOf(engine)).some((name) => ownerOf(engine.instance, name)?.name === 'second')).toBe(true);
    expect(await engine.open({ name: 'second' })).toMatchObject({ containerId: ready, adopted: true });
    expect(await spareOf(engine)).not.toBe(ready);
    for (const sandbox of [first, second]) await sandbox.dispose();
  }, 300_000);

  it('is left alone by the reaper until it has an owner, and then by that owner', async () => {
    engine = await testEngine({ warm: 1 });
    await engine.open({ name: 'first' });
    const ready = await spareOf(engine);
    const asked: string[] = [];
    const isDead = ({ name }: { name: string }) => asked.push(name) > 0;
    expect(await engine.driver.reap(isDead)).toBe(1);
    expect(asked).toEqual(['first']);
    expect(await spareOf(engine)).toBe(ready);
    await engine.open({ name: 'second' });
    await spareOf(engine);
    expect(await engine.driver.reap(isDead)).toBe(1);
    expect(asked).toEqual(['first', 'second']);
  }, 300_000);

  it('is not given to a session with dependencies, nor after it has ended', async () => {
    engine = await testEngine({ warm: 1 });
    const first = await engine.open({ name: 'first' });
    const ready = await spareOf(engine);
    const volume = `${engine.instance}-deps`;
    await docker.createVolume({ Name: volume });
    const own = await engine.open({ name: 'own', dependencies: volume });
    expect(own.containerId).not.toBe(ready);
    await docker.getContainer(ready).kill();
    await eventually(async () => !(await engine.containers()).includes(ready));
    const second = await engine.open({ name: 'second' });
    expect(await second.exec({ command: 'echo works', timeoutSeconds: 10 })).toMatchObject({ exitCode: 0, stdout: 'works\n' });
    for (const sandbox of [first, own, second]) await sandbox.dispose();
    await docker.getVolume(volume).remove();
  }, 300_000);

  it('does not count once the engine is restarted and it ended with it: the next who asks has another one made', async () => {
    const connections = new Connections();
    // Dockerode takes it; its types do not know.
    const options: object = { agent: connections };
    engine = await testEngine({ warm: 1, docker: new Docker(options) });
    const first = await engine.open({ name: 'first' });
    const ready = await spareOf(engine);
    connections.cut();
    await eventually(async () => !(await engine.containers()).includes(ready));
    const second = await engine.open({ name: 'second' });
    const next = await spareOf(engine);
    expect(next).not.toBe(ready);
    expect(await engine.open({ name: 'third' })).toMatchObject({ containerId: next, adopted: false });
    for (const sandbox of [first, second]) await sandbox.dispose();
  }, 300_000);

  it('goes with the driver', async () => {
    engine = await testEngine({ warm: 1 });
    const first = await engine.open({ name: 'first' });
    await spareOf(engine);
    await first.dispose();
    await engine.driver.close();
    await eventually(async () => (await engine.containers()).length === 0);
  }, 300_000);
});
