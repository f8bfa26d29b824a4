import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { keepExamples } from '../../activities/deploy/examples.js';
import { startTaskService } from '../cli/stub-service.js';
import { Api, Engines } from './stack.js';

/** What the API says of live deployments: whether they answer just now, since when they are live, how to try them. */
let engines: Engines;
let api: Api;
let build: string;
let project: string;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
  build = await api.create({ description: 'a REST API for tasks' });
  project = (await engines.sql<{ project_id: string }>('select project_id from builds where id = $1', [build]))[0]?.project_id ?? '';
  for (const environment of ['staging', 'production'])
    await engines.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status, url, created_at, updated_at)
       values ($1, $2, $3, $4, 1, $5, 'http://127.0.0.1:4500', '2026-01-01T10:00:00Z', '2026-01-01T10:05:00Z')`,
      [`${build}-${environment}-1`, build, project, environment, environment === 'staging' ? 'live' : 'failed'],
    );
  await engines.sql(`insert into environments (project_id, name, active_deployment_id) values ($1, 'staging', $2)`, [project, `${build}-staging-1`]);
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

interface Shown {
  environment: string;
  problem: string | null;
  curl: string[];
  created_at: string;
  updated_at: string;
}

async function staging(): Promise<Shown | undefined> {
  const { deployments } = (await api.ask('GET', `/coding_agent/status/${build}`)).body as unknown as { deployments: Shown[] };
  return deployments.find(({ environment }) => environment === 'staging');
}

const at = (...path: string[]) => join(engines.home.root, ...path);

/** What the proxy writes of the route; null: that it has none. */
function proxySays(route: { problem?: string | null; silent?: boolean } | null): void {
  mkdirSync(at('deploy'), { recursive: true });
  mkdirSync(at('run'), { recursive: true });
  writeFileSync(at('deploy', 'routes.json'), '{}');
  const routes = route ? { [`${project}/staging`]: { port: 4500, version: 1, problem: null, ...route } } : {};
  writeFileSync(at('run', 'proxy.json'), JSON.stringify({ pid: 1, host: '127.0.0.1', routes }));
}

describe('a live deployment', () => {
  beforeEach(() => {
    for (const folder of ['deploy', 'run']) rmSync(at(folder), { recursive: true, force: true });
  });

  it('has no problem while the proxy serves it, and where no proxy is known', async () => {
    expect((await staging())?.problem).toBeNull();
    proxySays({ silent: false });
    expect((await staging())?.problem).toBeNull();
    proxySays({});
    expect((await staging())?.problem).toBeNull();
  });

  it.each([
    ['another program has its port', { problem: 'listen EADDRINUSE: address already in use 127.0.0.1:4500' }, 'Another program has port 4500'],
    ['its port can not be listened on', { problem: 'listen EACCES' }, 'can not listen on port 4500: listen EACCES'],
    ['its container is gone', { silent: true }, 'takes no connections'],
    ['no route leads to it', null, 'No route leads to it'],
  ])('says so when %s, in the status, in the list of all and in its project', async (_what, route, words) => {
    proxySays(route);
    expect((await staging())?.problem).toContain(words);
    const { environments } = (await api.ask('GET', `/projects/${project}`)).body as unknown as { environments: Shown[] };
    expect(environments.map(({ problem }) => problem)).toEqual([expect.stringContaining(words)]);
    const { items } = (await api.ask('GET', '/deployments')).body as unknown as { items: Shown[] };
    expect(items.map(({ environment, problem }) => [environment, problem])).toEqual(
      expect.arrayContaining([
        ['staging', expect.stringContaining(words)],
        ['production', null],
      ]),
    );
  });

  it('says so when the proxy does not run: its report is gone, old or damaged', async () => {
    proxySays({});
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(at('run', 'proxy.json'), longAgo, longAgo);
    expect((await staging())?.problem).toContain('proxy does not run');
    writeFileSync(at('run', 'proxy.json'), '{"pid":');
    expect((await staging())?.problem).toContain('proxy does not run');
    rmSync(at('run', 'proxy.json'));
    expect((await staging())?.problem).toContain('proxy does not run');
  });

  it('has the time of its last change beside the time it began', async () => {
    expect(await staging()).toMatchObject({ created_at: '2026-01-01T10:00:00.000Z', updated_at: '2026-01-01T10:05:00.000Z' });
  });
});

describe('the curl lines of a deployment', () => {
  it('are what its candidate answered, for its address, and work on any data', async () => {
    expect((await staging())?.curl).toEqual([]);
    const candidate = await startTaskService();
    const { hostname: host, port } = new URL(candidate.url);
    await keepExamples(api.database, `${build}-staging-1`, { host, port: Number(port) }, new AbortController().signal);
    await candidate.close();
    const live = await startTaskService();
    await engines.sql(`update deployments set url = $1 where id = $2`, [live.url, `${build}-staging-1`]);
    const lines = (await staging())?.curl ?? [];
    expect(lines).toEqual([
      expect.stringMatching(/^curl -X POST http:\S+\/tasks -H 'content-type: application\/json' -d '\{.*"title":/),
      `curl ${live.url}/tasks`,
    ]);
    for (const line of lines) await promisify(execFile)('sh', ['-c', `${line} --fail --silent`]);
    expect(live.tasks).toHaveLength(1);
    await live.close();
  });

  it('are none where nothing answers, and none of what is not live', async () => {
    await keepExamples(api.database, `${build}-production-1`, { host: '127.0.0.1', port: 1 }, new AbortController().signal);
    const { items } = (await api.ask('GET', '/deployments?environment=production')).body as unknown as { items: Shown[] };
    expect(items[0]?.curl).toEqual([]);
  });
});
