import { describe, expect, it } from '@jest/globals';
import { alternate, median, percentile } from '../../bench/statistics.js';

describe('statistics of samples', () => {
  it('takes the middle value, or the mean of the two in the middle, in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 2, 4, 8])).toBe(6);
    expect(median([])).toBeNaN();
  });

  it('answers a percentile with a value that was measured', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(hundred, 95)).toBe(95);
    expect(percentile([3, 1, 2], 95)).toBe(3);
    expect(percentile([7], 0)).toBe(7);
    expect(percentile([], 95)).toBeNaN();
  });

  it('leaves its input as it was', () => {
    const samples = [3, 1, 2];
    median(samples);
    percentile(samples, 50);
    expect(samples).toEqual([3, 1, 2]);
  });

  it('runs two things in turn, never at once', async () => {
    const log: string[] = [];
    const note = (name: string) => async (round: number) => {
      log.push(`${name}${round}`);
      await Promise.resolve();
      log.push(`${name}${round} done`);
      return round;
    };
    expect(await alternate(2, note('a'), note('b'))).toEqual({ left: [0, 1], right: [0, 1] });
    expect(log).toEqual(['a0', 'a0 done', 'b0', 'b0 done', 'a1', 'a1 done', 'b1', 'b1 done']);
  });
});
