import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fencedTarget, takeDeployment } from '../../activities/deploy/fence.js';
import type { DeployTarget } from '../../activities/deploy/port.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** Writes down what reaches it. */
function recorder(): { target: DeployTarget; reached: string[] } {
  const reached: string[] = [];
  const target = new Proxy({}, { get: (_none, name) => () => (reached.push(String(name)), Promise.resolve()) }) as DeployTarget;
  return { target, reached };
}

async function newDeployment(): Promise<string> {
  const { buildId, projectId } = await newBuild(database.db);
  const id = `${buildId}-staging-1`;
  await database.sql("insert into deployments (id, build_id, project_id, environment, generation, status) values ($1, $2, $3, 'staging', 1, 'building')", [
    id,
    buildId,
    projectId,
  ]);
  return id;
}

describe('the fence of a deployment', () => {
  it('lets the attempt that came last change things', async () => {
    const id = await newDeployment();
    const { target, reached } = recorder();
    const owned = fencedTarget(target, await takeDeployment(database.db, id));
    await owned.stop(id);
    await owned.remove(id, 'live');
    expect(reached).toEqual(['stop', 'remove']);
  });

  it('stops an attempt that was paused while a later one did its work, before it undoes that', async () => {
    const id = await newDeployment();
    const { target, reached } = recorder();
    const paused = fencedTarget(target, await takeDeployment(database.db, id));
    await takeDeployment(database.db, id);
    const route = paused.route({ projectId: 'proj', environment: 'staging', deploymentId: id, address: null });
    await expect(route).rejects.toMatchObject({ code: 'LEASE_LOST' });
    for (const change of [() => paused.stop(id), () => paused.remove(id), () => paused.forgetData(id), () => paused.startAgain(id)])
      await expect(change()).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await paused.list();
    expect(reached).toEqual(['list']);
  });

  it('gives a deployment that does not exist to nobody', async () => {
    const { target } = recorder();
    await expect(fencedTarget(target, await takeDeployment(database.db, 'none')).stop('none')).rejects.toMatchObject({ code: 'LEASE_LOST' });
  });
});
