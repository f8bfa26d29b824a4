/** Repositories fetched for real: in a container, from a git server and from folders, honest ones and hostile ones. */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRepositoryFetcher, type FetcherOptions } from '../../activities/repos/fetcher.js';
import { FORGIVEN } from '../../activities/repos/git-options.js';
import type { FetchedRepository } from '../../activities/repos/port.js';
import { projectRoot } from '../../config.js';
import { readRepo, type RepoInput } from '../../schemas/repo.js';
import { stage, type Stage } from '../git/stage.js';
import { docker, testEngine, type TestEngine } from '../sandbox/engine.js';
import { git, gitServer, origin, type GitServer, type Origin } from './git-server.js';

let engine: TestEngine;
let shop: Origin;
let server: GitServer;
let store: Stage;
const imagesDir = join(projectRoot, 'tool-images');

beforeAll(async () => {
  engine = await testEngine({ imagesDir });
  shop = origin({ 'app.py': 'x = 1\n', '!run.sh': '#!/bin/sh\n', 'docs/a b.md': 'hello\n' });
  server = await gitServer(shop.root);
  store = stage();
  await engine.driver.ensureImage('git');
}, 300_000);
afterAll(async () => {
  await server.close();
  shop.remove();
  store.remove();
  await engine.close();
  const networks = await docker.listNetworks({ filters: { label: [`millwright.instance=${engine.instance}`] } });
  expect(networks).toEqual([]);
});

function fetch(input: RepoInput, over: Partial<FetcherOptions> = {}): Promise<FetchedRepository> {
  const allow = over.allow ?? [server.host, shop.root, 'localhost'];
  const source = readRepo(input, allow);
  if ('problem' in source) throw new Error(source.problem);
  const options = { docker, instance: engine.instance, driver: engine.driver, imagesDir, runtime: null, upstreamProxy: null, allow, ...over };
  return createRepositoryFetcher(options).fetch(source);
}

let projects = 0;
async function takenIn(fetched: FetchedRepository): Promise<{ id: string; base: string; paths: string[] }> {
  projects += 1;
  const id = `proj-${projects}`;
  const base = await store.store.importProject(id, { ...fetched, forgiven: FORGIVEN });
  return { id, base, paths: (await store.store.list(id, base)).map((entry) => `${entry.executable ? '!' : ''}${entry.path}`) };
}

describe('fetching a repository', () => {
  it('takes the default branch from a git server, with its history, modes and names', async () => {
    const fetched = await fetch(`${server.url}/shop`);
    expect(fetched).toMatchObject({ commit: git(shop.dir, 'rev-parse', 'HEAD'), branch: 'main', shallow: [] });
    const { base, paths, id } = await takenIn(fetched);
    expect(base).toBe(fetched.commit);
    expect(paths).toEqual(['app.py', 'docs/a b.md', '!run.sh']);
    expect(store.git(id, 'fsck', '--strict')).toBe('');
    // Once more: the same project is adopted, not made again.
    expect(await store.store.importProject(id, { ...fetched, pack: Buffer.alloc(0), forgiven: [] })).toBe(base);
  });

  it('takes a branch, a tag or a commit, from the server and from the folder', async () => {
    git(shop.dir, 'checkout', '-q', '-b', 'feature/x');
    const onBranch = shop.commit({ 'b.py': 'b\n' });
    git(shop.dir, 'tag', '-a', 'v1', '-m', 'one');
    git(shop.dir, 'checkout', '-q', 'main');
    const first = git(shop.dir, 'rev-parse', 'main');
    for (const url of [`${server.url}/shop`, `file://${shop.dir}`]) {
      expect(await fetch(`${url}#feature/x`)).toMatchObject({ commit: onBranch, branch: 'feature/x' });
      expect(await fetch({ url, branch: 'v1' })).toMatchObject({ commit: onBranch, branch: null });
      expect(await fetch(`${url}#${first}`)).toMatchObject({ commit: first, branch: null });
      await expect(fetch(`${url}#nothing`)).rejects.toMatchObject({ code: 'REPO_UNREACHABLE', detail: expect.stringMatching(/no branch or tag "nothing"/) });
    }
  }, 60_000);

  it('leaves old history out and still has a sound repository', async () => {
    const long = origin({ 'a.txt': '0\n' });
    for (let number = 1; number <= 60; number += 1) git(long.dir, 'commit', '-q', '--allow-empty', '-m', `number ${number}`);
    const fetched = await fetch(`file://${long.dir}`, { allow: [long.root] });
    expect(fetched.shallow).toHaveLength(1);
    const { id, base } = await takenIn(fetched);
    expect(store.git(id, 'rev-list', '--count', base).trim()).toBe('50');
    expect(store.git(id, 'fsck')).toBe('');
    long.remove();
  }, 60_000);

  it('never reads a folder outside of what is allowed, nor the configuration of one inside', async () => {
    const other = origin({ 'secret.txt': 'canary\n' });
    symlinkSync(other.dir, join(shop.root, 'link'));
    await expect(fetch(`file://${shop.root}/link`)).rejects.toMatchObject({ code: 'REPO_URL_NOT_ALLOWED' });
    writeFileSync(
      join(shop.dir, '.git/config'),
      '[core]\n\tfsmonitor = touch /tmp/mw-fetch-hook-ran\n[uploadpack]\n\tpackObjectsHook = touch /tmp/mw-fetch-hook-ran\n',
    );
    expect(await fetch(`file://${shop.dir}`)).toMatchObject({ branch: 'main' });
    expect(() => git('/tmp', 'hash-object', '/tmp/mw-fetch-hook-ran')).toThrow();
    other.remove();
  });

  it('keeps links and submodules in history and shows neither', async () => {
    const linked = origin({ 'a.py': 'a = 1\n', '.gitmodules': '[submodule "m"]\n\tpath = m\n\turl = https://example.org/m.git\n' });
    symlinkSync('/etc', join(linked.dir, 'etc'));
    git(linked.dir, 'update-index', '--add', '--cacheinfo', `160000,${git(linked.dir, 'rev-parse', 'HEAD')},m`);
    git(linked.dir, 'add', 'etc');
    git(linked.dir, 'commit', '-q', '-m', 'links');
    const { id, base, paths } = await takenIn(await fetch(`file://${linked.dir}`, { allow: [linked.root] }));
    expect(paths).toEqual(['.gitmodules', 'a.py']);
    const write = (path: string) =>
      store.store.commit(id, {
        branch: 'main',
        expectedHead: base,
        step: 's',
        date: new Date(0),
        message: 'm',
        author: 'a',
        written: [{ path, content: Buffer.from('x') }],
        deleted: [],
      });
    for (const path of ['etc', 'etc/passwd', 'm', 'm/x']) await expect(write(path)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(store.git(id, 'ls-tree', await write('b.py'), 'etc')).toMatch(/^120000/);
    linked.remove();
  });

  it('refuses a tree that git itself takes for hostile', async () => {
    const evil = origin({ 'a.py': 'a = 1\n' });
    const blob = git(evil.dir, 'hash-object', '-w', 'a.py');
    const inner = Buffer.concat([Buffer.from('100644 config\0'), Buffer.from(blob, 'hex')]);
    writeFileSync(join(evil.root, 'inner'), inner);
    const dotGit = git(evil.dir, 'hash-object', '-t', 'tree', '-w', '--literally', join(evil.root, 'inner'));
    writeFileSync(join(evil.root, 'outer'), Buffer.concat([Buffer.from('40000 .GIT\0'), Buffer.from(dotGit, 'hex')]));
    const tree = git(evil.dir, 'hash-object', '-t', 'tree', '-w', '--literally', join(evil.root, 'outer'));
    const commit = git(evil.dir, 'commit-tree', tree, '-m', 'evil');
    git(evil.dir, 'update-ref', 'refs/heads/main', commit);
    await expect(fetch(`file://${evil.dir}`, { allow: [evil.root] })).rejects.toMatchObject({ code: 'REPO_REFUSED' });
    evil.remove();
  });

  it('follows no redirect to another host, whatever that host is', async () => {
    const elsewhere = await gitServer(shop.root);
    const turning = await gitServer(shop.root, (request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}${request.url}` }).end();
      return true;
    });
    await expect(fetch(`${turning.url}/shop`, { allow: [turning.host, elsewhere.host] })).rejects.toMatchObject({ code: 'REPO_URL_NOT_ALLOWED' });
    expect(elsewhere.asked).toEqual([]);
    await Promise.all([turning.close(), elsewhere.close()]);
  }, 60_000);

  it('connects to the address that was judged, and to none that is not public', async () => {
    const answers = [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['::ffff:192.168.1.1'], ['fd00::1'], []];
    for (const addresses of answers)
      await expect(fetch('https://git.example.org/x.git', { find: () => Promise.resolve(addresses) })).rejects.toMatchObject({ code: 'REPO_URL_NOT_ALLOWED' });
    // Named by the operator: looked up once, connected to what that said.
    let looks = 0;
    const find = () => Promise.resolve([(looks += 1) === 1 ? '127.0.0.1' : '127.0.0.9']);
    const port = server.host.split(':')[1];
    expect(await fetch(`http://git.example.org:${port}/shop`, { allow: [`git.example.org:${port}`], find })).toMatchObject({ branch: 'main' });
    expect(looks).toBe(1);
  });

  it('says the same of a closed port and of one where no git answers', async () => {
    const mute = await gitServer(shop.root, (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('SSH-2.0\n');
      return true;
    });
    const said: string[] = [];
    for (const host of [mute.host, '127.0.0.1:1'])
      await fetch(`http://${host}/shop`, { allow: [host] }).catch((error: { code: string; detail: string }) => said.push(`${error.code} ${error.detail}`));
    expect(said[0]).toMatch(/^REPO_UNREACHABLE/);
    expect(said[1]).toBe(said[0]);
    await mute.close();
  }, 60_000);

  it('refuses what does not fit a sandbox', async () => {
    const large = origin({ 'a.py': 'a = 1\n' });
    writeFileSync(join(large.dir, 'zeros'), Buffer.alloc(97 * 1024 * 1024));
    git(large.dir, 'add', '-A');
    git(large.dir, 'commit', '-q', '-m', 'large');
    await expect(fetch(`file://${large.dir}`, { allow: [large.root] })).rejects.toMatchObject({ code: 'REPO_TOO_LARGE' });
    large.remove();
  }, 60_000);
});
