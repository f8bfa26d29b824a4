import { describe, expect, it } from '@jest/globals';
import { BUILD, liveAt } from './stub-api.js';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (args: string[]) => stage.cli.run(args, { port: stage.api.port });
const at = '2027-01-15T08:02:00.000Z';
const line = (seq: number, source: string, text: string) => ({ seq, at, source, text });
const prints = (id: string, lines: object[]) =>
  stage.api.serve(new RegExp(`/deployments/${id}/output\\?`), { deployment_id: id, status: 'live', last_seq: lines.length, first_seq: 1, lines });

describe('mw output', () => {
  it('shows what the service that serves prints: stderr marked, indents kept, and no escape sequence', async () => {
    stage.api.status.deployments = [liveAt('http://127.0.0.1:1')];
    prints(`${BUILD}-staging-1`, [line(1, 'stdout', 'listening'), line(2, 'stderr', '  File \u001b[31m"a.py"'), line(3, 'note', '7 lines left out')]);
    const { code, out, err } = await mw(['output', 'abc123', '-n', '3']);
    expect(out).toMatch(/^\d\d:\d\d:\d\d {6}listening\n\d\d:\d\d:\d\d err {4}File "a.py"\n\d\d:\d\d:\d\d {6}\(7 lines left out\)\n$/);
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('staging, live') });
    expect(stage.api.requests.at(-1)?.path).toMatch(/\?limit=3$/);
  });

  it('is one JSON object a line for programs, and takes production before staging', async () => {
    const production = { ...liveAt('http://127.0.0.1:2'), id: `${BUILD}-production-2`, environment: 'production' as const };
    stage.api.status.deployments = [liveAt('http://127.0.0.1:1'), production];
    prints(production.id, [line(1, 'stdout', 'x')]);
    const { out } = await mw(['output', 'abc123', '--json']);
    expect(JSON.parse(out)).toEqual(line(1, 'stdout', 'x'));
  });

  it('is of the newest deployment when that is asked for, though an older one serves', async () => {
    const failed = { ...liveAt('http://127.0.0.1:1'), id: `${BUILD}-staging-2`, status: 'rolled_back', created_at: '2027-01-15T09:00:00Z' };
    stage.api.status.deployments = [failed, liveAt('http://127.0.0.1:1')];
    prints(`${BUILD}-staging-1`, [line(1, 'stdout', 'serves')]);
    prints(failed.id, [line(1, 'stdout', 'failed')]);
    expect((await mw(['output', 'abc123'])).out).toContain('serves');
    expect((await mw(['output', 'abc123', '--latest'])).out).toContain('failed');
  });

  it('follows from the last line on, and ends where nothing more comes', async () => {
    stage.api.status.deployments = [liveAt('http://127.0.0.1:1')];
    prints(`${BUILD}-staging-1`, [line(1, 'stdout', 'before')]);
    stage.api.serve(/output\/events/, Buffer.from(''));
    stage.api.refuse(/output\/events/, 404, { title: 'gone', code: 'NOT_FOUND', detail: 'gone', status: 404 });
    const { out, err, code } = await mw(['output', 'abc123', 'staging', '--follow']);
    expect(out).toContain('before');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('gone') });
    expect(stage.api.requests.at(-1)).toMatchObject({ path: expect.stringContaining('/output/events'), lastEventId: '1' });
  });

  it('ends at the last event of a deployment that serves no longer, and does not come back', async () => {
    stage.api.status.deployments = [liveAt('http://127.0.0.1:1')];
    prints(`${BUILD}-staging-1`, []);
    const last = [
      `id: 1\nevent: line\ndata: ${JSON.stringify(line(1, 'stdout', 'good bye'))}`,
      'id: 1\nevent: over\ndata: {"kind":"over","status":"superseded"}',
    ];
    stage.api.serve(/output\/events/, Buffer.from(last.map((event) => `${event}\n\n`).join('')));
    const { out, err, code } = await mw(['output', 'abc123', 'staging', '--follow']);
    expect({ code, out, err }).toEqual({
      code: 0,
      out: expect.stringContaining('good bye'),
      err: expect.stringContaining('staging: this deployment serves no longer'),
    });
    expect(stage.api.requests.filter(({ path }) => path.includes('/output/events'))).toHaveLength(1);
  });

  it('says that it has printed nothing yet, that nothing was deployed, and what a number of lines is', async () => {
    stage.api.status.deployments = [liveAt('http://127.0.0.1:1')];
    prints(`${BUILD}-staging-1`, []);
    expect(await mw(['output', 'abc123'])).toMatchObject({ code: 0, out: '', err: expect.stringContaining('printed nothing yet') });
    expect(await mw(['output', 'abc123', 'production'])).toMatchObject({ code: 1, err: expect.stringContaining('mw deploy abc123 production') });
    expect(await mw(['output', 'abc123', '-n', '9999'])).toMatchObject({ code: 2, err: expect.stringContaining('from 1 to 2000') });
  });
});
