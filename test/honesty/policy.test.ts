import { describe, expect, it } from '@jest/globals';
import { finding } from '../../activities/honesty/detect/context.js';
import { DEFAULT_POLICY, policyOf, verdictOf } from '../../activities/honesty/policy.js';
import { FINDING_KINDS } from '../../activities/honesty/port.js';

const found = (...kinds: (typeof FINDING_KINDS)[number][]) => kinds.map((kind) => finding(kind, 'a', 1, 'x.'));

describe('the policy', () => {
  it('has a decision for every kind', () => {
    expect(Object.keys(DEFAULT_POLICY).toSorted()).toEqual([...FINDING_KINDS].toSorted());
  });

  it('gives the verdict of the worst finding', () => {
    expect(verdictOf(DEFAULT_POLICY, [])).toBe('clean');
    expect(verdictOf(DEFAULT_POLICY, found('checks-silenced'))).toBe('warn');
    expect(verdictOf(DEFAULT_POLICY, found('checks-silenced', 'expectation-changed'))).toBe('ask');
    expect(verdictOf(DEFAULT_POLICY, found('expectation-changed', 'test-skipped', 'checks-silenced'))).toBe('deny');
  });

  it('can be decided otherwise, kind by kind', () => {
    const policy = policyOf(['test-skipped=allow', 'checks-silenced = deny']);
    expect(verdictOf(policy, found('test-skipped'))).toBe('clean');
    expect(verdictOf(policy, found('checks-silenced'))).toBe('deny');
    expect(verdictOf(policy, found('test-removed'))).toBe('deny');
  });

  it('says which entries do not fit, and what would', () => {
    expect(() => policyOf(['test-skipped=maybe', 'nonsense=deny', 'test-removed=ask'])).toThrow(
      /test-skipped=maybe, nonsense=deny\. Write kind=action[\s\S]*allow, warn, ask, deny/,
    );
  });
});
