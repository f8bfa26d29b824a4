import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runWorkspaceJob } from '../../activities/workspaces/run-job.js';
import { WORKSPACES_MAX } from '../../contracts/workspaces.js';
import { eventually } from '../embedded/workshop.js';
import { OTHER, passed, ROOT, VIEWER, WorkspaceStage } from './stage.js';

let stage: WorkspaceStage;
beforeAll(async () => {
  stage = await WorkspaceStage.open();
});
afterAll(() => stage.close());

const content = async (id: string, path: string) => (await stage.ask('GET', `${id}/files?path=${encodeURIComponent(path)}`)).body['content'];
const put = (id: string, body: object, key?: string) => stage.ask('PUT', `${id}/files?wait=60`, body, key ? { key } : {});
const problems = (body: unknown) => (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer);

describe('making a workspace', () => {
  it('fills it from the template, named after it, in a repository of its own', async () => {
    const made = await stage.ask('POST', `/api${ROOT}?wait=60`, { template: 'python', name: 'Größe & Maß' });
    expect(made).toMatchObject({ status: 201, body: { template: 'python', language: 'python', status: 'ready', name: 'Größe & Maß', project_id: null } });
    const id = String(made.body['id']);
    const files = made.body['files'] as unknown as { path: string }[];
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'app/api.py', 'tests/test_api.py']));
    expect(await content(id, 'pyproject.toml')).toContain('name = "gro-e-ma"');
    expect(stage.git.git(id, 'show', 'main:app/api.py')).toBe(await content(id, 'app/api.py'));
    expect(stage.git.git(id, 'rev-parse', 'main').trim()).toBe(made.body['commit']);
    const read = await stage.ask('GET', id);
    expect(read.body).toEqual(made.body);
  });

  it('is done once for a key, also by requests at the same time', async () => {
    const body = { template: 'go', name: 'once' };
    const answers = await Promise.all([1, 2, 3].map(() => stage.ask('POST', `${ROOT}?wait=60`, body, { key: 'make-once' })));
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await stage.ask('POST', ROOT, { ...body, name: 'other' }, { key: 'make-once' })).body).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  });

  it('takes only templates and projects that are there, and as many as there may be', async () => {
    expect((await stage.ask('POST', ROOT, { template: 'cobol' })).status).toBe(422);
    expect((await stage.ask('POST', ROOT, { template: 'go', project_id: 'proj-nope' })).body).toMatchObject({ code: 'INVALID_INPUT' });
    expect((await stage.ask('POST', ROOT, { template: 'go' }, { token: VIEWER })).status).toBe(403);
    const row = `insert into workspaces (id, user_id, name, template, language) select 'ws-full' || n, 'other', 'x', 'go', 'go' from generate_series(1, $1::int) n`;
    await stage.database.sql(row, [WORKSPACES_MAX]);
    const refused = await stage.ask('POST', ROOT, { template: 'go' }, { token: OTHER });
    expect(refused).toMatchObject({ status: 409, body: { code: 'WORKSPACE_LIMIT' } });
    const page = await stage.ask('GET', `${ROOT}?limit=3&page=2`, undefined, { token: OTHER });
    expect(page.body).toMatchObject({ total: WORKSPACES_MAX, page: 2 });
    expect((page.body['workspaces'] as unknown as unknown[]).length).toBe(3);
  });

  it('shows it to nobody else, and to nobody once it is deleted', async () => {
    const id = await stage.create();
    for (const [method, path, body] of [
      ['GET', id, undefined],
      ['DELETE', id, undefined],
      ['GET', `${id}/files`, undefined],
      ['PUT', `${id}/files`, { files: [{ path: 'a', content: 'b' }] }],
      ['POST', `${id}/test`, {}],
      ['POST', `${id}/git/init`, {}],
      ['GET', `${id}/git/history`, undefined],
    ] as const)
      expect([path, (await stage.ask(method, path, body, { token: OTHER })).status]).toEqual([path, 404]);
    expect((await stage.ask('DELETE', id)).status).toBe(204);
    expect((await stage.ask('GET', id)).status).toBe(404);
    expect((await stage.ask('DELETE', id)).status).toBe(404);
    await runWorkspaceJob(stage.deps, { jobId: `${id}-remove` });
    expect(() => stage.git.git(id, 'rev-parse', 'main')).toThrow();
  });
});

describe('files', () => {
  it('are written, edited and deleted together, in one commit', async () => {
    const id = await stage.create();
    const done = await put(id, {
      files: [
        { path: 'docs/notes.md', content: '# Notes\n' },
        { path: 'main.go', replacements: [{ search: 'listening on port', replace: 'serving on port' }] },
        { path: '.golangci.yml', delete: true },
      ],
      message: 'three at once',
    });
    expect(done).toMatchObject({ status: 200, body: { state: 'done', kind: 'write', changed_total: 3 } });
    expect(done.body['changed']).toEqual([
      { path: '.golangci.yml', change: 'deleted', added: 0, removed: 6 },
      { path: 'docs/notes.md', change: 'created', added: 1, removed: 0 },
      { path: 'main.go', change: 'modified', added: 1, removed: 1 },
    ]);
    expect(await content(id, 'main.go')).toContain('serving on port');
    expect((await stage.ask('GET', `${id}/files?path=.golangci.yml`)).status).toBe(404);
    const history = await stage.ask('GET', `${id}/git/history?limit=1`);
    expect(history.body).toMatchObject({ total: 2, items: [{ number: 2, kind: 'write', message: 'three at once', commit: done.body['commit'], changed: 3 }] });
    expect(stage.git.git(id, 'rev-list', '--count', 'main').trim()).toBe('3');
  });

  it('stay as they are when one thing does not fit, and it is named', async () => {
    const id = await stage.create();
    const before = (await stage.ask('GET', id)).body;
    const good = { path: 'good.txt', content: 'good\n' };
    for (const bad of [
      { path: '../outside', content: 'x' },
      { path: '.git/hooks/post-commit', content: 'x' },
      { path: 'sub/.GIT/config', content: 'x' },
      { path: '/etc/passwd', content: 'x' },
      { path: 'main.go', replacements: [{ search: 'no such text', replace: 'x' }] },
      { path: 'missing.go', delete: true },
    ]) {
      const refused = await put(id, { files: [good, bad] });
      expect([bad.path, refused.status, problems(refused.body)]).toEqual([bad.path, 422, ['/files/1']]);
    }
    expect((await put(id, { files: [{ path: 'a.txt', content: 'a', delete: true }] })).status).toBe(422);
    expect((await put(id, {})).status).toBe(422);
    const much = { files: Array.from({ length: 9 }, (_, index) => ({ path: `big/${index}.txt`, content: 'x'.repeat(1_000_000) })) };
    expect((await put(id, much)).body).toMatchObject({ code: 'WORKSPACE_TOO_LARGE' });
    expect((await stage.ask('GET', id)).body).toEqual(before);
  });

  it("come out of a model's text as well, and tell when they no longer parse", async () => {
    const id = await stage.create();
    const answer = 'Here:\n\n```go:extra.go\npackage main\n\nfunc extra( {\n```\n';
    const done = await stage.ask('POST', `${id}/files?wait=60`, { answer });
    expect(done.body['changed']).toMatchObject([{ path: 'extra.go', change: 'created', problem: expect.stringMatching(/^line 3/) }]);
    expect((await stage.ask('POST', `${id}/files?wait=60`, { answer: 'I would rather not.' })).status).toBe(422);
  });

  it('are written once when the worker dies after its commit, whoever comes next', async () => {
    const id = await stage.create();
    stage.dieAt = 'workspaceCommit:after';
    const [one, two] = await Promise.all([
      put(id, { files: [{ path: 'one.txt', content: '1\n' }] }, `one-${id}`),
      put(id, { files: [{ path: 'two.txt', content: '2\n' }] }, `two-${id}`),
    ]);
    expect([one.status, two.status]).toEqual([200, 200]);
    const again = await put(id, { files: [{ path: 'one.txt', content: '1\n' }] }, `one-${id}`);
    expect(again.body).toEqual(one.body);
    expect(stage.git.git(id, 'rev-list', '--count', 'main').trim()).toBe('4');
    expect((await stage.ask('GET', `${id}/git/history`)).body).toMatchObject({ total: 3 });
    expect(await content(id, 'one.txt')).toBe('1\n');
    expect(await content(id, 'two.txt')).toBe('2\n');
  });
});

describe('git', () => {
  it('begins by itself and marks what was written with words and a name, when there is something', async () => {
    const id = await stage.create();
    const init = await stage.ask('POST', `${id}/git/init`);
    expect(init).toMatchObject({ status: 200, body: { initialized: true, branch: 'main', commits: 1 } });
    expect((await stage.ask('POST', `${id}/git/init`)).body).toEqual(init.body);
    const commit = () => stage.ask('POST', `${id}/git/commit?wait=60`, { message: 'feat: notes', author: 'Ada <ada@example.org>' });
    expect((await commit()).body).toMatchObject({ committed: false, commit: init.body['commit'] });
    await put(id, { files: [{ path: 'notes.md', content: 'x\n' }] });
    const made = await commit();
    expect(made.body).toMatchObject({ state: 'done', committed: true });
    expect((await commit()).body).toMatchObject({ committed: false, commit: made.body['commit'] });
    const [newest] = (await stage.ask('GET', `${id}/git/history`)).body['commits'] as unknown as object[];
    expect(newest).toMatchObject({ number: 3, kind: 'commit', message: 'feat: notes', author: 'Ada <ada@example.org>', changed: 0 });
    expect(stage.git.git(id, 'log', '-1', '--format=%s', 'main').trim()).toBe('feat: notes');
  });
});

describe('checks', () => {
  it('are a job on the newest commit: answered at once, or waited for', async () => {
    const id = await stage.create('python');
    const head = (await stage.ask('GET', id)).body['commit'];
    const started = await stage.ask('POST', `${id}/test`, undefined, { key: `test-${id}` });
    expect(started).toMatchObject({ status: 202, body: { workspace_id: id, kind: 'test', status: null, commit: head } });
    const waited = await stage.ask('POST', `${id}/test?wait=60`, undefined, { key: `test-${id}` });
    expect(waited).toMatchObject({ status: 200, body: { job_id: started.body['job_id'], state: 'done', status: 'passed', coverage: 90, tests: { total: 3 } } });
    expect((await stage.ask('GET', String(started.body['status_url']))).body).toEqual(waited.body);
    const asked = stage.checked.filter((request) => request.buildId === id);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ language: 'python', only: ['test'] });
    expect(asked[0]?.files.map(({ path }) => path)).toContain('app/api.py');
  });

  it('that the machine cannot run are unavailable, never passed', async () => {
    const id = await stage.create('java');
    expect((await stage.ask('POST', `${id}/test?wait=60`)).body).toMatchObject({ state: 'done', status: 'unavailable' });
    const python = await stage.create('python');
    const without = new Map(
      [...stage.deps.repositories.images].map(([name, image]) => [name, { ...image, checks: image.checks.filter((check) => check.name === 'test') }]),
    );
    const whole = stage.deps.repositories;
    stage.deps.repositories = { ...whole, images: without };
    const lint = await stage.ask('POST', `${python}/lint?wait=60`);
    const all = await stage.ask('POST', `${python}/validate?wait=60`);
    stage.deps.repositories = whole;
    const skipped = { name: 'audit', outcome: 'skipped' as const, required: false, findings: [], output: '', durationMs: 0 };
    stage.verdict = () => ({ ...passed(['scan-code']), checks: [...passed(['scan-code']).checks, skipped] });
    const scan = await stage.ask('POST', `${python}/security-scan?wait=60`);
    stage.verdict = (request) => passed(request.only);
    expect(scan.body).toMatchObject({ status: 'unavailable', checks: [{ name: 'scan-code' }, { name: 'audit', outcome: 'unavailable' }] });
    expect(lint.body).toMatchObject({ status: 'unavailable', checks: [{ name: 'lint', outcome: 'unavailable', findings: [{ rule: 'not-available' }] }] });
    expect(all.body).toMatchObject({ status: 'unavailable', tests: { total: 3 } });
  });

  it('that fail say where, and run again when the worker dies before they are written down', async () => {
    const id = await stage.create('python');
    const finding = { file: 'app/api.py', line: 3, rule: 'F401', message: 'unused' };
    stage.verdict = () => ({ ...passed([]), checks: [{ name: 'lint', outcome: 'failed', required: false, findings: [finding], output: '', durationMs: 2 }] });
    stage.dieAt = 'workspaceChecks:before';
    const lint = await stage.ask('POST', `${id}/lint?wait=60`);
    stage.verdict = (request) => passed(request.only);
    expect(lint.body).toMatchObject({ status: 'failed', checks: [{ name: 'lint', findings: [finding] }] });
    expect(stage.checked.filter((request) => request.buildId === id)).toHaveLength(2);
  });

  it('answer 404 for a job that is not there', async () => {
    const id = await stage.create();
    expect((await stage.ask('GET', `${id}/jobs/wsj-nope`)).status).toBe(404);
    expect((await stage.ask('GET', `${id}/jobs/%00`)).status).toBe(404);
  });
});

describe('deleting the project of a workspace', () => {
  it('removes both repositories and what serves it, also when the worker dies on the way', async () => {
    const made = await stage.ask('POST', '/projects', { name: 'Shop' });
    const projectId = String(made.body['id']);
    await stage.git.store.ensureProject(projectId);
    const answer = await stage.ask('POST', `${ROOT}?wait=60`, { template: 'go', name: 'part', project_id: projectId });
    const id = String(answer.body['id']);
    stage.dieAt = 'project:after';
    expect((await stage.ask('DELETE', `/projects/${projectId}`)).status).toBe(204);
    await eventually(() => !existsSync(join(stage.git.dir, `${projectId}.git`)) && !existsSync(join(stage.git.dir, `${id}.git`)));
    await eventually(() => stage.removed.length === 4);
    expect([...new Set(stage.removed)]).toEqual([`${projectId}/staging`, `${projectId}/production`]);
    expect((await stage.ask('GET', id)).status).toBe(404);
  });
});
