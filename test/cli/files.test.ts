import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { splitPatch } from '../../cli/view/patch.js';
import { stageCli } from './stage.js';

const stage = stageCli();

const mw = (...args: string[]) => stage.cli.run(args, { port: stage.api.port });

const DIFF = `diff --git a/app/main.py b/app/main.py
index 1111111..2222222 100644
--- a/app/main.py
+++ b/app/main.py
@@ -1,2 +1,3 @@
 import os
-print("old")
+print("\u001b[31mnew")
+-- not a head
diff --git a/old.txt b/old.txt
deleted file mode 100644
--- a/old.txt
+++ /dev/null
@@ -1 +0,0 @@
-gone
diff --git a/logo.png b/logo.png
new file mode 100644
Binary files /dev/null and b/logo.png differ
`;

describe('mw diff', () => {
  beforeEach(() => stage.api.serve(/\/diff$/, DIFF));

  it('is byte for byte what the API answered when it is piped', async () => {
    expect((await mw('diff', 'abc123')).out).toBe(DIFF);
  });

  it('knows its files, and how many lines of each were added and removed', async () => {
    const { out } = await mw('diff', 'abc123', '--json');
    expect((JSON.parse(out) as object[]).map((file) => ({ ...file, patch: undefined }))).toEqual([
      { path: 'app/main.py', added: 2, removed: 1 },
      { path: 'old.txt', added: 0, removed: 1 },
      { path: 'logo.png', added: 0, removed: 0 },
    ]);
    expect((await mw('diff', 'abc123', '--stat')).out).toMatch(/^app\/main.py +\+2 -1 +\+\+-\n[^]*3 files, \+2 -2\n$/);
  });

  it('of a build that has none yet says what the build does; of no build, that there is none', async () => {
    stage.api.refuse(/diff$/, 404, { code: 'NOT_FOUND', title: 'There is no such thing here', detail: 'x' }, 2);
    const early = await mw('diff', 'abc123');
    expect(early).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/Nothing is built yet\s+int-code-abc123 is planning[^]*mw watch abc123/) });
    expect((await mw('diff', 'nope99')).err).toContain('mw status --all');
  });

  it('shows the files of a folder only, and says when there are none', async () => {
    expect((await mw('diff', 'abc123', './app/')).out).toBe(DIFF.slice(0, DIFF.indexOf('diff --git a/old.txt')));
    expect(await mw('diff', 'abc123', 'src')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('It has not changed src') });
  });

  it('takes names of renamed files from where they went', () => {
    const [file] = splitPatch('diff --git a/a b b/c\nsimilarity index 100%\nrename from a b\nrename to c\n');
    expect(file).toMatchObject({ path: 'c', added: 0, removed: 0 });
  });
});

describe('mw artifacts', () => {
  const artifact = (name: string) => ({
    id: 'art-1234',
    name,
    gate: 'G5',
    media_type: 'text/plain',
    bytes: 1_500,
    sha256: '',
    status: 'available',
    created_at: '',
    url: '',
  });
  const list = (...items: object[]) => ({ items, total: items.length, page: 1, artifacts: items });

  it('lists what a build kept', async () => {
    stage.api.serve(/\/artifacts\?/, list(artifact('tests.json'), artifact('\u001b[2Jevil')));
    const { out } = await mw('artifacts', 'abc123');
    expect(out).toMatch(/^ID +SIZE +OF +TYPE +EXPIRES +NAME\nart-1234 +1\.5 KB +Development \(G5\) +text\/plain +- +tests\.json\n.* evil\n$/);
  });

  it('uploads files, all of which are there, and prints their ids', async () => {
    const file = join(stage.cli.home, 'brief.md');
    writeFileSync(file, 'the brief');
    stage.api.serve(/\/artifacts\/upload$/, artifact('brief.md'));
    expect(await mw('artifacts', '--upload', file)).toMatchObject({ code: 0, out: 'art-1234\n' });
    expect(JSON.stringify(stage.api.requests.at(-1)?.body)).toMatch(/filename=\\"brief.md\\"[^]*the brief/);
    expect(await mw('artifacts', '--upload', file, '/nowhere')).toMatchObject({ code: 2 });
    expect(stage.api.requests).toHaveLength(1);
  });

  it('downloads by name into this folder, whatever folder the name asks for, and writes over nothing', async () => {
    stage.api.serve(/\/artifacts\?/, list(artifact('../../etc/report.txt')));
    stage.api.serve(/\/artifacts\/art-1234$/, Buffer.from([0, 255, 10]));
    expect(await mw('artifacts', 'abc123', '--download', '../../etc/report.txt')).toMatchObject({ code: 0, out: 'report.txt\n' });
    expect(readFileSync(join(stage.cli.home, 'report.txt'))).toEqual(Buffer.from([0, 255, 10]));
    const again = await mw('artifacts', 'abc123', '--download', 'art-1234');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('report.txt is there already') });
    expect(await mw('artifacts', 'abc123', '--download', 'nothing')).toMatchObject({ code: 2, err: expect.stringContaining('has no artifact nothing') });
  });

  it('downloads the finished code, to a file or to stdout', async () => {
    stage.api.serve(/\/download$/, 'PK zip');
    expect((await mw('artifacts', 'abc123', '--result', '--output', '-')).out).toBe('PK zip');
    expect(await mw('artifacts', 'abc123', '--result', '--json')).toMatchObject({ out: '{"file":"int-code-abc123.zip","bytes":6}\n' });
    expect(existsSync(join(stage.cli.home, 'int-code-abc123.zip'))).toBe(true);
    expect((await mw('artifacts', '--result')).code).toBe(2);
  });
});

describe('mw notifications', () => {
  const notification = (id: number, over: object = {}) => ({
    id,
    title: 'The plan is ready',
    text: '',
    build_id: 'int-code-abc123',
    open: true,
    read_at: null,
    created_at: '2027-01-15T08:00:01Z',
    ...over,
  });

  it('tells what is unread with the command that answers it, and marks no more than it has told', async () => {
    stage.api.serve(/\/notifications\/read$/, { unread: 1 });
    stage.api.serve(/\/notifications\?/, { items: [notification(7), notification(4, { open: false })], total: 2, page: 1, unread: 2 });
    const { out } = await stage.cli.run(['notifications'], { port: stage.api.port, env: { TZ: 'UTC' } });
    expect(out).toBe('   7  2027-01-15 08:00  The plan is ready\n                        ./mw status abc123\n   4  2027-01-15 08:00  The plan is ready\n');
    expect(stage.api.requests.at(-1)?.path).toContain('status=unread');
    expect((await mw('notifications', '--read')).out).toBe('1 unread.\n');
    expect(stage.api.requests.at(-1)?.body).toEqual({ up_to: 7 });
    await mw('notifications', '--read', '4', '7');
    expect(stage.api.requests.at(-1)?.body).toEqual({ ids: [4, 7] });
    expect((await mw('notifications', '--read', 'x')).code).toBe(2);
  });
});
