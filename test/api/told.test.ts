import { describe, expect, it } from '@jest/globals';
import { Told } from '../../api/told.js';

const row = (seq: number, id = 'int-code-a') => ({ id, userId: `owner of ${id}`, seq });
const owners = (lost: Set<string>) => [...lost];

describe('what notifications told', () => {
  it('is not lost while it may be on its way, and lost when the next look still finds it untold', () => {
    const told = new Told();
    told.note('int-code-a:1');
    expect(owners(told.findLost([row(1)]))).toEqual([]);
    expect(owners(told.findLost([row(2)]))).toEqual([]);
    expect(owners(told.findLost([row(2)]))).toEqual(['owner of int-code-a']);
    // Said once.
    expect(owners(told.findLost([row(2)]))).toEqual([]);
    expect(owners(told.findLost([row(2)]))).toEqual([]);
  });

  it('is not lost when it came between two looks, however busy the build is', () => {
    const told = new Told();
    for (let seq = 1; seq < 50; seq += 1) {
      // The row is always one ahead of what was told.
      expect(owners(told.findLost([row(seq)]))).toEqual([]);
      told.note(`int-code-a:${seq}`);
    }
  });

  it('is lost although a later one of another build came, and although nothing was ever told of this one', () => {
    const told = new Told();
    told.note('int-code-b:9');
    const rows = [row(1), row(9, 'int-code-b')];
    told.findLost(rows);
    expect(owners(told.findLost(rows))).toEqual(['owner of int-code-a']);
  });

  it('is known where everybody was told to look again, and begins anew after a rest', () => {
    const told = new Told();
    told.findLost([row(3)]);
    told.takeAsKnown([row(3)]);
    for (let look = 0; look < 3; look += 1) expect(owners(told.findLost([row(3)]))).toEqual([]);
    told.findLost([row(4)]);
    told.rest();
    expect(owners(told.findLost([row(4)]))).toEqual([]);
  });

  it('is kept for longer than rows are looked at, and not for ever', () => {
    const told = new Told();
    const start = Date.now();
    told.note('int-code-a:5', start);
    told.note('int-code-b:1', start + 119_000);
    for (let look = 0; look < 3; look += 1) expect(owners(told.findLost([row(5)]))).toEqual([]);
    told.note('int-code-b:2', start + 121_000);
    told.findLost([row(5)]);
    expect(owners(told.findLost([row(5)]))).toEqual(['owner of int-code-a']);
  });
});
