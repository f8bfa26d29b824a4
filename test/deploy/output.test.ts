import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { pino } from 'pino';
import { createDeployActivities, type DeployDeps } from '../../activities/deploy/activities.js';
import { createDockerTarget } from '../../activities/deploy/docker/target.js';
import { followOutputs } from '../../activities/deploy/output/follow-outputs.js';
import { keepLastWords } from '../../activities/deploy/output/keep-last-words.js';
import { tryCandidate } from '../../activities/deploy/switch.js';
import { noFailpoint } from '../../activities/failpoint.js';
import { distFolder } from '../../config.js';
import { OUTPUT_BYTES_MAX, OUTPUT_LINES_MAX } from '../../contracts/deployment-output.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { newBuild } from '../harness/builds.js';
import { until } from '../harness/until.js';
import { ENVIRONMENT, Stage, getJson } from './stage.js';

type Line = { seq: number; source: string; text: string };

const MEGABYTES = 40;
// Followers look for new containers this often here, so that tests need not wait.
const LOOK_MS = 100;

/** Where the engine listens, as its client finds it. */
async function engineSocket(): Promise<string> {
  const { socketPath } = new Docker().modem as { socketPath?: string | (() => Promise<string>) };
  return (typeof socketPath === 'function' ? await socketPath() : socketPath) ?? '/var/run/docker.sock';
}

describe('what a deployed service prints', () => {
  let stage: Stage;
  let database: TestDatabase;
  let url: string;
  let id: string;
  const ends: (() => Promise<void>)[] = [];
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    [stage, database] = await Promise.all([Stage.open(), freshDatabase()]);
    await newBuild(database.db, { newProjectId: ENVIRONMENT.projectId });
    ({ url, id } = await live('one'));
  });
  afterEach(async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });
  afterAll(async () => {
    await stage.close();
    await database.drop();
  });

  async function live(version: string): Promise<{ url: string; id: string }> {
    const { url: at, deploymentId, status } = await stage.deploy({ version });
    expect(status).toBe('live');
    await row(deploymentId, 'live');
    return { url: at ?? '', id: deploymentId };
  }
  const row = (deploymentId: string, status: string) =>
    database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select $1, id, project_id, 'staging', 1, $2 from builds`,
      [deploymentId, status],
    );
  const deps = () => ({ db: database.db, target: stage.target, failpoint: noFailpoint });
  const follow = () => void ends.push(followOutputs({ ...deps(), log: pino({ level: 'silent' }) }, LOOK_MS));
  const lines = (of = id) => database.sql<Line>('select seq, source, text from deployment_output_lines where deployment_id = $1 order by seq', [of]);
  const texts = async (source: string) => (await lines()).filter((line) => line.source === source).map(({ text }) => text);
  const shown = (text: string) => until(text, async () => (await lines()).some((line) => line.text === text));
  const counted = async () => (await texts('stdout')).flatMap((text) => (text.startsWith('count ') ? [Number(text.slice('count '.length))] : []));
  const countedFrom = async (first: number) => (await counted()).filter((each) => each >= first);
  const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const worker = async () => {
    const child = spawn(process.execPath, [join(distFolder, 'test/deploy/output/follower.js'), database.url, stage.instance, stage.home], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  };

  it('is kept line by line, stdout and stderr told apart, with what was printed before anybody followed', async () => {
    follow();
    await shown('version one listens');
    await getJson(`${url}/say/two%0Alines%0A`);
    await getJson(`${url}/warn/a%20warning%0A`);
    await shown('a warning');
    await shown('lines');
    expect((await texts('stdout')).slice(-2)).toEqual(['two', 'lines']);
    expect(await texts('stderr')).toEqual(['a warning']);
  });

  it('is made harmless: terminal escapes, NUL, broken UTF-8, secrets, and lines without an end', async () => {
    follow();
    await getJson(`${url}/say/%1B%5B31mred%1B%5B0m%00%FF%E2%80%AEend%0A`);
    await getJson(`${url}/say/password=hunter2hunter2%0A-----BEGIN%20PRIVATE%20KEY-----%0AMIIEvQIBADAN%0A-----END%20PRIVATE%20KEY-----%0A`);
    await getJson(`${url}/long/50000`);
    await until('the long line', async () => (await texts('stdout')).some((text) => text.startsWith('xxx')));
    await getJson(`${url}/say/after%20it%0A`);
    await shown('after it');
    const said = (await texts('stdout')).join('\n');
    expect(said).toContain('red\ufffdend');
    expect(said).not.toMatch(/hunter2|MIIEvQ/);
    expect(said).toMatch(/x{4000} \[46,000 more bytes of this line left out\]\nafter it$/);
  });

  it('hides a private key that one worker began to read and another goes on with', async () => {
    const say = (lines: string[]) => getJson(`${url}/say/${encodeURIComponent(lines.map((each) => `${each}\n`).join(''))}`);
    const [first, second] = ['MIIEowIBAAKC', 'AQEAx4UbaDzY'];
    follow();
    await say(['a key follows', '-----BEGIN PRIVATE KEY-----', first]);
    await until('its first half', async () => (await texts('stdout')).slice((await texts('stdout')).indexOf('a key follows')).length === 3);
    await Promise.all(ends.splice(0).map((end) => end()));
    follow();
    await say([second, '-----END PRIVATE KEY-----', 'a key was before']);
    await shown('a key was before');
    expect((await texts('stdout')).slice(-6)).toEqual(['a key follows', '[secret]', '[secret]', '[secret]', '[secret]', 'a key was before']);
  });

  it('is written once by two workers side by side', async () => {
    follow();
    follow();
    await getJson(`${url}/count/1/300/10`);
    await shown('count 300');
    expect(await counted()).toEqual(numbers(1, 300));
  });

  it('is neither lost nor written twice when workers are killed in the middle, and another goes on', async () => {
    await getJson(`${url}/count/301/900/10`);
    for (const last of [400, 550, 700]) {
      const child = await worker();
      await until(`line ${last}`, async () => ((await counted()).at(-1) ?? 0) >= last);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    const [first] = [await worker(), follow()];
    await until('line 800', async () => ((await counted()).at(-1) ?? 0) >= 800);
    first.kill('SIGKILL');
    await shown('count 900');
    expect(await countedFrom(301)).toEqual(numbers(301, 900));
  });

  it('goes on after the connection to the engine was cut, again and again', async () => {
    const sockets = new Set<Socket>();
    const engine = await engineSocket();
    const relay = createServer((from) => {
      const to = connect(engine);
      for (const socket of [from, to]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => [from, to].forEach((one) => one.destroy()));
      }
      from.pipe(to).pipe(from);
    });
    const path = join(stage.home, 'relay.sock');
    await new Promise<void>((resolve) => relay.listen(path, resolve));
    const target = createDockerTarget({ docker: new Docker({ socketPath: path }), instance: stage.instance, home: stage.home });
    ends.push(followOutputs({ ...deps(), target, log: pino({ level: 'silent' }) }, LOOK_MS));
    try {
      await getJson(`${url}/count/901/1300/10`);
      for (const last of [950, 1_050]) {
        await until(`line ${last}`, async () => ((await counted()).at(-1) ?? 0) >= last);
        for (const socket of sockets) socket.destroy();
      }
      await shown('count 1300');
      expect(await countedFrom(901)).toEqual(numbers(901, 1_300));
    } finally {
      relay.close();
      const ended = ends.splice(0).map((end) => end());
      for (const socket of sockets) socket.destroy();
      await Promise.all(ended);
    }
  });

  it('goes on after the service crashed and was started again, and nothing of before comes twice', async () => {
    follow();
    await getJson(`${url}/say/last%20words%0A`);
    await expect(getJson(`${url}/crash`)).rejects.toThrow();
    await until('the service again', async () => getJson(`${url}/version`).catch(() => null));
    await getJson(`${url}/say/alive%20again%0A`);
    await shown('alive again');
    const said = await texts('stdout');
    expect(said.slice(said.indexOf('last words'))).toEqual(['last words', 'version one listens', 'alive again']);
  });

  it('is bounded in a flood', async () => {
    follow();
    await getJson(`${url}/flood/${MEGABYTES}`);
    await shown('the flood is over');
    const kept = await lines();
    expect(kept.length).toBeLessThanOrEqual(OUTPUT_LINES_MAX);
    expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(OUTPUT_BYTES_MAX);
    // Of millions of lines the database saw a few thousand.
    const [head] = await database.sql<{ last_seq: string }>('select last_seq from deployment_outputs where deployment_id = $1', [id]);
    expect(Number(head?.last_seq)).toBeLessThan(100_000);
    // The word on what is missing may itself be among the lines that were cut; the numbers tell.
    expect(Number(kept[0]?.seq)).toBeGreaterThan(1);
  });

  it('is kept of a version that did not become healthy, though its container is gone', async () => {
    const request = { ...stage.request(await stage.image({ version: 'bad', unhealthy: 'always' })), healthTimeoutSeconds: 1 };
    await row(request.deploymentId, 'rolled_back');
    // A busy machine may take longer than its health is waited for until it says anything.
    const whenUnhealthy = async (containerId: string) => {
      await until('its last words', async () => {
        await keepLastWords(deps(), { deploymentId: request.deploymentId, containerId });
        return (await lines(request.deploymentId)).length > 0;
      });
    };
    expect(await tryCandidate(stage.target, request, { whenUnhealthy })).toMatchObject({ healthy: false });
    expect(await lines(request.deploymentId)).toMatchObject([{ source: 'stdout', text: 'version bad listens' }]);
  });

  it('goes when its deployment is retired; what serves, and what can be returned to, keeps its own', async () => {
    follow();
    const old = id;
    const next = await live('two');
    const newest = await live('three');
    await database.sql(`update deployments set status = 'superseded' where id = any($1)`, [[old, next.id]]);
    await until('its first line', async () => (await lines(newest.id)).length > 0);
    await createDeployActivities(deps() as unknown as DeployDeps, () => new AbortController().signal).deployRetire({ deploymentId: newest.id });
    expect(await lines(old)).toEqual([]);
    expect((await lines(newest.id)).length).toBeGreaterThan(0);
    expect((await stage.target.list()).map(({ deploymentId }) => deploymentId)).not.toContain(old);
  });
});
