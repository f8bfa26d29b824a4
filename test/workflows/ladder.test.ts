import { describe, expect, it } from '@jest/globals';
import { afterPerson, newTally, nextMove, type Tally } from '../../workflows/ladder.js';

const usual = { escalate: 0, candidates: 1 };
const stronger = { escalate: 1, candidates: 1 };
const all = { stronger: true, candidates: 3 };
const tally = (over: Partial<Tally> = {}): Tally => ({ ...newTally(), ...over });
/** The moves until it is a person's turn. */
const moves = (over: Partial<Tally>) => {
  const made = [];
  for (let failures = 0; ; failures += 1) {
    const move = nextMove(tally({ ...over, failures }), failures + 1, 1);
    if (!move) return made;
    made.push(move);
  }
};

describe('the ladder of a task', () => {
  it('is three tries, then a person, where there is nothing stronger', () => {
    expect(moves({})).toEqual([usual, usual, usual]);
  });

  it('goes on with a stronger model, then with several candidates of it', () => {
    expect(moves({ rescue: { stronger: true, candidates: 1 } })).toEqual([usual, usual, usual, stronger]);
    expect(moves({ rescue: all })).toEqual([usual, usual, usual, stronger, { escalate: 1, candidates: 3 }]);
    expect(moves({ rescue: { stronger: false, candidates: 3 } })).toEqual([usual, usual, usual, { escalate: 0, candidates: 3 }]);
  });

  it('asks the stronger model at once after a session that went in circles, and does not count it twice', () => {
    expect(moves({ wasStuck: true, rescue: { stronger: true, candidates: 1 } })).toEqual([stronger, stronger, stronger]);
    expect(moves({ wasStuck: true })).toEqual([usual, usual, usual]);
  });

  it('begins with as many candidates as the build asks for, and only begins with them', () => {
    expect([1, 2].map((attempt) => nextMove(tally({ failures: attempt - 1 }), attempt, 4))).toEqual([{ escalate: 0, candidates: 4 }, usual]);
    expect(nextMove(tally({ reviews: 1 }), 2, 4)).toEqual(usual);
  });

  it('gives what a person said to the strongest model, three times, and then asks again', () => {
    const again = afterPerson(tally({ failures: 5, reviews: 2, rescue: all }));
    expect(again).toMatchObject({ failures: 0, reviews: 0 });
    expect([0, 1, 2, 3].map((failures) => nextMove({ ...again, failures }, 7 + failures, 4))).toEqual([stronger, stronger, stronger, null]);
  });

  it('sends a change back to its developer twice, then up', () => {
    expect([1, 2, 3].map((reviews) => nextMove(tally({ reviews }), reviews + 1, 1))).toEqual([usual, usual, null]);
  });
});
