/** Whoever reads the output of a deployment hears that it serves no longer, from whatever says so in its row. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createDeployActivities, type DeployDeps } from '../../activities/deploy/activities.js';
import { noFailpoint } from '../../activities/failpoint.js';
import { OUTPUT_KIND } from '../../contracts/deployment-output.js';
import { deleteProject } from '../../db/queries/delete-project.js';
import { failUnderWay } from '../../db/queries/deployments.js';
import { PASSING_CHANNEL } from '../../db/queries/record.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { until } from '../harness/until.js';

describe('a deployment that serves no longer', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let heard: string[] = [];
  let build: { buildId: string; projectId: string };
  beforeAll(async () => {
    database = await freshDatabase();
    build = await newBuild(database.db);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    client.on('notification', ({ payload }) => {
      const { kind, build_id: id } = JSON.parse(payload ?? '') as { kind: string; build_id: string };
      if (kind === OUTPUT_KIND) heard.push(id);
    });
    await client.query(`listen ${PASSING_CHANNEL}`);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  async function deployed(name: string, status: string): Promise<string> {
    const id = `${build.buildId}-${name}`;
    await database.sql(`insert into environments (project_id, name) values ($1, 'staging') on conflict do nothing`, [build.projectId]);
    await database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) values ($1, $2, $3, 'staging', 1, $4)
        on conflict (id) do update set status = excluded.status`,
      [id, build.buildId, build.projectId, status],
    );
    return id;
  }
  /** What is told by then, and forgets it. Notifications come in the order of their transactions: what comes before ours has come. */
  async function told(): Promise<string[]> {
    const last = JSON.stringify({ kind: OUTPUT_KIND, build_id: 'last' });
    await database.db.pool.query('select pg_notify($1, $2)', [PASSING_CHANNEL, last]);
    await until('the last notification', () => heard.includes('last'));
    const all = heard.filter((id) => id !== 'last');
    heard = [];
    return all;
  }
  const activities = () => createDeployActivities({ db: database.db, failpoint: noFailpoint } as unknown as DeployDeps, () => new AbortController().signal);

  it('is told of when another version takes its place, and when it is returned to', async () => {
    const [one, two] = [await deployed('one', 'live'), await deployed('two', 'switching')];
    await activities().deployEnd({ deploymentId: two, status: 'live', url: null, detail: null });
    expect(await told()).toEqual([one]);
    await activities().deployRolledBack({ deploymentId: one, key: 'back', status: 'live', url: null, detail: null });
    expect(await told()).toEqual([two]);
  });

  it('is told of when it did not become live', async () => {
    const id = await deployed('three', 'switching');
    await activities().deployEnd({ deploymentId: id, status: 'rolled_back', url: null, detail: 'not healthy' });
    expect(await told()).toEqual([id]);
  });

  it('is told of when nobody carries it on, and when its project is deleted', async () => {
    const [live, begun] = [await deployed('one', 'live'), await deployed('four', 'testing')];
    await database.db.orm.transaction((tx) => failUnderWay(tx, build.buildId, 'lost'));
    expect(await told()).toEqual([begun]);
    await database.sql('update builds set ended_at = now()');
    expect(await database.db.orm.transaction((tx) => deleteProject(tx, 'local', build.projectId))).toBe('deleted');
    expect(await told()).toEqual([live]);
  });
});
