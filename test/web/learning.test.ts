import { describe, expect, it } from '@jest/globals';
import type { Retrospective } from '../../client/index.js';
import { byDomain, overTime } from '../../web/src/pages/learning/figures.js';

function ended(over: Partial<Retrospective>): Retrospective {
  return {
    build_id: 'int-code-a',
    title: 'a service',
    project_type: 'api',
    domain: 'shop',
    language: 'python',
    status: 'completed',
    planned: { hours: 1, usd: 1 },
    actual: { hours: 1.5, usd: 0.5 },
    waited_hours: 8,
    tries: 2,
    tasks: 2,
    summary: null,
    went_well: [],
    to_improve: [],
    created_at: '2026-11-01T00:00:00Z',
    ended_at: '2026-11-01T01:30:00Z',
    ...over,
  };
}

describe('the figures of the learning page', () => {
  it('average only what was completed, the most frequent domain first', () => {
    const builds = [ended({ domain: 'bank', status: 'failed' }), ended({}), ended({ status: 'stopped', actual: { hours: 90, usd: 90 } })];
    expect(byDomain(builds)).toEqual([
      { domain: 'shop', builds: 2, successPercent: 50, minutes: 90, usd: 0.5 },
      { domain: 'bank', builds: 1, successPercent: 0, minutes: null, usd: null },
    ]);
  });

  it('go from the oldest end to the newest, and say how far an estimate was off', () => {
    const points = overTime([
      ended({ ended_at: '2026-11-03T00:00:00Z', planned: null }),
      ended({}),
      ended({ ended_at: '2026-11-02T00:00:00Z', status: 'failed' }),
    ]);
    expect(points.map(({ success, error }) => [success, error])).toEqual([
      [100, 50],
      [50, null],
      [67, null],
    ]);
  });
});
