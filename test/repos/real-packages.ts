/**
 * `mw test --repos`: bugs in real open-source packages, put in by taking a fix back. Not part of the usual run, for it needs
 * the registries and installs what the packages are tested with.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, uses } from '../harness/provider.js';
import { git } from './git-server.js';
import { PACKAGES, unpacked } from './packages.js';
import { plan, RepoStage } from './repo-stage.js';

let stage: RepoStage;
const root = mkdtempSync(join(tmpdir(), 'mw-packages-'));
beforeAll(async () => {
  stage = await RepoStage.open();
}, 600_000);
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await stage.close();
});

const edit = (path: string, old: string, fresh: string) => uses(call('edit_file', { path, old, new: fresh }));
const finish = uses(call('finish', { summary: 'done' }));

describe.each(PACKAGES)('$language: $name $version with a fix taken back', (wanted) => {
  let dir: string;
  const { bug, pretence } = wanted;
  const begin = (...turns: Parameters<RepoStage['begin']>[2]) => stage.begin(`file://${dir}`, [root], [plan(), ...turns], { description: bug.intent });

  beforeAll(async () => {
    dir = await unpacked(wanted, root, stage.driver);
    const file = join(dir, bug.file);
    const text = readFileSync(file, 'utf8');
    expect(text.split(bug.fixed)).toHaveLength(2);
    writeFileSync(
      file,
      text.replace(bug.fixed, () => bug.broken),
    );
    git(dir, 'init', '-q');
    git(dir, 'add', '-A');
    git(dir, 'commit', '-q', '-m', `${wanted.name} ${wanted.version}, with a bug`);
  }, 600_000);

  it('a model that knows the fix gets it applied, verified and delivered', async () => {
    const build = await begin(edit(bug.file, bug.broken, bug.fixed), finish);
    expect(build.baseline).toMatch(/fails already: \d+ of \d+ tests failed/);
    expect((await stage.work(build)).ended).toMatchObject({ outcome: 'SUCCESS' });
    const verdict = await stage.verify(build);
    expect(verdict).toMatchObject({ passed: true, summary: expect.stringMatching(/failed before and passes now, with the tests as they were/) });
    const result = await stage.deliver(build, verdict.commit);
    const copy = join(root, `${wanted.name}-copy`);
    git(root, 'clone', '-q', dir, copy);
    writeFileSync(join(root, 'change.patch'), result.artifacts.get('change.patch')!);
    git(copy, 'apply', '--index', join(root, 'change.patch'));
    expect(git(copy, 'write-tree')).toBe(result.tree);
    writeFileSync(join(root, 'change.bundle'), result.artifacts.get('change.bundle')!);
    git(copy, 'fetch', '-q', join(root, 'change.bundle'), `${result.branch}:${result.branch}`);
    expect(git(copy, 'rev-parse', `${result.branch}^`)).toBe(git(dir, 'rev-parse', 'HEAD'));
    expect(git(copy, 'diff', '--stat', 'HEAD', result.branch)).toMatch(/1 file changed, 1 insertion\(\+\), 1 deletion\(-\)/);
  }, 900_000);

  it('a model that only pretends is found out', async () => {
    const idle = await begin(finish);
    await stage.work(idle);
    expect(await stage.verify(idle)).toMatchObject({ passed: false, summary: expect.stringMatching(/Nothing was changed/) });
    const weakened = await begin(edit(pretence.file, pretence.old, pretence.new), finish);
    await stage.work(weakened);
    expect(await stage.verify(weakened)).toMatchObject({ passed: false, summary: expect.stringMatching(/The fix is not proven/) });
  }, 900_000);
});
