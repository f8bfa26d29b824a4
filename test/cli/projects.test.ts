import { describe, expect, it } from '@jest/globals';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (...args: string[]) => stage.cli.run(args, { port: stage.api.port });
const list = (items: object[]) => ({ items, total: items.length, page: 1 });
const ESCAPE = '\u001b[31m';

const PROJECT = {
  id: 'proj-abc123',
  name: `Shop ${ESCAPE}`,
  created_at: '2026-01-02T03:04:05.000Z',
  environments: [
    { name: 'staging', url: 'http://127.0.0.1:4480', problem: 'Another program has port 4480.', active_deployment_id: 'd1', previous_deployment_id: null },
    { name: 'production', url: null, problem: null, active_deployment_id: null, previous_deployment_id: null },
  ],
  builds: [{ id: 'int-code-abc123', title: 'a shop', status: 'completed', created_at: '2026-01-02T03:04:05.000Z' }],
};
const document = (version: number) => ({
  id: `doc-${version}`,
  project_id: 'proj-abc123',
  build_id: 'int-code-abc123',
  gate: 'G2',
  kind: 'prd',
  name: 'PRD.md',
  title: 'Shop',
  version,
  latest_version: 2,
  author: 'product-manager',
  media_type: 'text/markdown',
  bytes: 7,
  sha256: 'f',
  created_at: '2026-01-02T03:04:05.000Z',
  url: '/',
  download_url: '/',
});

describe('mw projects', () => {
  it('lists them', async () => {
    stage.api.serve(/\/projects\?/, list([PROJECT]));
    expect((await mw('projects')).out).toMatch(/ID +MADE +NAME *\nproj-abc123 +2026-01-02 +Shop/);
  });

  it('says how to get one where there is none', async () => {
    stage.api.serve(/\/projects\?/, list([]));
    expect((await mw('projects')).out).toContain('mw build "what you want"');
  });

  it('shows where one runs, its builds and its documents, and nothing that steers a terminal', async () => {
    stage.api.serve(/\/projects\/proj-abc123$/, PROJECT);
    stage.api.serve(/\/documents\?/, list([document(2)]));
    const { out } = await mw('projects', 'proj-abc123');
    expect(out).not.toContain('\u001b');
    expect(out).toContain('staging: http://127.0.0.1:4480 does not answer: Another program has port 4480.');
    expect(out).not.toContain('production');
    expect(out).toMatch(/abc123 +completed +2026-01-02 +a shop/);
    expect(out).toMatch(/PRD\.md +prd +2 +Plan \(G2\) +Shop/);
    expect(JSON.parse((await mw('projects', 'proj-abc123', '--json')).out)).toMatchObject({ id: 'proj-abc123', documents: [{ id: 'doc-2' }] });
  });

  it('prints a document byte for byte, the newest or another version', async () => {
    stage.api.serve(/\/documents\?/, list([document(1), document(2)]));
    stage.api.serve(/\/documents\/doc-1$/, { ...document(1), content: `# One ${ESCAPE}\n` });
    stage.api.serve(/\/documents\/doc-2$/, { ...document(2), content: '# Two\n' });
    expect((await mw('projects', 'proj-abc123', '--read', 'PRD.md')).out).toBe('# Two\n');
    expect((await mw('projects', 'proj-abc123', '--read', 'PRD.md', '--revision', '1')).out).toBe(`# One ${ESCAPE}\n`);
    expect(await mw('projects', 'proj-abc123', '--read', 'PRD.md', '--revision', '7')).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such version'),
    });
  });

  it('deletes one only when told so where nobody can be asked', async () => {
    stage.api.serve(/\/projects\/proj-abc123$/, PROJECT);
    expect(await mw('projects', 'proj-abc123', '--delete')).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await mw('projects', 'proj-abc123', '--delete', '--yes')).toMatchObject({ code: 0, out: 'proj-abc123 is deleted.\n' });
    expect(await mw('projects', '--delete', '--yes')).toMatchObject({ code: 2, err: expect.stringContaining('Of which project?') });
  });
});

describe('mw errors', () => {
  const entry = {
    id: 12,
    projectId: 'proj-abc123',
    buildId: 'int-code-abc123',
    buildTitle: 'a shop',
    kind: 'error',
    owner: 'qa-engineer',
    message: `two tests fail ${ESCAPE}`,
    resolved: false,
    resolvedAt: null,
    createdAt: '2026-01-02T03:04:05.000Z',
  };

  it('tells what went wrong, in words without control characters', async () => {
    stage.api.serve(/\/error-history\?/, list([entry]));
    const { out } = await mw('errors');
    expect(out).toContain('abc123 error: two tests fail');
    expect(out).not.toContain('\u001b');
  });

  it('marks one as resolved, by its number', async () => {
    stage.api.serve(/\/error-history\/12$/, { ...entry, resolved: true });
    expect(await mw('errors', '--resolve', '12')).toMatchObject({ code: 0, out: '12 is resolved.\n' });
    expect(await mw('errors', '--resolve', 'x')).toMatchObject({ code: 2 });
  });
});
