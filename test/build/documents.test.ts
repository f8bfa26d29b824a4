import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepDocuments, type NewDocument } from '../../activities/build/documents.js';
import { planTasks } from '../../activities/build/tasks.js';
import { verifyMain } from '../../activities/build/verify.js';
import { digestOf } from '../../db/canonical-json.js';
import { AgentStage, report } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const draft = (key: string, content: string, changes: Partial<NewDocument> = {}): NewDocument => ({
  key,
  kind: 'design',
  name: 'docs/design.md',
  title: 'Design',
  gate: 'G3',
  author: 'architect',
  mediaType: 'text/markdown',
  content,
  ...changes,
});

async function build(): Promise<{ id: string; projectId: string }> {
  const { buildId, projectId } = await newBuild(stage.database.db);
  return { id: buildId, projectId };
}

const versions = async ({ projectId }: { projectId: string }, name = 'docs/design.md') =>
  stage.database.sql<{ version: number; content: string; gate: string; build_id: string }>(
    'select version, content, gate, build_id from documents where project_id = $1 and name = $2 order by version',
    [projectId, name],
  );

describe('documents of a project', () => {
  it('get a version for each change, none for a redo or the same text', async () => {
    const project = await build();
    for (const [key, text] of [
      ['a', 'one'],
      ['a', 'a redo says something else'],
      ['b', 'one'],
      ['c', 'two'],
      ['d', 'one'],
    ] as const)
      await keepDocuments(stage.database.db, project, [draft(key, text)]);
    expect((await versions(project)).map(({ version, content }) => [version, content])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'one'],
    ]);
  });

  it('are numbered without gaps or repeats also when many write at once', async () => {
    const project = await build();
    await Promise.all(Array.from({ length: 12 }, (_, n) => keepDocuments(stage.database.db, project, [draft(`step-${n % 6}`, `text ${n % 6}`)])));
    expect((await versions(project)).map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('go on in the next build of the project, and keep what a database cannot hold as marks', async () => {
    const first = await build();
    await keepDocuments(stage.database.db, first, [draft('a', 'one')]);
    const { buildId } = await newBuild(stage.database.db, { projectId: first.projectId });
    await keepDocuments(stage.database.db, { id: buildId, projectId: first.projectId }, [draft('a', 'two \u0000 \ud800')]);
    expect((await versions(first)).map(({ version, content, build_id }) => [version, content, build_id])).toEqual([
      [1, 'one', first.id],
      [2, 'two \ufffd \ufffd', buildId],
    ]);
  });
});

describe('what the phases write', () => {
  it('is the approved plan as requirements, once', async () => {
    const plan = { title: 'Tasks', tasks: [{ id: 't1', goal: 'write it' }] };
    const { buildId, projectId } = await newBuild(stage.database.db, { plan: { digest: digestOf(plan), plan, author: 'me' } });
    for (let time = 0; time < 2; time += 1) await planTasks(stage.deps(), buildId, 1);
    const [prd, ...others] = await versions({ projectId }, 'PRD.md');
    expect(others).toEqual([]);
    expect(prd).toMatchObject({ version: 1, gate: 'G2', content: expect.stringContaining('- **t1** (backend-developer): write it') });
  });

  it('is each verdict on main, with what the tools wrote and printed beside it', async () => {
    const { buildId, projectId } = await newBuild(stage.database.db);
    await stage.git.store.ensureProject(projectId);
    const check = { name: 'test', outcome: 'failed' as const, required: true, findings: [], output: 'E  assert 1 == 2', durationMs: 1_500 };
    stage.verdict = ({ onReport }) => {
      for (const text of ['<first/>', '<second/>']) onReport?.({ check: 'test', kind: 'reports', path: '/tmp/mw-junit.xml', security: false, text });
      onReport?.({ check: 'test', kind: 'coverage', path: '/tmp/mw-lcov.info', security: false, text: 'LF:2\nLH:1\n' });
      onReport?.({ check: 'scan-code', kind: 'reports', path: '/tmp/mw-scan.sarif', security: true, text: '{}' });
      return report({ verdict: 'failed', summary: '1 failed', checks: [check] });
    };
    await verifyMain(stage.deps(), { buildId, round: 1 });
    stage.verdict = () => report();
    await verifyMain(stage.deps(), { buildId, round: 2 });
    const rows = await stage.database.sql<{ id: string; name: string; gate: string; media_type: string; content: string | null }>(
      'select id, name, gate, media_type, content from artifacts where build_id = $1 order by created_at, name',
      [buildId],
    );
    const kept = Object.fromEntries(rows.map((row) => [row.name, row]));
    const textOf = async (name: string) => kept[name]?.content ?? (await stage.blobs.read(kept[name]?.id ?? ''))?.toString();
    expect(kept['reports/test.xml']).toMatchObject({ gate: 'G6', media_type: 'application/xml' });
    expect(await textOf('reports/test.xml')).toBe('<second/>');
    expect(await textOf('coverage/test.info')).toBe('LF:2\nLH:1\n');
    expect(kept['reports/scan-code.sarif']).toMatchObject({ gate: 'G7', media_type: 'application/sarif+json' });
    const logs = rows.filter(({ name }) => name === 'checks.log').map(({ content }) => content);
    expect(logs).toHaveLength(2);
    expect(logs[0]).toBe('1 failed\n\n== test: failed (1.5 s)\nE  assert 1 == 2\n');
    expect((await versions({ projectId }, 'reports/checks.md')).map(({ gate, content }) => [gate, content.split('\n')[0]])).toEqual([
      ['G6', '# Checks: failed'],
      ['G6', '# Checks: passed'],
    ]);
  });
});

describe('errors', () => {
  it('are resolved by the verdict that passes, not by one that fails again', async () => {
    const { buildId, projectId } = await newBuild(stage.database.db);
    await stage.git.store.ensureProject(projectId);
    const states = async () =>
      stage.database.sql<{ state: string; at: boolean }>('select state, resolved_at is not null as at from journal where build_id = $1 order by id', [buildId]);
    stage.verdict = () => report({ verdict: 'failed', summary: '1 failed' });
    await verifyMain(stage.deps(), { buildId, round: 1 });
    await verifyMain(stage.deps(), { buildId, round: 2 });
    expect(await states()).toEqual([
      { state: 'open', at: false },
      { state: 'open', at: false },
    ]);
    stage.verdict = () => report();
    await verifyMain(stage.deps(), { buildId, round: 3 });
    expect(await states()).toEqual([
      { state: 'resolved', at: true },
      { state: 'resolved', at: true },
    ]);
  });
});
