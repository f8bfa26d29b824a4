import { describe, expect, it } from '@jest/globals';
import { Patience } from '../../activities/deploy/docker/health.js';

describe('the time a service has to become healthy', () => {
  /** Rounds until the verdict, each with its length in ms. */
  function roundsOf(limitMs: number, lengthOf: (round: number) => number): number {
    let now = 0;
    const patience = new Patience(limitMs, () => now);
    for (let round = 1; round < 1_000; round++) {
      now += lengthOf(round);
      if (patience.isOver()) return round;
    }
    return Number.POSITIVE_INFINITY;
  }

  it('is what was asked for', () => {
    expect(roundsOf(1_000, () => 100)).toBe(11);
  });

  it('does not run while this process is paused, and is never over right after a pause', () => {
    // Paused for an hour in round 3: its 100 ms are not counted, the other eleven are.
    expect(roundsOf(1_000, (round) => (round === 3 ? 3_600_000 : 100))).toBe(14);
    // Paused in the last moment: ten more probes.
    expect(roundsOf(1_000, (round) => (round === 10 ? 60_000 : 100))).toBe(21);
  });

  it('comes to an end also where every round is slow', () => {
    expect(roundsOf(60_000, () => 5_000)).toBeLessThan(30);
  });
});
