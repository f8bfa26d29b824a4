import { describe, expect, it } from '@jest/globals';
import { cameBack, outcomeOf, type Replacement } from '../../web/src/pages/deployments/outcome.js';

const by = (over: Partial<Replacement>): Replacement => ({
  id: 'first',
  build_id: 'b',
  commit: 'c0ffee',
  at: '2026-11-20T10:00:00Z',
  by: 'ada',
  returned: true,
  ...over,
});

describe('the history of deployments', () => {
  it('tells a roll back from a newer version, and both from what never became healthy', () => {
    const labels = [
      { status: 'superseded', replaced_by: by({}) },
      { status: 'superseded', replaced_by: by({ returned: false }) },
      { status: 'superseded', replaced_by: null },
      { status: 'rolled_back', replaced_by: null },
      { status: 'failed', replaced_by: null },
    ].map((one) => outcomeOf(one).label);
    expect(labels).toEqual(['Rolled back', 'Replaced', 'Replaced', 'Not healthy, undone', 'Failed']);
  });

  it('says of what serves that it came back: by the latest roll back to it, and by no deployment', () => {
    const history = [
      { commit: 'second', replaced_by: by({}) },
      { commit: 'third', replaced_by: by({ at: '2026-11-21T10:00:00Z', by: 'bob' }) },
      { commit: 'other', replaced_by: by({ id: 'elsewhere', at: '2026-11-22T10:00:00Z' }) },
      { commit: 'older', replaced_by: null },
    ];
    expect(cameBack('first', history)).toEqual({ at: '2026-11-21T10:00:00Z', by: 'bob', from: 'third' });
    expect(cameBack('first', [{ commit: 'second', replaced_by: by({ returned: false }) }])).toBeNull();
  });
});
