import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliver, cleanUp, writeRetrospective } from '../../activities/build/deliver.js';
import { designArchitecture, designUx, keepUxChoice } from '../../activities/build/design.js';
import { languageOfPlan } from '../../activities/build/language.js';
import { draftPlan } from '../../activities/build/plan.js';
import { addTask, planTasks } from '../../activities/build/tasks.js';
import { verifyMain } from '../../activities/build/verify.js';
import type { CheckResult, Finding } from '../../activities/checks/port.js';
import { parseSarif } from '../../activities/checks/sarif.js';
import { digestOf } from '../../db/canonical-json.js';
import { LLM_REPAIRS_MAX } from '../../contracts/limits.js';
import { titleOf } from '../../contracts/title.js';
import { AgentStage, report } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { call, says, uses } from '../harness/provider.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const json = (value: unknown) => says(JSON.stringify(value));
const PLAN = {
  title: 'Tasks',
  tasks: [
    { id: 'api', goal: 'the api', depends_on: ['model'] },
    { id: 'model', goal: 'the model' },
  ],
};
const build = (changes = {}) => newBuild(stage.database.db, { budgetUsd: 1_000, ...changes });

describe('planning', () => {
  it('stores the plan once with its digest, whatever is done again', async () => {
    const { buildId } = await build();
    const deps = stage.deps([json(PLAN), json({ ...PLAN, title: 'Other' })]);
    const first = await draftPlan(deps, buildId, 0);
    expect(await draftPlan(deps, buildId, 0)).toEqual(first);
    expect(deps.provider.requests).toHaveLength(1);
    const rows = await stage.database.sql<{ version: number; digest: string; plan: object }>(
      'select version, digest, plan from plan_versions where build_id = $1',
      [buildId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ version: 1, digest: first.digest, plan: { made_by: 'counting-1' } });
    expect(digestOf(rows[0]?.plan)).toBe(first.digest);
  });

  describe('a plan that arrives', () => {
    const words = 'I want to keep my tasks. And be quick about it.';
    const named = async (changes: object) => {
      const made = await build({ description: words, ...changes });
      const names = async () => {
        const [row] = await stage.database.sql<{ title: string; name: string }>(
          'select b.title, p.name from builds b join projects p on p.id = b.project_id where b.id = $1',
          [made.buildId],
        );
        return [row?.title, row?.name];
      };
      return { ...made, names };
    };

    it('names a build and its own project that nobody named, and again when it is made anew', async () => {
      const { buildId, names } = await named({ title: titleOf(words) });
      const deps = stage.deps([json({ ...PLAN, title: ' Tasks\n API ' }), json({ ...PLAN, title: 'Chores API' })]);
      expect(await names()).toEqual(['I want to keep my tasks', 'I want to keep my tasks']);
      await draftPlan(deps, buildId, 0);
      await draftPlan(deps, buildId, 0);
      expect(await names()).toEqual(['Tasks API', 'Tasks API']);
      await draftPlan(deps, buildId, 1);
      expect(await names()).toEqual(['Chores API', 'Chores API']);
    });

    it('leaves a title and a name that somebody gave', async () => {
      const mine = await named({ title: 'Mine' });
      await draftPlan(stage.deps([json(PLAN)]), mine.buildId, 0);
      expect(await mine.names()).toEqual(['Mine', 'Mine']);
      const other = await named({ title: titleOf(words) });
      await stage.database.sql(`update projects set name = 'Ours' where id = $1`, [other.projectId]);
      await draftPlan(stage.deps([json(PLAN)]), other.buildId, 0);
      expect(await other.names()).toEqual(['Tasks', 'Ours']);
    });

    it('of a second build in a project does not name the project', async () => {
      const first = await named({ title: 'Mine' });
      const second = await named({ title: titleOf(words), projectId: first.projectId });
      await draftPlan(stage.deps([json(PLAN)]), second.buildId, 0);
      expect(await second.names()).toEqual(['Tasks', 'Mine']);
    });
  });

  it('tells the model exactly what was wrong, a bounded number of times', async () => {
    const { buildId } = await build();
    const deps = stage.deps([
      says('I think...'),
      json({ title: 'x', tasks: [] }),
      json({ ...PLAN, tasks: [{ id: 'a', goal: 'a', depends_on: ['ghost'] }] }),
      json(PLAN),
    ]);
    await draftPlan(deps, buildId, 0);
    const told = deps.provider.requests.slice(1).map(({ messages }) => messages.at(-1)?.content);
    expect(told[0]).toMatch(/no JSON/);
    expect(told[1]).toMatch(/tasks/);
    expect(told[2]).toMatch(/depends on ghost/);
    const other = await build();
    const hopeless = stage.deps([says('no')]);
    await expect(draftPlan(hopeless, other.buildId, 0)).rejects.toMatchObject({ code: 'PLAN_UNUSABLE' });
    expect(hopeless.provider.requests).toHaveLength(LLM_REPAIRS_MAX + 1);
  });

  it('ends with the plain words of a model that cannot', async () => {
    const { buildId } = await build();
    await expect(draftPlan(stage.deps([json({ cannot: 'say it as a list of fields' })]), buildId, 0)).rejects.toMatchObject({
      code: 'INTENT_NOT_UNDERSTOOD',
      detail: 'say it as a list of fields',
    });
  });

  it('goes on from the plan so far and the wishes', async () => {
    const { buildId } = await build();
    const deps = stage.deps([json(PLAN), json({ ...PLAN, title: 'Smaller' })]);
    await draftPlan(deps, buildId, 0);
    await stage.database.sql(
      `insert into approvals (id, build_id, decision, generation, user_id, reason, result) values ($1, $1, 'requestChanges', 1, 'local', 'smaller \`\`\`', '{}')`,
      [buildId],
    );
    expect(await draftPlan(deps, buildId, 1)).toMatchObject({ version: 2 });
    const asked = deps.provider.requests[1]?.messages.at(-1)?.content ?? '';
    expect(asked).toContain('"title":"Tasks"');
    expect(asked).toContain('````feedback\nsmaller ```\n````');
  });

  it('takes the plan of a fork without asking', async () => {
    const { buildId } = await build({ plan: { digest: digestOf(PLAN), plan: PLAN, author: 'me' } });
    const deps = stage.deps([]);
    expect(await draftPlan(deps, buildId, 0)).toMatchObject({ version: 1 });
    expect(deps.provider.requests).toHaveLength(0);
  });

  it('becomes tasks in the order of their dependencies, also when done twice or extended', async () => {
    const { buildId } = await build({ plan: { digest: digestOf(PLAN), plan: PLAN, author: 'me' } });
    for (let time = 0; time < 2; time += 1) expect((await planTasks(stage.deps(), buildId, 1)).tasks.map(({ id }) => id)).toEqual(['model', 'api']);
    for (let time = 0; time < 2; time += 1) await addTask(stage.deps(), { buildId, taskId: 'docs', role: 'technical-writer', goal: 'write', files: [] });
    expect(
      (await stage.database.sql<{ task_id: string }>('select task_id from tasks where build_id = $1 order by ordinal', [buildId])).map((row) => row.task_id),
    ).toEqual(['model', 'api', 'docs']);
  });

  it('finds its language by what is said first and clearest', () => {
    const known = (word: string) =>
      ({ python: 'python', py: 'python', typescript: 'node', node: 'node', javascript: 'node', go: 'go', golang: 'go', 'c#': 'csharp' })[word] ?? null;
    const of = (plan: { language?: string; stack?: string[]; files?: string[] }, description = '', stack = '') =>
      languageOfPlan({ language: plan.language, stack: plan.stack ?? [], tasks: [{ files: plan.files ?? [] }] }, { description, stack }, known);
    expect(of({ language: 'typescript', stack: ['python'] })).toBe('node');
    expect(of({ stack: ['Node.js 20', 'TypeScript.'] }, 'in python')).toBe('node');
    expect(of({ files: ['src/main.ts'] }, 'in python')).toBe('node');
    expect(of({}, 'a REST API in TypeScript, please')).toBe('node');
    expect(of({}, 'a COBOL program')).toBe('python');
    expect(of({ files: ['cmd/main.go'] })).toBe('go');
    expect(of({}, 'a service in Go')).toBe('go');
    expect(of({}, 'a C# library')).toBe('csharp');
    expect(of({}, 'Go to the page. Users go there and see tasks')).toBe('python');
  });
});

describe('designing', () => {
  const HOSTILE = [
    '../evil.md',
    '/etc/x.md',
    '.git/config.md',
    'package.json',
    'docs/package.json',
    '.github.md/../x.md',
    '.npmrc.json',
    'millwright.json',
    'tsconfig.build.json',
    'run.sh',
    'app.py',
    'docs/.env.txt',
    'a\nb.md',
  ];

  it('writes documents on main once, and nothing that could run or configure', async () => {
    const { buildId, projectId } = await build();
    const files = [...HOSTILE, 'docs/architecture.md', 'docs/openapi.json'].map((path) => ({ path, content: `of ${path}` }));
    const deps = stage.deps([json({ summary: 's', files })]);
    const first = await designArchitecture(deps, buildId);
    expect(first.files).toEqual(['docs/architecture.md', 'docs/openapi.json']);
    expect(await designArchitecture(deps, buildId)).toEqual(first);
    expect((await stage.git.store.list(projectId, 'main')).map(({ path }) => path)).toEqual(first.files);
    expect(stage.git.git(projectId, 'rev-list', '--count', 'main').trim()).toBe('2');
    expect(await stage.database.sql('select count(*)::int as n from artifacts where build_id = $1', [buildId])).toEqual([{ n: 2 }]);
  });

  it('may be empty', async () => {
    const { buildId } = await build();
    expect(await designArchitecture(stage.deps([json({})]), buildId)).toMatchObject({ files: [], summary: '' });
  });

  it('keeps the option that a person chose, and the nearest when there is no such number', async () => {
    const { buildId, projectId } = await build({ projectType: 'website' });
    const options = ['calm', 'dense'].map((title) => ({ title, html: `<h1>${title}</h1>` }));
    const deps = stage.deps([json({ options })]);
    expect((await designUx(deps, buildId)).titles).toEqual(['calm', 'dense']);
    await keepUxChoice(deps, buildId, 7);
    await keepUxChoice(deps, buildId, 7);
    expect((await stage.git.store.read(projectId, 'main', 'docs/ux.html'))?.toString()).toBe('<h1>dense</h1>');
    expect(deps.provider.requests).toHaveLength(1);
  });
});

describe('the verdict and the result', () => {
  it("is the engine's own on the commit of main, kept as proof", async () => {
    const { buildId, projectId } = await build({ options: { tests: true, docs: true, deployment: true, review: false } });
    await stage.git.store.ensureProject(projectId);
    const head = await stage.git.store.head(projectId, 'main');
    stage.checked.length = 0;
    stage.verdict = () => report({ verdict: 'failed', summary: '1 failed', tests: { total: 2, failed: 1, skipped: 0, names: [] } });
    const failed = await verifyMain(stage.deps(), { buildId, round: 1 });
    stage.verdict = () => report();
    const passed = await verifyMain(stage.deps(), { buildId, round: 2 });
    expect([failed.passed, passed.passed, passed.commit]).toEqual([false, true, head]);
    expect(passed.reportDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(stage.checked.map(({ allowNoTests }) => allowNoTests)).toEqual([false, false]);
    expect((await stage.database.sql<{ kind: string }>(`select kind from journal where build_id = $1`, [buildId])).map(({ kind }) => kind)).toEqual(['error']);
    expect(await stage.database.sql(`select result ->> 'commit' as commit from builds where id = $1`, [buildId])).toEqual([{ commit: head }]);
  });

  it('is scanned for security: SARIF is kept for G7, and what could not be looked up is never called clean', async () => {
    const { buildId, projectId } = await build();
    await stage.git.store.ensureProject(projectId);
    const scan = (name: string, outcome: 'passed' | 'failed' | 'unavailable', findings: Finding[] = []) =>
      ({ name, outcome, findings, required: false, security: true, output: '', durationMs: 1 }) as const;
    const found = { file: 'app.py', line: 3, rule: 'S602', message: 'a shell' };
    const scans = async (round: number, ...checks: CheckResult[]) => {
      stage.verdict = () => report({ checks });
      return (await verifyMain(stage.deps(), { buildId, round })).scan;
    };
    expect(await scans(1, scan('scan-code', 'passed'), scan('scan-secrets', 'passed'))).toMatchObject({
      state: 'clean',
      summary: 'scan-code, scan-secrets: nothing found',
    });
    expect(await scans(2, scan('scan-code', 'failed', [found]), scan('audit', 'unavailable'))).toMatchObject({
      state: 'findings',
      summary: 'scan-code: 1 findings (S602 in app.py:3); audit: unavailable, which does not mean clean',
    });
    expect(await scans(3, scan('scan-code', 'passed'), scan('audit', 'unavailable'))).toMatchObject({ state: 'unavailable' });
    expect(await scans(4)).toMatchObject({ state: 'unavailable', summary: 'security scan: unavailable, which does not mean clean' });
    stage.verdict = () => report();
    const kept = await stage.database.sql<{ gate: string; content: string }>(
      `select gate, content from artifacts where build_id = $1 and name = 'scan.sarif'`,
      [buildId],
    );
    expect(kept.every(({ gate }) => gate === 'G7')).toBe(true);
    expect(kept.flatMap(({ content }) => parseSarif(content))).toEqual([found]);
    expect(stage.checked.at(-1)).toMatchObject({ thorough: true });
  });

  it('is delivered as a patch, with a word on whether it can be deployed', async () => {
    const { buildId, projectId } = await build();
    await stage.git.store.ensureProject(projectId);
    const head = (await stage.git.store.head(projectId, 'main'))!;
    const commit = await stage.git.store.commit(projectId, {
      branch: 'main',
      expectedHead: head,
      step: 's',
      date: new Date(0),
      author: 'a',
      message: 'm',
      written: [{ path: 'millwright.json', content: Buffer.from('{"start": ["python3", "-m", "app"]}') }],
      deleted: [],
    });
    for (let time = 0; time < 2; time += 1)
      expect(await deliver(stage.deps(), buildId, commit)).toEqual({ commit, deployable: true, why: 'python3 -m app', notBuilt: [] });
    const [patch] = await stage.database.sql<{ content: string }>(`select content from artifacts where build_id = $1 and name = 'build.diff'`, [buildId]);
    expect(patch?.content).toContain('+{"start": ["python3", "-m", "app"]}');
    // The next build of the project found that file on main: it is none of its changes.
    await stage.database.sql(
      `insert into sessions (id, build_id, task_id, role, generation, attempt, branch, base_commit, head, language) values ($1 || '/s', $1, 'api', 'backend-developer', 1, 1, 'b', $2, $2, 'python')`,
      [buildId, commit],
    );
    await stage.database.sql(`delete from artifacts where build_id = $1`, [buildId]);
    await deliver(stage.deps(), buildId, commit);
    expect(await stage.database.sql(`select content from artifacts where build_id = $1 and name = 'build.diff'`, [buildId])).toEqual([{ content: '' }]);
    expect(await writeRetrospective(stage.deps(), buildId)).toEqual({ summary: expect.stringMatching(/^0 tasks in 1 sessions? and 0 turns/) });
  });

  it('is looked back at by its time of work, without what it waited for a person', async () => {
    const { buildId } = await build();
    await stage.database.sql(`update builds set created_at = now() - interval '10 hours', estimate = $2 where id = $1`, [
      buildId,
      { hours: 15 / 3_600, usd: 0, basis: '' },
    ]);
    await stage.database.sql(
      `insert into events (build_id, seq, key, kind, data, at) values ($1, 901, 'asked', 'gate.opened', '{}', now() - interval '10 hours'),
       ($1, 902, 'decided', 'gate.decided', '{}', now() - interval '20 seconds')`,
      [buildId],
    );
    const { summary } = await writeRetrospective(stage.deps(), buildId);
    expect(summary).toMatch(/turns; \d+ seconds of work and \$0 against an estimate of 15 seconds and \$0; waits for people left out\.$/);
  });

  it('leaves nothing running and no branch after a stop, and keeps the work as a patch', async () => {
    const session = await stage.session();
    await stage.work(stage.deps([uses(call('write_file', { path: 'half.py', content: 'x = 1\n' }))]), session, { turnsMax: 1 });
    for (let time = 0; time < 2; time += 1) await cleanUp(stage.deps(), session.buildId);
    const [row] = await stage.database.sql('select s.state, t.status from sessions s join tasks t using (build_id) where build_id = $1', [session.buildId]);
    expect(row).toEqual({ state: 'ended', status: 'stopped' });
    expect(await stage.git.store.branches(session.projectId, '')).toMatchObject([{ branch: 'main' }]);
    const patches = await stage.database.sql<{ name: string; content: string }>('select name, content from artifacts where build_id = $1', [session.buildId]);
    expect(patches).toEqual([{ name: 'unmerged-t1-1.1.diff', content: expect.stringContaining('+x = 1') }]);
  });
});
