import { describe, expect, it } from '@jest/globals';
import { compareManifests, parseManifest } from '../../activities/sandbox/docker/manifest.js';
import { containerName, ownerOf } from '../../activities/sandbox/docker/names.js';

const listing = (...records: string[]) => parseManifest(Buffer.from(records.map((record) => `${record}\0`).join('')));

describe('what changed in a workspace', () => {
  it('is found by size, change time, mode and kind', () => {
    const before = listing(
      'f 1 10.0 644 same',
      'f 1 10.0 644 grown',
      'f 1 10.0 644 touched',
      'f 1 10.0 644 mode',
      'f 1 10.0 644 gone',
      'f 1 10.0 644 with space',
    );
    const now = listing(
      'f 1 10.0 644 same',
      'f 2 10.0 644 grown',
      'f 1 11.0 644 touched',
      'f 1 10.0 755 mode',
      'f 1 9.0 644 new',
      'd 0 1.0 755 folder',
      'f 1 10.0 644 with space',
    );
    expect(compareManifests(before, now)).toEqual({ fetch: ['grown', 'touched', 'mode', 'new'], deleted: ['gone'], refused: [] });
  });

  it('leaves out what is no regular file, with the reason, once', () => {
    const now = listing('l 9 1.0 777 link', 'p 0 1.0 644 pipe', 'd 0 1.0 755 sub/.GIT', 'f 2000000 1.0 644 large', 'f 1 1.0 644 bad\u0007name');
    const difference = compareManifests(new Map(), now);
    expect(difference.fetch).toEqual([]);
    expect(difference.refused.map((each) => each.path)).toEqual(['link', 'pipe', 'sub/.GIT', 'large', 'bad\u0007name']);
    expect(compareManifests(now, now).refused).toEqual([]);
  });

  it('does not call a file deleted that was never taken', () => {
    expect(compareManifests(listing('l 1 1.0 777 link'), listing()).deleted).toEqual([]);
  });
});

describe('names of containers', () => {
  it('tell their owner again', () => {
    for (const owner of [
      { name: 'int-code-x/task/T1/1.2', buildId: 'int-code-x' },
      { name: 'a_b__c d', buildId: 'ü/_' },
    ]) {
      const name = containerName('main', owner);
      expect(name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
      expect(ownerOf('main', `/${name}`)).toEqual(owner);
      expect(ownerOf('other', name)).toBeNull();
    }
  });
});
