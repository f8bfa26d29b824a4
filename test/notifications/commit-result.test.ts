import { describe, expect, it } from '@jest/globals';
import { commitStatusOf } from '../../contracts/commit-result.js';
import { PUBLIC_EVENTS, publicData, publicName } from '../../contracts/notifications.js';

describe('a merged commit, as others hear of it', () => {
  it('has the names of the contract and nothing else', () => {
    const commit = 'c'.repeat(40);
    expect(publicData({ kind: 'merged', task: 'store', commit, branch: 'agt/int-code-a/store-1.1', notes: 'done' })).toEqual({
      task_id: 'store',
      commit_sha: commit,
      status: 'merged',
      branch_name: 'agt/int-code-a/store-1.1',
      notes: 'done',
    });
    expect(publicName('merged')).toBe('coding.commit.result');
    expect(PUBLIC_EVENTS).toContain('coding.commit.result');
  });

  it('of an event from before there were branch and notes is told all the same', () => {
    expect(publicData({ kind: 'merged', task: 'store', commit: 'c' })).toMatchObject({ branch_name: 'main', notes: '' });
  });

  it('leaves every other event as it is', () => {
    expect(publicData({ kind: 'retrospective', summary: 'it went well' })).toEqual({ summary: 'it went well' });
  });
});

it('how a try ends is said in the words of the contract', () => {
  expect((['SUCCESS', 'SOFT_FAIL', 'HARD_FAIL'] as const).map(commitStatusOf)).toEqual(['success', 'soft_fail', 'hard_fail']);
});
