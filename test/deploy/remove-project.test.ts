import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GitStore } from '../../activities/git/store.js';
import { removeProject } from '../../activities/projects/remove.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { newBuild } from '../harness/builds.js';
import { ENVIRONMENT, Stage, getJson, post } from './stage.js';

const { projectId } = ENVIRONMENT;

describe('a deleted project', () => {
  let stage: Stage;
  let database: TestDatabase;
  let folder: string;
  let git: GitStore;

  beforeAll(async () => {
    [stage, database, folder] = await Promise.all([Stage.open(), freshDatabase(), mkdtemp(join(tmpdir(), 'mw-git-'))]);
    git = new GitStore(folder);
    await newBuild(database.db, { newProjectId: projectId });
    await git.ensureProject(projectId);
  });
  afterAll(async () => {
    await stage.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const remove = () => removeProject({ db: database.db, git, target: stage.target, failpoint: () => undefined }, { projectId });
  const left = async () => {
    const filters = { label: [`millwright.instance=${stage.instance}`] };
    const [containers, volumes, networks, images] = await Promise.all([
      stage.docker.listContainers({ all: true, filters }),
      stage.docker.listVolumes({ filters }),
      stage.docker.listNetworks({ filters }),
      stage.docker.listImages({ filters }),
    ]);
    return { containers: containers.length, volumes: volumes.Volumes?.length ?? 0, networks: networks.length, images: images.length };
  };

  it('goes on serving until somebody deletes it', async () => {
    const { url, deploymentId } = await stage.deploy({ version: 'one' });
    await post(`${url}/items`, 'milk');
    await database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status) select $1, id, project_id, 'staging', 1, 'live' from builds`,
      [deploymentId],
    );
    await remove();
    expect(await getJson(`${url}/version`)).toBe('one');
    expect(await left()).not.toEqual({ containers: 0, volumes: 0, networks: 0, images: 0 });
  });

  it('leaves nothing: no service, data, image or repository, also when it is removed twice', async () => {
    await database.sql('update projects set deleted_at = now() where id = $1', [projectId]);
    await remove();
    await remove();
    expect(await stage.target.current(ENVIRONMENT)).toBeNull();
    expect(await left()).toEqual({ containers: 0, volumes: 0, networks: 0, images: 0 });
    expect(existsSync(join(folder, `${projectId}.git`))).toBe(false);
  });
});
