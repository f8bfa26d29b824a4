import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GitStore } from '../../activities/git/store.js';
import { distFolder } from '../../config.js';
import { change, DATE, stage, type Stage } from './stage.js';

let git: Stage;
let projects = 0;
beforeAll(() => {
  git = stage();
});
afterAll(() => git.remove());

/** A project with the branch agt/t1 at its first commit. */
async function project(): Promise<{ id: string; base: string }> {
  projects += 1;
  const id = `proj-${projects}`;
  await git.store.ensureProject(id);
  const base = (await git.store.head(id, 'main'))!;
  await git.store.createBranch(id, 'agt/t1', base);
  return { id, base };
}

describe('committing', () => {
  it('gives a redo the same commit, in any process and at any time', async () => {
    const { id, base } = await project();
    const request = change(base, { 'a.txt': 'one', 'b/c.sh': 'two' });
    const first = await git.store.commit(id, request);
    expect(await git.store.commit(id, request)).toBe(first);
    expect(await new GitStore(git.dir).commit(id, request)).toBe(first);
    const other = await project();
    expect(other.base).toBe(base);
    expect(await git.store.commit(other.id, request)).toBe(first);
    expect(git.git(id, 'rev-list', '--count', 'agt/t1').trim()).toBe('2');
    expect(git.git(id, 'fsck', '--strict')).toBe('');
  });

  it('refuses a zombie whose branch went on', async () => {
    const { id, base } = await project();
    const first = await git.store.commit(id, change(base, { a: '1' }));
    const second = await git.store.commit(id, change(first, { a: '2' }, { step: 's/1.1' }));
    await expect(git.store.commit(id, change(base, { a: 'zombie' }))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    await expect(git.store.commit(id, change(base, { a: 'late' }, { step: 's/9.9' }))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await git.store.head(id, 'agt/t1')).toBe(second);
  });

  it('adopts what an earlier attempt of the same step committed, though it differs', async () => {
    const { id, base } = await project();
    const earlier = await git.store.commit(id, change(base, { 'out.txt': 'built at 10:00' }));
    expect(await git.store.commit(id, change(base, { 'out.txt': 'built at 10:01' }))).toBe(earlier);
    expect((await git.store.read(id, earlier, 'out.txt'))?.toString()).toBe('built at 10:00');
  });

  it('says in its trailers whose work it is', async () => {
    const { id, base } = await project();
    const head = await git.store.commit(id, change(base, { a: '1' }, { author: 'architect', task: 'store' }));
    expect(git.git(id, 'log', '-1', '--format=%(trailers:only,unfold)', head).trim()).toBe(
      'Millwright-Step: s/1.0\nMillwright-Agent: architect\nMillwright-Task: store',
    );
  });

  it('does not take a step named in the message for the step of the commit', async () => {
    const { id, base } = await project();
    const messages = [
      'x\n\nMillwright-Step: s/victim',
      'Millwright-Step: s/victim\n',
      'x\n---\nMillwright-Step: s/victim',
      'x\n\nMillwright-Step: s/victim\nSigned-off-by: a <b@c>\n\n',
    ];
    let head = base;
    for (const [index, message] of messages.entries()) head = await git.store.commit(id, change(head, { a: `${index}` }, { step: `s/${index}`, message }));
    await expect(git.store.commit(id, change(base, { a: 'mine' }, { step: 's/victim' }))).rejects.toMatchObject({ code: 'LEASE_LOST' });
    expect(await git.store.commit(id, change(base, { a: 'mine' }, { step: 's/3' }))).toBe(head);
  });

  it('lets exactly one of many attempts win, and the losers know it', async () => {
    const { id, base } = await project();
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, (_, n) => new GitStore(git.dir).commit(id, change(base, { a: `${n}` }, { step: `s/${n}` }))),
    );
    const winners = results.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    for (const loser of results.filter((result) => result.status === 'rejected')) expect(loser.reason).toMatchObject({ code: 'LEASE_LOST' });
    expect(await git.store.head(id, 'agt/t1')).toBe(winners[0]?.value);
  });

  it('gives attempts of one step at once the same commit', async () => {
    const { id, base } = await project();
    const results = await Promise.all(Array.from({ length: 6 }, (_, n) => new GitStore(git.dir).commit(id, change(base, { a: `${n}` }))));
    expect(new Set(results).size).toBe(1);
  });

  it('keeps paths and bytes exactly, whatever is in them', async () => {
    const { id, base } = await project();
    const files: Record<string, string> = {
      'a "b".txt': 'q',
      "it's": 's',
      '日本語/ファイル.txt': 'u',
      'e\u0301': 'nfd',
      é: 'nfc',
      '-rf': 'd',
      '$(touch x)`y`;z': 'sh',
      '#c': 'c',
      '\u{1f600}': '',
      ' lead': 'l',
      'a:b': ':',
    };
    const binary = Buffer.from(Array.from({ length: 512 }, (_, n) => n % 256));
    const head = await git.store.commit(id, {
      ...change(base, files),
      written: [
        ...change(base, files).written,
        { path: 'bin', content: binary, executable: true },
        { path: 'evil', content: Buffer.from('done\nget-mark :1\nM 100644 inline x\ndata 1\n') },
      ],
    });
    const stored = await git.store.files(id, head);
    expect(Object.fromEntries(stored.map((file) => [file.path, file.content.toString('latin1')]))).toEqual({
      ...Object.fromEntries(Object.entries(files).map(([path, text]) => [path, Buffer.from(text).toString('latin1')])),
      bin: binary.toString('latin1'),
      evil: 'done\nget-mark :1\nM 100644 inline x\ndata 1\n',
    });
    expect(stored.filter((file) => file.executable).map((file) => file.path)).toEqual(['bin']);
    for (const { path, content } of stored) expect((await git.store.read(id, head, path))?.equals(content)).toBe(true);
    expect(git.git(id, 'fsck', '--strict')).toBe('');
  });

  it('deletes, replaces a folder by a file and a file by a folder', async () => {
    const { id, base } = await project();
    const first = await git.store.commit(id, change(base, { 'a/b': '1', c: '2', d: '3' }));
    const second = await git.store.commit(id, { ...change(first, { a: 'file', 'c/x': 'folder' }, { step: 's/2' }), deleted: ['d', 'a/b', 'not/there'] });
    expect((await git.store.list(id, second)).map((entry) => entry.path)).toEqual(['a', 'c/x']);
    expect(await git.store.changedPaths(id, first, second)).toEqual(
      expect.arrayContaining([
        { path: 'd', deleted: true },
        { path: 'c/x', deleted: false },
      ]),
    );
    expect(await git.store.read(id, second, 'd')).toBeNull();
    expect(await git.store.read(id, second, 'c')).toBeNull();
  });

  it('keeps a hostile author and message inside their fields', async () => {
    const { id, base } = await project();
    const author = 'Eve <eve@x>\ncommitter Root <r@x> 1 +0000\0';
    const message = 'x\0y\n\nfrom refs/heads/main\ndone\n\ud800 "quoted" ${x}';
    const head = await git.store.commit(id, change(base, { a: '1' }, { author, message }));
    expect(git.git(id, 'log', '-1', '--format=%an|%ae|%cn|%P|%at|%(trailers:key=Millwright-Step,valueonly)', head).trim()).toBe(
      `Eve  eve@x  committer Root  r@x  1 +0000|agent@millwright.invalid|Millwright|${base}|${Math.floor(DATE.getTime() / 1000)}|s/1.0`,
    );
    expect(git.git(id, 'log', '-1', '--format=%B', head)).toContain('from refs/heads/main\ndone\n\ufffd "quoted" ${x}');
    expect(await git.store.commit(id, change(head, { a: '2' }, { author: '', message: '', step: 's/2' }))).toMatch(/^[0-9a-f]{40}$/);
  });
});

describe('merging', () => {
  const merge = (id: string, commit: string, step = 's/merge') => git.store.merge(id, { target: 'main', commit, step, date: DATE, message: 'merge' });

  it('moves main forward when it can, and again changes nothing', async () => {
    const { id, base } = await project();
    const work = await git.store.commit(id, change(base, { a: '1' }));
    expect(await merge(id, work)).toBe(work);
    expect(await merge(id, work)).toBe(work);
    expect(await git.store.root(id)).toBe(base);
    expect(await git.store.diff(id, base, work)).toContain('+1');
  });

  it('joins two lines of work, the same way every time', async () => {
    const heads = [];
    for (let time = 0; time < 2; time += 1) {
      const { id, base } = await project();
      await git.store.createBranch(id, 'agt/t2', base);
      const one = await git.store.commit(id, change(base, { 'one.txt': '1' }));
      const two = await git.store.commit(id, change(base, { 'two.txt': '2' }, { branch: 'agt/t2', step: 's/2' }));
      await merge(id, one);
      const both = await merge(id, two);
      expect((await git.store.list(id, both)).map((entry) => entry.path)).toEqual(['one.txt', 'two.txt']);
      expect(await merge(id, two)).toBe(both);
      expect(await merge(id, one)).toBe(both);
      expect(git.git(id, 'fsck', '--strict')).toBe('');
      heads.push(both);
    }
    expect(heads[0]).toBe(heads[1]);
  });

  it('says so when the texts conflict and leaves main alone', async () => {
    const { id, base } = await project();
    await git.store.createBranch(id, 'agt/t2', base);
    const one = await git.store.commit(id, change(base, { a: 'one\n' }));
    const two = await git.store.commit(id, change(base, { a: 'two\n' }, { branch: 'agt/t2', step: 's/2' }));
    await merge(id, one);
    await expect(merge(id, two)).rejects.toMatchObject({ code: 'CHECKS_FAILED' });
    expect(await git.store.head(id, 'main')).toBe(one);
  });

  it('of merges at the same time loses none', async () => {
    const { id, base } = await project();
    const works = [];
    for (let n = 0; n < 4; n += 1) {
      await git.store.createBranch(id, `agt/p${n}`, base);
      works.push(await git.store.commit(id, change(base, { [`f${n}`]: `${n}` }, { branch: `agt/p${n}`, step: `s/${n}` })));
    }
    const retrying = async (work: string, n: number): Promise<void> => {
      await merge(id, work, `s/merge${n}`).catch((error: { code?: string }) =>
        error.code === 'LEASE_LOST' ? retrying(work, n) : Promise.reject(error as Error),
      );
    };
    await Promise.all(works.map(retrying));
    expect((await git.store.list(id, 'main')).map((entry) => entry.path)).toEqual(['f0', 'f1', 'f2', 'f3']);
  });
});

describe('projects and branches', () => {
  it.each(['..', '../x', 'a/b', 'A', '', 'x'.repeat(81), 'a b', '.git', 'a\n', '--upload-pack=x;y'])('refuses the project id %j', async (id) => {
    await expect(git.store.head(id, 'main')).rejects.toThrow(/not a project id/);
  });

  it('is made once when many ask at once, in one process and in several', async () => {
    await Promise.all(Array.from({ length: 5 }, () => git.store.ensureProject('proj-crowd')));
    const script = `import { GitStore } from ${JSON.stringify(join(distFolder, 'activities/git/store.js'))}; console.log(await new GitStore(process.argv[1]).head('proj-race', 'main'));`;
    const heads = await Promise.all(Array.from({ length: 3 }, () => output(process.execPath, ['--input-type=module', '-e', script, git.dir])));
    expect(new Set(heads).size).toBe(1);
    expect(heads[0]).toMatch(/^[0-9a-f]{40}\n$/);
    expect(readdirSync(git.dir).filter((name) => !/^proj-[a-z0-9]+\.git$/.test(name))).toEqual([]);
  });

  it('keeps a branch that exists where it is', async () => {
    const { id, base } = await project();
    const work = await git.store.commit(id, change(base, { a: '1' }));
    await git.store.createBranch(id, 'agt/t1', base);
    expect(await git.store.head(id, 'agt/t1')).toBe(work);
    await git.store.deleteBranch(id, 'agt/t1');
    expect(await git.store.head(id, 'agt/t1')).toBeNull();
    await git.store.deleteBranch(id, 'agt/t1');
  });

  it('has no work tree and runs nothing that the repository asks for', async () => {
    const { id, base } = await project();
    const marker = join(git.dir, 'ran');
    git.git(id, 'config', 'core.fsmonitor', `touch ${marker}`);
    git.git(id, 'config', 'core.hooksPath', git.dir);
    git.git(id, 'config', 'filter.x.clean', `touch ${marker}`);
    await git.store.commit(id, change(base, { '.gitattributes': '* filter=x', a: '1' }));
    await git.store.diff(id, base, 'refs/heads/agt/t1');
    expect(existsSync(marker)).toBe(false);
    expect(readdirSync(join(git.dir, `${id}.git`))).not.toContain('index');
  });
});

function output(command: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${command} ended with ${code}`))));
  });
}
