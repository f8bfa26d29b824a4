import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepDocuments } from '../../activities/build/documents.js';
import { DOCUMENT_KINDS } from '../../contracts/documents.js';
import { record } from '../../db/queries/record.js';
import { DOCUMENT_KINDS as KINDS_OF_THE_API } from '../../schemas/documents.js';
import { newBuild } from '../harness/builds.js';
import type { TestDatabase } from '../harness/database.js';
import { apiAlone } from './alone.js';
import type { Api } from './stack.js';

let database: TestDatabase;
let api: Api;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ database, api, close } = await apiAlone());
});
afterAll(() => close());

const get = (path: string) => api.ask('GET', path);
const remove = (projectId: string) => api.ask('DELETE', `/api/projects/${projectId}`);
const end = (buildId: string) => record(database.db.orm, { buildId, key: 'end', patch: { status: 'stopped', endedAt: new Date() } });

async function ended(): Promise<{ buildId: string; projectId: string }> {
  const made = await newBuild(database.db);
  await end(made.buildId);
  return made;
}

async function document(build: { buildId: string; projectId: string }, key: string, content: string, name = 'docs/openapi.json'): Promise<void> {
  const about = { name, title: 'API', kind: 'specification', gate: 'G3', author: 'architect', mediaType: 'application/json' } as const;
  await keepDocuments(database.db, { id: build.buildId, projectId: build.projectId }, [{ ...about, key, content }]);
}

describe('deleting a project', () => {
  it('takes it, its workspaces and its documents away at once, and promises the rest', async () => {
    const { buildId, projectId } = await ended();
    await document({ buildId, projectId }, 'a', '{}');
    await database.sql(`insert into workspaces (id, user_id, project_id, name, template, language) values ('ws-gone', 'local', $1, 'x', 'go', 'go')`, [
      projectId,
    ]);
    await database.sql(`insert into environments (project_id, name, active_deployment_id) values ($1, 'staging', 'd1')`, [projectId]);
    await database.sql(
      `insert into deployments (id, build_id, project_id, environment, generation, status, url) values ('d1', $1, $2, 'staging', 1, 'live', 'http://x')`,
      [buildId, projectId],
    );
    expect((await remove(projectId)).status).toBe(204);
    expect((await get(`/api/projects/${projectId}`)).status).toBe(404);
    expect((await get('/api/projects?limit=200')).text).not.toContain(projectId);
    expect((await get('/api/code-generation/workspaces/ws-gone')).status).toBe(404);
    expect((await get(`/api/projects/${projectId}/documents`)).status).toBe(404);
    expect(await database.sql('select 1 from environments where project_id = $1', [projectId])).toEqual([]);
    expect(await database.sql('select status, url from deployments where project_id = $1', [projectId])).toEqual([{ status: 'removed', url: null }]);
    expect(await database.sql('select kind from outbox where build_id in ($1, $2) order by kind', [projectId, 'ws-gone'])).toEqual([
      { kind: 'project:1' },
      { kind: 'workspace:ws-gone-remove' },
    ]);
    expect(await database.sql(`select actor, action from audit_log where subject = $1`, [projectId])).toEqual([{ actor: 'local', action: 'project.delete' }]);
  });

  it('leaves its builds to be read, and nothing to go on from', async () => {
    const { buildId, projectId } = await ended();
    await remove(projectId);
    expect((await get(`/api/coding_agent/status/${buildId}`)).body).toMatchObject({ id: buildId, status: 'stopped' });
    for (const action of ['fork', 'replay'])
      expect(await api.ask('POST', `/api/coding_agent/${buildId}/${action}`, { body: {} })).toMatchObject({
        status: 409,
        body: { code: 'ACTION_NOT_ALLOWED', detail: expect.stringContaining('its code with it') },
      });
    const create = await api.ask('POST', '/api/coding_agent/create', { body: { description: 'more', project_id: projectId } });
    expect(create).toMatchObject({ status: 422, body: { errors: [{ pointer: '/project_id' }] } });
  });

  it('is refused while a build of it, or one forked from it, is open, and changes nothing then', async () => {
    const { buildId, projectId } = await newBuild(database.db);
    expect(await remove(projectId)).toMatchObject({ status: 409, body: { code: 'PROJECT_IN_USE', detail: expect.stringContaining(buildId) } });
    await end(buildId);
    const fork = await newBuild(database.db);
    await database.sql(`update builds set fork = $2 where id = $1`, [fork.buildId, JSON.stringify({ fromProject: projectId })]);
    expect(await remove(projectId)).toMatchObject({ status: 409, body: { detail: expect.stringContaining(fork.buildId) } });
    expect((await get(`/api/projects/${projectId}`)).status).toBe(200);
    await end(fork.buildId);
    expect((await remove(projectId)).status).toBe(204);
    expect((await remove(projectId)).status).toBe(404);
  });

  it('is refused while an environment of it returns to an earlier deployment', async () => {
    const { buildId, projectId } = await ended();
    await database.sql(`insert into outbox (build_id, kind, payload, done_at) values ($1, 'rollback:1', '{}', now())`, [buildId]);
    expect(await remove(projectId)).toMatchObject({ status: 409, body: { code: 'PROJECT_IN_USE' } });
    await record(database.db.orm, { buildId, key: `${buildId}/deploy/rollback-1/end`, event: { kind: 'note', text: 'returned', by: 'test' } });
    expect((await remove(projectId)).status).toBe(204);
  });

  it('and submitting into it at once: one of the two is refused, never neither', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { projectId } = await ended();
      const [gone, made] = await Promise.all([
        remove(projectId),
        api.ask('POST', '/api/coding_agent/create', { body: { description: 'more', project_id: projectId } }),
      ]);
      expect([
        [204, 422],
        [409, 202],
      ]).toContainEqual([gone.status, made.status]);
    }
  });
});

describe('documents of a project', () => {
  it('are listed by their newest version, or all, and filtered', async () => {
    const build = await newBuild(database.db);
    for (const [key, content] of Object.entries({ a: '{"v":1}', b: '{"v":2}' })) await document(build, key, content);
    await document(build, 'a', '{}', 'docs/other.json');
    const list = async (query = '') => {
      const { body } = await get(`/api/projects/${build.projectId}/documents${query}`);
      return (body['documents'] as unknown as { name: string; version: number; latest_version: number }[]).map(
        ({ name, version, latest_version }) => `${name} ${version}/${latest_version}`,
      );
    };
    expect((await list()).toSorted()).toEqual(['docs/openapi.json 2/2', 'docs/other.json 1/1']);
    expect((await list('?versions=all&name=docs/openapi.json')).toSorted()).toEqual(['docs/openapi.json 1/2', 'docs/openapi.json 2/2']);
    expect(await list('?kind=report')).toEqual([]);
    expect(await list('?gate=G4')).toEqual([]);
    expect(await list(`?build_id=${build.buildId}&gate=G3&limit=1`)).toHaveLength(1);
  });

  it('are read with their text, and downloaded as attachments no browser runs', async () => {
    const build = await newBuild(database.db);
    const text = '"<script>alert(1)</script>"';
    await document(build, 'a', text);
    const { body } = await get(`/api/projects/${build.projectId}/documents`);
    const [item] = body['items'] as unknown as { url: string; download_url: string; bytes: number }[];
    expect((await get(item!.url)).body).toMatchObject({ content: text, version: 1, gate: 'G3', build_id: build.buildId, bytes: text.length });
    const file = await get(item!.download_url);
    expect(file).toMatchObject({ status: 200, text });
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="openapi.json"; filename*=UTF-8''openapi.json`);
    expect(file.headers.get('content-security-policy')).toContain('sandbox');
    const other = await newBuild(database.db);
    expect((await get(item!.url.replace(build.projectId, other.projectId))).status).toBe(404);
  });

  it('have the kinds that the contract names', () => {
    expect(KINDS_OF_THE_API).toEqual(DOCUMENT_KINDS);
  });
});
