import { describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { buildImage, isSafePath, treeDigest } from '../../activities/deploy/docker/image.js';
import { Names } from '../../activities/deploy/docker/names.js';

describe('what goes into an image', () => {
  it.each(['', '/etc/passwd', '../up', 'a/../../b', './a', 'a//b', '.git/config', 'sub/.GIT/hooks', 'a\\b', 'nul\0', 'dir/'])('refuses the path %j', (path) => {
    expect(isSafePath(path)).toBe(false);
  });
  it.each(['a', 'src/app.py', '.gitignore', '.dockerignore', 'with space/ä.txt', '-dash'])('takes the path %j', (path) => {
    expect(isSafePath(path)).toBe(true);
  });

  it('is told apart by path, content and mode, and not by order', () => {
    const a = { path: 'a', content: Buffer.from('1') };
    const b = { path: 'b', content: Buffer.from('2') };
    expect(treeDigest([a, b])).toBe(treeDigest([b, a]));
    const others = [
      [a],
      [{ ...a, executable: true }, b],
      [{ ...a, content: Buffer.from('3') }, b],
      [{ ...a, path: 'c' }, b],
      [{ path: 'a', content: Buffer.from('1b') }],
    ];
    expect(new Set([[a, b], ...others].map(treeDigest)).size).toBe(others.length + 1);
  });

  it.each([
    ['deploymentId', '../x'],
    ['deploymentId', '-rm'],
    ['projectId', 'A/B'],
    ['languageImage', '--privileged'],
    ['languageImage', 'x\nRUN evil'],
    ['commit', 'main; rm'],
    ['language', 'py\nRUN evil'],
  ])('refuses a %s of %j before it asks the engine', async (field, value) => {
    const request = { deploymentId: 'd-1', projectId: 'p', language: 'python', languageImage: 'base:1', files: [], commit: 'abcdef1', [field]: value };
    // Nothing listens there: whatever is asked of the engine fails otherwise.
    const docker = new Docker({ host: '127.0.0.1', port: 1 });
    await expect(buildImage(docker, new Names('test'), request)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
