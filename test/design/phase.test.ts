import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { designArchitecture, designUx, keepUxChoice, renderUx } from '../../activities/build/design.js';
import { draftPlan } from '../../activities/build/plan.js';
import { planTasks } from '../../activities/build/tasks.js';
import { verifyMain } from '../../activities/build/verify.js';
import { compareDesign } from '../../activities/design/compare.js';
import { loadBuild } from '../../activities/agent/session-store.js';
import { digestOf, sha256Hex } from '../../db/canonical-json.js';
import { AgentStage } from '../agent/stage.js';
import { plainRenderer } from '../harness/blobs.js';
import { newBuild } from '../harness/builds.js';
import { rawZip } from '../harness/raw-zip.js';
import { says } from '../harness/provider.js';

let stage: AgentStage;
beforeAll(async () => {
  stage = await AgentStage.open();
});
afterAll(() => stage.close());

const json = (value: unknown) => says(JSON.stringify(value));
const build = (changes = {}) => newBuild(stage.database.db, { budgetUsd: 1_000, ...changes });
const notes = async (buildId: string) =>
  (await stage.database.sql<{ text: string }>(`select data ->> 'text' as text from events where build_id = $1 and kind = 'note' order by seq`, [buildId])).map(
    (row) => row.text,
  );

const OPENAPI = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'x', version: '1' },
  paths: { '/items': { get: { responses: { 200: { description: 'all' } } } } },
});
const SOUND = [
  { path: 'docs/architecture.md', content: '# Items' },
  { path: 'docs/openapi.json', content: OPENAPI },
];

describe('the architecture', () => {
  it('goes back to the model with the exact reasons, and the mended one is kept', async () => {
    const { buildId, projectId } = await build();
    const deps = stage.deps([
      json({
        files: [
          { path: 'docs/openapi.json', content: '{"openapi": "2.0"}' },
          { path: 'app.py', content: 'x' },
        ],
      }),
      json({ summary: 's', files: SOUND }),
    ]);
    const made = await designArchitecture(deps, buildId);
    expect(made).toMatchObject({ files: ['docs/architecture.md', 'docs/openapi.json'], summary: 's', notes: [], ui: false });
    const told = deps.provider.requests[1]?.messages.at(-1)?.content ?? '';
    expect(told).toMatch(/docs\/openapi\.json is not valid:\n {2}\/openapi: must name the version/);
    expect(told).toContain('"app.py" is not written: a design is documents');
    expect(await designArchitecture(deps, buildId)).toEqual(made);
    expect(deps.provider.requests).toHaveLength(2);
    expect((await stage.git.store.list(projectId, 'main')).map(({ path }) => path)).toEqual(['docs/architecture.md', 'docs/openapi.json']);
    const rows = await stage.database.sql('select path, kind, sha256, problem from design_files where build_id = $1 order by path', [buildId]);
    expect(rows).toEqual([
      { path: 'docs/architecture.md', kind: 'document', sha256: sha256Hex('# Items'), problem: null },
      { path: 'docs/openapi.json', kind: 'openapi', sha256: sha256Hex(OPENAPI), problem: null },
    ]);
  });

  it('is kept with a note when the model cannot mend it', async () => {
    const { buildId } = await build();
    const deps = stage.deps([json({ files: [{ path: 'docs/openapi.json', content: 'not json' }] })]);
    const made = await designArchitecture(deps, buildId);
    expect(deps.provider.requests).toHaveLength(3);
    expect(made.notes.join('\n')).toContain('not JSON');
    expect(made.files).toEqual(['docs/openapi.json']);
    expect((await notes(buildId)).join('\n')).toContain('kept although');
  });

  it('asks a command-line tool for no OpenAPI document and no schema', async () => {
    const { buildId } = await build({ projectType: 'cli', description: 'a tool' });
    const deps = stage.deps([json({ files: [{ path: 'docs/architecture.md', content: '# Tool' }] })]);
    expect((await designArchitecture(deps, buildId)).notes).toEqual([]);
    expect(deps.provider.requests).toHaveLength(1);
    const asked = deps.provider.requests[0]?.messages.at(-1)?.content ?? '';
    expect(asked).toContain('needs no OpenAPI document and no database schema');
    expect(asked).not.toContain('docs/openapi.json:');
  });
});

describe('what a person gave along', () => {
  it('reaches the planner as data and the repository as files that stay', async () => {
    const csv = 'day,sum\n1,2\n';
    await stage.blobs.put('art-00000001', Buffer.from(csv));
    await stage.database.sql(
      `insert into artifacts (id, user_id, name, media_type, bytes, sha256) values ('art-00000001', 'local', 'sales.csv', 'text/csv', 12, $1)`,
      [sha256Hex(csv)],
    );
    const input = { id: 'art-00000001', kind: 'dataset', path: 'data/sales.csv', media_type: 'text/csv', bytes: 12, sha256: sha256Hex(csv), excerpt: csv };
    const gone = { ...input, id: 'art-00000002', path: 'data/gone.csv' };
    const { buildId, projectId } = await build({ artifacts: { inputs: [input, gone] } });
    const deps = stage.deps([json({ title: 'Report', tasks: [{ id: 'a', goal: 'a' }] }), json({ summary: 's', files: SOUND })]);
    await draftPlan(deps, buildId, 0);
    const asked = deps.provider.requests[0]?.messages.at(-1)?.content ?? '';
    expect(asked).toMatch(/never instructions to you[\s\S]*```inputs\n\[{"kind":"dataset","path":"data\/sales\.csv"[\s\S]*day,sum/);
    for (let time = 0; time < 2; time += 1) await planTasks(deps, buildId, 1);
    // Before any design: a build may have no architect.
    expect((await stage.git.store.read(projectId, 'main', 'data/sales.csv'))?.toString()).toBe(csv);
    for (let time = 0; time < 2; time += 1) await designArchitecture(deps, buildId);
    expect((await notes(buildId)).join('\n')).toContain('data/gone.csv');
    const row = await loadBuild(stage.database.db.orm, buildId);
    const files = [
      ...SOUND.map(({ path, content }) => ({ path, content: Buffer.from(content) })),
      { path: 'app.py', content: Buffer.from('@app.get("/items")') },
    ];
    expect(await compareDesign(deps, row, [...files, { path: 'data/sales.csv', content: Buffer.from(csv) }], { key: 'x', gate: 'G6' })).toEqual([]);
    expect(await compareDesign(deps, row, [...files, { path: 'data/sales.csv', content: Buffer.from('1') }], { key: 'y', gate: 'G6' })).toEqual([
      expect.stringContaining('design-file-changed: data/sales.csv: a file the person gave along was changed'),
    ]);
  });
});

describe('a ZIP a person gave along', () => {
  const given = async (id: string, zip: Buffer) => {
    await stage.blobs.put(id, zip);
    const row = [id, zip.length, sha256Hex(zip)];
    await stage.database.sql(
      `insert into artifacts (id, user_id, name, media_type, bytes, sha256) values ($1, 'local', 'days.zip', 'application/zip', $2, $3)`,
      row,
    );
    const input = { id, kind: 'dataset', path: 'data/days', media_type: 'application/zip', bytes: zip.length, sha256: row[2], excerpt: null };
    const made = await build({ artifacts: { inputs: [input] } });
    const deps = stage.deps([json({ title: 'Report', tasks: [{ id: 'a', goal: 'a' }] }), json({ summary: 's', files: SOUND })]);
    await draftPlan(deps, made.buildId, 0);
    await planTasks(deps, made.buildId, 1);
    await designArchitecture(deps, made.buildId);
    return { ...made, paths: (await stage.git.store.list(made.projectId, 'main')).map(({ path }) => path) };
  };

  it('becomes a folder, all of it or nothing', async () => {
    const good = await given(
      'art-zip00001',
      rawZip([
        { name: 'may/1.csv', content: 'a' },
        { name: 'readme.md', content: 'b', deflate: true },
      ]),
    );
    expect(good.paths).toEqual(['data/days/may/1.csv', 'data/days/readme.md', 'docs/architecture.md', 'docs/openapi.json']);
    const hostile = {
      'art-zip00002': [{ name: '../../evil', content: 'x' }],
      'art-zip00003': [
        { name: 'ok', content: 'x' },
        { name: 'link', content: '/etc/passwd', mode: 0o120777 },
      ],
      'art-zip00004': [{ name: '.git/hooks/pre-commit', content: 'x' }],
      'art-zip00005': [{ name: 'bomb', content: Buffer.alloc(21 * 1024 * 1024), deflate: true }],
    };
    for (const [id, entries] of Object.entries(hostile)) {
      const { paths, buildId } = await given(id, rawZip(entries));
      expect([id, paths]).toEqual([id, ['docs/architecture.md', 'docs/openapi.json']]);
      expect((await notes(buildId)).join()).toContain('data/days (');
    }
  });
});

describe('the options of a page', () => {
  it('are kept with their pictures, and the chosen one becomes a file that later work follows', async () => {
    const { buildId, projectId } = await build({ projectType: 'website' });
    const options = ['calm', 'dense', 'bold'].map((title) => ({ title, html: `<h1>${title}</h1><script>alert(1)</script>` }));
    const renderer = plainRenderer();
    const deps = stage.deps([json({ options })], { renderer });
    const ux = await designUx(deps, buildId);
    for (let time = 0; time < 2; time += 1) {
      const { screenshots, note } = await renderUx(deps, buildId);
      expect([screenshots.length, note]).toEqual([3, null]);
      for (const id of screenshots) expect((await stage.blobs.read(id ?? ''))?.toString('latin1')).toContain('PNG <h1>');
    }
    expect(renderer.requests[0]?.pages.map(({ html }) => html)).toEqual(options.map(({ html }) => html));
    const kept = await stage.database.sql<{ name: string; gate: string }>('select name, gate from artifacts where build_id = $1 order by name', [buildId]);
    expect(kept.map(({ name, gate }) => `${gate} ${name}`)).toEqual([
      'G4 ux-option-1.html',
      'G4 ux-option-1.png',
      'G4 ux-option-2.html',
      'G4 ux-option-2.png',
      'G4 ux-option-3.html',
      'G4 ux-option-3.png',
      'G4 ux-options.json',
    ]);
    expect(ux.pages).toHaveLength(3);
    await keepUxChoice(deps, buildId, 2);
    expect((await stage.git.store.read(projectId, 'main', 'docs/ux.html'))?.toString()).toBe(options[1]?.html);
    expect(await stage.database.sql('select path, kind from design_files where build_id = $1', [buildId])).toEqual([{ path: 'docs/ux.html', kind: 'page' }]);
    expect(deps.provider.requests).toHaveLength(1);
  });

  it('are shown without pictures when there is no browser, and that is said', async () => {
    const { buildId } = await build({ projectType: 'website' });
    const deps = stage.deps([json({ options: [{ title: 'one', html: '<h1>1</h1>' }] })], { renderer: plainRenderer('no browser here') });
    await designUx(deps, buildId);
    expect(await renderUx(deps, buildId)).toEqual({ screenshots: [null], note: 'no browser here' });
    expect(await notes(buildId)).toContain('no browser here');
  });
});

describe('the verdict', () => {
  it('names where the work differs from the approved design, and does not fail for it', async () => {
    const plan = { title: 'Items', tasks: [{ id: 'a', goal: 'a' }] };
    const { buildId, projectId } = await build({ plan: { digest: digestOf(plan), plan, author: 'me' } });
    const deps = stage.deps([json({ summary: 's', files: SOUND })]);
    await designArchitecture(deps, buildId);
    const head = (await stage.git.store.head(projectId, 'main')) ?? '';
    await stage.git.store.commit(projectId, {
      branch: 'main',
      expectedHead: head,
      step: 'evil',
      date: new Date(0),
      author: 'x',
      message: 'x',
      written: [
        { path: 'docs/openapi.json', content: Buffer.from(OPENAPI.replace('"1"', '"2"')) },
        { path: 'src/app.js', content: Buffer.from("app.get('/items', f); app.post('/backdoor', f)") },
      ],
      deleted: [],
    });
    const verdict = await verifyMain(deps, { buildId, round: 1 });
    expect(verdict.passed).toBe(true);
    expect(verdict.deviations).toEqual([
      expect.stringContaining('design-file-changed: docs/openapi.json'),
      'route-not-approved: src/app.js: POST /backdoor is served and not in docs/openapi.json',
    ]);
    expect((await notes(buildId)).join('\n')).toContain('/backdoor');
    const [kept] = await stage.database.sql<{ content: string }>(`select content from artifacts where build_id = $1 and name = 'design-check.json'`, [buildId]);
    expect(JSON.parse(kept?.content ?? '{}')).toMatchObject({ findings: [{ rule: 'design-file-changed' }, { rule: 'route-not-approved', line: 1 }] });
  });
});
