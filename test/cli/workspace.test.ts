import { describe, expect, it } from '@jest/globals';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (...args: string[]) => stage.cli.run(['workspace', ...args], { port: stage.api.port });
const job = (over: object = {}) => ({
  job_id: 'wsj-1',
  workspace_id: 'ws-1',
  kind: 'test',
  state: 'done',
  status: 'passed',
  status_url: '/x',
  commit: 'a'.repeat(40),
  checks: [{ name: 'test', outcome: 'passed', required: true, findings: [], output: '', durationMs: 1_200 }],
  tests: { total: 8, failed: 0, skipped: 0 },
  coverage: 91,
  failure: null,
  created_at: '2026-01-01T00:00:00Z',
  started_at: null,
  ended_at: null,
  ...over,
});

describe('mw workspace', () => {
  it('makes one from a template and prints its id only', async () => {
    stage.api.serve(/\/workspaces\?/, { id: 'ws-1', status: 'ready', files: [] });
    expect(await mw('create', 'python', '--name', 'order desk')).toMatchObject({ code: 0, out: 'ws-1\n' });
  });

  it('names the templates there are when asked for another', async () => {
    expect(await mw('create', 'cobol')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('react-vite, nestjs') });
  });

  it('tells the verdict of checks by lines and by its exit code', async () => {
    stage.api.serve(/\/test\?/, job());
    const passed = await mw('test', 'ws-1');
    expect(passed).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^passed +test \(1\.2 s\)\n8 tests, 0 failed, 0 skipped; 91 % of the lines are covered\ntest: passed\n$/),
    });
    const findings = [{ file: 'app/api.py', line: 3, rule: 'S608', message: 'SQL put together from \u001b[31mparts' }];
    stage.api.serve(
      /\/security-scan\?/,
      job({ kind: 'security-scan', status: 'failed', tests: null, checks: [{ ...job().checks[0], name: 'scan-code', outcome: 'failed', findings }] }),
    );
    const failed = await mw('security-scan', 'ws-1');
    expect(failed).toMatchObject({ code: 1, out: expect.stringContaining('  app/api.py:3: S608: SQL put together from parts\n') });
    expect(JSON.parse((await mw('security-scan', 'ws-1', '--json')).out)).toMatchObject({ status: 'failed' });
  });

  it('waits for a job that takes longer than the API waits', async () => {
    stage.api.serve(/\/validate\?/, job({ kind: 'validate', state: 'running', status: null, checks: [], tests: null }));
    stage.api.serve(/\/jobs\/wsj-1$/, job({ kind: 'validate' }));
    expect(await mw('validate', 'ws-1')).toMatchObject({ code: 0, out: expect.stringMatching(/validate: passed\n$/) });
  });

  it('lists workspaces, files and commits, and sends a file out as it is', async () => {
    const page = { total: 1, page: 1 };
    stage.api.serve(/\/workspaces(\?|$)/, {
      ...page,
      items: [{ id: 'ws-1', name: 'desk', template: 'go', status: 'ready', commit: 'abcdef0123', file_count: 9 }],
    });
    expect((await mw('list')).out).toMatch(/ws-1 +go +ready +9 +abcdef01 +desk\n$/);
    stage.api.serve(/\/files\?path=/, { path: 'main.go', content: 'package main\n' });
    stage.api.serve(/\/files/, { ...page, items: [{ path: 'main.go', bytes: 12 }] });
    expect((await mw('files', 'ws-1')).out).toMatch(/12 +main\.go\n$/);
    expect((await mw('files', 'ws-1', 'main.go')).out).toBe('package main\n');
    stage.api.serve(/\/history/, { ...page, items: [{ commit: 'abcdef0123', at: '2026-01-02T03:04:05Z', author: 'Ada', message: 'first' }] });
    expect((await mw('history', 'ws-1')).out).toMatch(/abcdef01 +2026-01-0\d \d\d:\d4 +Ada +first\n$/);
  });

  it('commits with the given words, and says when there was nothing new', async () => {
    stage.api.serve(/\/ws-1\/git\/commit/, job({ kind: 'commit', status: null, checks: [], tests: null, committed: true }));
    expect(await mw('commit', 'ws-1', 'first version')).toMatchObject({ code: 0, out: `${'a'.repeat(40)}\n` });
    expect(stage.api.requests.at(-1)?.body).toEqual({ message: 'first version' });
    stage.api.serve(/\/ws-2\/git\/commit/, job({ kind: 'commit', status: null, checks: [], tests: null, committed: false }));
    expect((await mw('commit', 'ws-2', 'again')).out).toBe('There was nothing new to commit.\n');
  });
});
