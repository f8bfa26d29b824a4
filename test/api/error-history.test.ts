import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepArtifact } from '../../activities/build/artifacts.js';
import { recordStep } from '../../activities/record.js';
import { publicFailure } from '../../contracts/failures.js';
import { record } from '../../db/queries/record.js';
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

interface ErrorEntry {
  id: number;
  kind: string;
  message: string;
  buildId: string;
  projectId: string;
  resolved: boolean;
  resolvedAt: string | null;
}
const errors = async (query = '') => {
  const answer = await api.ask('GET', `/api/error-history${query}`);
  expect(answer.status).toBe(200);
  return answer.body['errors'] as unknown as ErrorEntry[];
};
const note = (buildId: string, key: string, kind: string, text: string) =>
  record(database.db.orm, { buildId, key, journal: { kind, owner: 'qa-engineer', text } });

describe('the error history', () => {
  it('has what went wrong in all builds, newest first, and nothing else of the journal', async () => {
    const [one, two] = [await newBuild(database.db), await newBuild(database.db)];
    await note(one.buildId, 'a', 'error', 'a test fails');
    await note(one.buildId, 'b', 'note', 'just saying');
    await note(two.buildId, 'c', 'escalation', 'nobody can do it');
    expect((await errors()).map(({ kind, message, resolvedAt }) => [kind, message, resolvedAt])).toEqual([
      ['escalation', 'nobody can do it', null],
      ['error', 'a test fails', null],
    ]);
    expect(await errors(`?projectId=${one.projectId}`)).toMatchObject([{ buildId: one.buildId, projectId: one.projectId }]);
    expect(await errors(`?buildId=${two.buildId}&resolved=true`)).toEqual([]);
    expect(await errors('?projectId=proj-nobody')).toEqual([]);
  });

  it('tells when a build put something right, and only what it did', async () => {
    const { buildId, projectId } = await newBuild(database.db);
    await note(buildId, 'verify/1/1', 'error', 'checks fail');
    await note(buildId, `${buildId}-staging-1/end`, 'error', 'deployment failed');
    await record(database.db.orm, { buildId, key: 'verify/1/2', event: { kind: 'note', text: 'pass', by: 'qa' }, resolves: 'verify/' });
    expect(await errors(`?projectId=${projectId}&resolved=true`)).toMatchObject([{ message: 'checks fail', resolvedAt: expect.stringMatching(/Z$/) }]);
    expect(await errors(`?projectId=${projectId}&resolved=false`)).toMatchObject([{ message: 'deployment failed' }]);
    // The same step again, after the error came back: it was recorded before and changes nothing.
    await note(buildId, 'verify/1/3', 'error', 'checks fail again');
    await record(database.db.orm, { buildId, key: 'verify/1/2', event: { kind: 'note', text: 'pass', by: 'qa' }, resolves: 'verify/' });
    expect(await errors(`?projectId=${projectId}&resolved=false`)).toHaveLength(2);
  });

  it('has the end of a build that failed; one that completed has put all right', async () => {
    const deps = { db: database.db, failpoint: () => undefined };
    const [bad, good] = [await newBuild(database.db), await newBuild(database.db)];
    const failure = publicFailure('CHECKS_FAILED', 'three rounds were not enough');
    for (let time = 0; time < 2; time += 1)
      await recordStep(deps, { buildId: bad.buildId, key: 'end', event: { kind: 'build.ended', status: 'failed', failure } });
    expect(await errors(`?buildId=${bad.buildId}`)).toMatchObject([{ kind: 'error', message: 'The checks do not pass: three rounds were not enough' }]);
    await note(good.buildId, 'a', 'escalation', 'help');
    await recordStep(deps, { buildId: good.buildId, key: 'end', event: { kind: 'build.ended', status: 'completed', failure: null } });
    expect(await errors(`?buildId=${good.buildId}`)).toMatchObject([{ message: 'help', resolved: true }]);
  });

  it('lets a person resolve and reopen, with an audit row for each change', async () => {
    const { buildId } = await newBuild(database.db);
    await note(buildId, 'a', 'error', 'odd');
    const [entry] = await errors(`?buildId=${buildId}`);
    const patch = (resolved: boolean) => api.ask('PATCH', `/api/error-history/${entry!.id}`, { body: { resolved } });
    const first = await patch(true);
    expect(first).toMatchObject({ status: 200, body: { id: entry!.id, resolved: true } });
    expect((await patch(true)).text).toBe(first.text);
    expect((await patch(false)).body).toMatchObject({ resolved: false, resolvedAt: null });
    const audited = await database.sql<{ action: string }>(`select action from audit_log where subject = $1 and action like 'error.%' order by id`, [buildId]);
    expect(audited.map(({ action }) => action)).toEqual(['error.resolve', 'error.reopen']);
  });

  it("never shows or changes somebody else's", async () => {
    const { buildId } = await newBuild(database.db);
    await note(buildId, 'a', 'error', 'mine');
    const [entry] = await errors(`?buildId=${buildId}`);
    await database.sql(`insert into users (id, name, role) values ('eve', 'Eve', 'admin')`);
    await database.sql(`insert into tokens (id, user_id, sha256) values ('eve', 'eve', encode(sha256('eve-token'), 'hex'))`);
    expect((await api.ask('GET', '/api/error-history', { token: 'eve-token' })).body).toMatchObject({ total: 0 });
    expect((await api.ask('PATCH', `/api/error-history/${entry!.id}`, { body: { resolved: true }, token: 'eve-token' })).status).toBe(404);
    expect((await api.ask('GET', '/api/proof-artifacts', { token: 'eve-token' })).body).toMatchObject({ total: 0 });
  });
});

describe('the proof of gates', () => {
  const proof = (buildId: string, gate: string | undefined, name: string) =>
    keepArtifact(database.db.orm, { buildId, ...(gate ? { gate } : {}), name, mediaType: 'application/json', content: `{"of": "${name}"}` });
  const names = async (query: string) => {
    const answer = await api.ask('GET', `/api/proof-artifacts${query}`);
    return (answer.body['artifacts'] as unknown as { name: string }[]).map(({ name }) => name);
  };

  it('is listed by gate, build, project or one visit of a gate, and downloaded', async () => {
    const { buildId, projectId } = await newBuild(database.db);
    const other = await newBuild(database.db);
    await proof(buildId, undefined, 'unmerged.diff');
    await proof(buildId, 'G7', 'scan.sarif');
    const { id } = await proof(buildId, 'G6', 'first.json');
    await database.sql(
      `insert into gates (build_id, gate, generation, state, proof, decided_at) values ($1, 'G6', 4, 'passed', '{}', now()), ($1, 'G6', 7, 'open', '{}', null)`,
      [buildId],
    );
    await database.sql(`update artifacts set created_at = now() - interval '1 hour' where id = $1`, [id]);
    await proof(buildId, 'G6', 'second.json');
    await database.sql(`update artifacts set created_at = now() + interval '1 hour' where name = 'second.json'`);
    await proof(other.buildId, 'G6', 'third.json');
    expect(await names(`?gateId=G6&projectId=${projectId}`)).toEqual(['second.json', 'first.json']);
    expect(await names(`?gateId=${buildId}/G6/4`)).toEqual(['first.json']);
    expect(await names(`?gateId=${buildId}/G6/7`)).toEqual(['second.json', 'first.json']);
    expect(await names(`?gateId=${buildId}/G6/9`)).toEqual([]);
    expect((await names(`?buildId=${buildId}`)).toSorted()).toEqual(['first.json', 'scan.sarif', 'second.json']);
    expect(await names('?gateId=G6&limit=1&page=2')).toHaveLength(1);
    const gates = (await api.ask('GET', `/api/coding_agent/${buildId}/gates`)).body['gates'] as unknown as { id: string }[];
    expect(gates.map((gate) => gate.id)).toEqual([`${buildId}/G6/4`, `${buildId}/G6/7`]);
    expect(await api.ask('GET', `/api/artifacts/${id}/download`)).toMatchObject({ status: 200, text: '{"of": "first.json"}' });
  });
});

describe('what became of the tries at tasks', () => {
  it('is told by its commit, branch and end, merged or not', async () => {
    const { buildId } = await newBuild(database.db);
    const sha = (letter: string) => letter.repeat(40);
    const session = (attempt: number, head: string, outcome: string | null) =>
      database.sql(
        `insert into sessions (id, build_id, task_id, role, generation, attempt, branch, base_commit, head, language, outcome, ended_at)
         values ($1, $2, 'store', 'r', 1, $3::int, $4, $5, $6, 'python', $7::jsonb, case when $7::jsonb is null then null else now() + make_interval(secs => $3::int) end)`,
        [`${buildId}/task/store/1.${attempt}`, buildId, attempt, `agt/${buildId}/store-1.${attempt}`, sha('0'), head, outcome],
      );
    const ending = (outcome: string, summary: string) => JSON.stringify({ outcome, summary });
    await session(1, sha('0'), ending('HARD_FAIL', 'wrote nothing'));
    await session(2, sha('b'), ending('SUCCESS', 'done'));
    await session(3, sha('c'), ending('LOST', 'another was better'));
    await session(4, sha('d'), null);
    await record(database.db.orm, { buildId, key: `${buildId}/task/store/1.2/merged`, event: { kind: 'merged', task: 'store', commit: sha('e') } });
    const { body } = await api.ask('GET', `/api/coding_agent/${buildId}/commits`);
    expect(body).toMatchObject({
      total: 2,
      commits: [
        { task_id: 'store', commit_sha: null, status: 'hard_fail', branch_name: `agt/${buildId}/store-1.1`, notes: 'wrote nothing' },
        { task_id: 'store', commit_sha: sha('e'), status: 'merged', branch_name: `agt/${buildId}/store-1.2`, notes: 'done' },
      ],
    });
    expect((await api.ask('GET', `/api/coding_agent/${buildId}/commits?status=merged`)).body).toMatchObject({ total: 1 });
  });
});
