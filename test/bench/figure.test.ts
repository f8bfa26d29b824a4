import { describe, expect, it } from '@jest/globals';
import { figure } from '../../bench/figure.js';
import { allHold, amount, renderTable } from '../../bench/table.js';

describe('a figure and its bound', () => {
  it('holds the named statistic against the limit, the limit itself included', () => {
    expect(figure('x', 'ms', [1, 2, 200], { of: 'median', atMost: 2 }).bound).toEqual({ text: 'median <= 2 ms', ok: true });
    expect(figure('x', 'ms', [1, 2, 200], { of: 'p95', atMost: 199 }).bound).toEqual({ text: 'p95 <= 199 ms', ok: false });
    expect(figure('x', 'per s', [5], { of: 'median', atLeast: 6 }).bound?.ok).toBe(false);
  });

  it('counts from the median of its floor when told so', () => {
    const floor = { label: 'bare', samples: [8, 10, 12] };
    const beyond = figure('x', 'ms', [30], { of: 'median', atMost: 25 }, { floor, beyondFloor: true });
    expect(beyond.floor).toEqual({ label: 'bare', value: 10 });
    expect(beyond.bound).toEqual({ text: 'median <= 25 ms beyond the floor', ok: true });
    expect(figure('x', 'ms', [36], { of: 'median', atMost: 25 }, { floor, beyondFloor: true }).bound?.ok).toBe(false);
  });

  it('may be so many times its floor when told so', () => {
    const floor = { label: 'bare', samples: [8, 10, 12] };
    const times = (sample: number, samples = floor.samples) =>
      figure('x', 'ms', [sample], { of: 'median', timesFloor: 1.3 }, { floor: { label: 'bare', samples } }).bound;
    expect(times(13)).toEqual({ text: 'median <= 1.3 times the floor', ok: true });
    expect(times(13.1)?.ok).toBe(false);
    expect(times(1, [])?.ok).toBe(false);
    expect(figure('x', 'ms', [1], { of: 'median', timesFloor: 2 }).bound?.ok).toBe(false);
  });

  it('is over its bound when nothing was measured, on either side', () => {
    expect(figure('x', 'ms', [], { of: 'median', atMost: 25 }).bound?.ok).toBe(false);
    const without = { floor: { label: 'bare', samples: [] }, beyondFloor: true };
    expect(figure('x', 'ms', [1], { of: 'median', atMost: 25 }, without).bound?.ok).toBe(false);
  });
});

describe('the table', () => {
  const good = { name: 'turn', load: 0.5, figures: [figure('with note', 'ms', [1, 2], { of: 'median', atMost: 25 }, { note: 'a note' })] };

  it('shows figure, floor, bound and verdict', () => {
    const text = renderTable([good]).join('\n');
    for (const part of ['turn (load 0.5)', 'with note', '1.50 ms', 'median <= 25 ms', 'ok', 'a note']) expect(text).toContain(part);
  });

  it('does not hold when something was over or could not be measured', () => {
    expect(allHold([good])).toBe(true);
    expect(allHold([good, { name: 'demo', load: 0, figures: [], problem: 'it failed' }])).toBe(false);
    expect(allHold([{ ...good, figures: [figure('x', 'ms', [2], { of: 'median', atMost: 1 })] }])).toBe(false);
    expect(renderTable([{ name: 'demo', load: 0, figures: [], problem: 'it failed' }]).join('\n')).toContain('not measured: it failed');
  });

  it('writes three digits that count', () => {
    expect([amount(1234.5, 'per s'), amount(12.34, 'ms'), amount(1.234, 'ms'), amount(3, 'KB'), amount(Number.NaN, 'ms')]).toEqual([
      '1235 per s',
      '12.3 ms',
      '1.23 ms',
      '3 KB',
      '?',
    ]);
  });
});
