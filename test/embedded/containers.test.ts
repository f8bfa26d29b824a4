import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { Readable } from 'node:stream';
import { startContainers, stopContainers } from '../../embedded/containers.js';
import { missingLimits } from '../../embedded/docker.js';
import { startEngines, type Engines } from '../../embedded/engines.js';
import { homeAt, type Home } from '../../embedded/home.js';
import { removeLabelled } from '../../embedded/purge.js';
import { ENV, removeHome, SHARED_CACHE, temporaryHome } from './workshop.js';

// Docker alone: the two others are tested beside this file.
const OUTSIDE = { temporalAddress: '127.0.0.1:1', databaseUrl: 'postgres://u@127.0.0.1:1/d' };

describe('the containers of an installation', () => {
  let home: Home;
  let engines: Engines;
  let docker: Docker;
  const instance = `test-${process.pid}`;
  const image = `millwright-test-sleep:${process.pid}`;
  const host = () => engines.docker?.host as string;

  beforeAll(async () => {
    home = homeAt(temporaryHome().root, SHARED_CACHE);
    engines = await startEngines(home.root, { env: ENV, cache: SHARED_CACHE, ...OUTSIDE });
    docker = new Docker();
    await importSleepImage(docker, image);
  }, 120_000);
  afterAll(async () => {
    const left = await docker.listContainers({ all: true, filters: { label: [`millwright.instance=${instance}`] } });
    await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true })));
    await docker.getImage(image).remove({ force: true });
    await engines.stop();
    removeHome(home);
  }, 60_000);

  const startContainer = async (policy: string) => {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['/usr/bin/sleep', '600'],
      Labels: { 'millwright.instance': instance },
      HostConfig: { NetworkMode: 'none', Init: true, RestartPolicy: { Name: policy } },
    });
    await container.start();
    return { isRunning: async () => (await container.inspect()).State.Running };
  };

  it('stop with it; deployments come back with it, sandboxes do not', async () => {
    const deployment = await startContainer('unless-stopped');
    const sandbox = await startContainer('no');
    expect(await stopContainers(home, host(), instance)).toBe(2);
    expect([await deployment.isRunning(), await sandbox.isRunning()]).toEqual([false, false]);
    expect(await startContainers(home, host())).toBe(1);
    expect([await deployment.isRunning(), await sandbox.isRunning()]).toEqual([true, false]);
    expect(await startContainers(home, host())).toBe(0);
  });

  it('are removed with networks, volumes and images of the same label; what others share stays', async () => {
    const own = `test-purge-${process.pid}`;
    const Labels = { 'millwright.instance': own };
    const container = await docker.createContainer({ Image: image, Cmd: ['/usr/bin/sleep', '600'], Labels, HostConfig: { NetworkMode: 'none' } });
    await container.start();
    await container.commit({ repo: own, tag: 'app', changes: `LABEL millwright.instance=${own}` });
    await docker.createNetwork({ Name: own, Internal: true, Labels });
    await docker.createVolume({ Name: own, Labels });
    await docker.createVolume({ Name: `${own}-deps`, Labels: { ...Labels, 'millwright.dependencies': '' } });
    const foreign = await startContainer('no');
    expect(await removeLabelled(host(), own)).toEqual({ containers: 1, networks: 1, volumes: 1, images: 1 });
    expect(await removeLabelled(host(), own)).toEqual({ containers: 0, networks: 0, volumes: 0, images: 0 });
    expect(await foreign.isRunning()).toBe(true);
    await docker.getVolume(`${own}-deps`).remove();
  });

  it('run on an engine that holds them to their limits, or it is said which it can not', async () => {
    expect(await missingLimits(host())).toEqual([]);
  });
});

/** The smallest image that can sleep: this machine's own program and its libraries. */
async function importSleepImage(docker: Docker, tag: string): Promise<void> {
  const libraries = execFileSync('ldd', ['/usr/bin/sleep'], { encoding: 'utf8' }).match(/\/\S+/g) ?? [];
  const files = ['/usr/bin/sleep', ...libraries].map((file) => file.slice(1));
  const tar = execFileSync('tar', ['-h', '-C', '/', '-cf', '-', ...files], { maxBuffer: 64 * 1024 * 1024 });
  const [repo, version] = tag.split(':');
  const stream = await docker.importImage(Readable.from([tar]) as never, { repo, tag: version });
  await new Promise<void>((resolve, reject) => docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve())));
}
