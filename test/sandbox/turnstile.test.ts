import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Turnstile } from '../../activities/sandbox/turnstile.js';

function gate() {
  let open = () => {};
  const done = new Promise<void>((resolve) => (open = resolve));
  return { open, done };
}

describe('a turnstile', () => {
  it('lets so many through at once and the others in the order they came', async () => {
    const turnstile = new Turnstile(2);
    const gates = [gate(), gate(), gate(), gate()];
    const begun: number[] = [];
    const all = gates.map(({ done }, index) =>
      turnstile.run(() => {
        begun.push(index);
        return done;
      }),
    );
    await nextTurn();
    expect(begun).toEqual([0, 1]);
    gates[1]?.open();
    await nextTurn();
    expect(begun).toEqual([0, 1, 2]);
    for (const { open } of gates) open();
    await Promise.all(all);
    expect(begun).toEqual([0, 1, 2, 3]);
  });

  it('takes owners in turn, so that one with much does not keep another waiting', async () => {
    const turnstile = new Turnstile(1);
    const begun: string[] = [];
    const come = (name: string) =>
      turnstile.run(
        async () => {
          begun.push(name);
          await nextTurn();
        },
        { owner: name[0] ?? '' },
      );
    await Promise.all(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(come));
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
  });

  it('frees the place of work that failed', async () => {
    const turnstile = new Turnstile(1);
    await expect(turnstile.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(turnstile.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('lets go of a caller who stopped waiting, and loses no place by it', async () => {
    const turnstile = new Turnstile(1);
    const first = gate();
    const working = turnstile.run(() => first.done);
    const stop = new AbortController();
    const waiting = turnstile.run(() => Promise.resolve('never'), { owner: '', signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.open();
    await working;
    await expect(turnstile.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });

  it('tells the order of the turns to come, and keeps to it', async () => {
    const turnstile = new Turnstile(1);
    const first = gate();
    const begun: number[] = [];
    const come = (owner: string) => turnstile.run(() => first.done.then(() => void begun.push(0)), { owner });
    const working = come('a');
    const waiting = ['a', 'a', 'b', 'a', 'b'].map((owner, index) =>
      turnstile.run(async () => void begun.push(index + 1), { owner, what: `work ${index + 1}` }),
    );
    const order = turnstile.queue().map(({ what }) => Number(what.slice('work '.length)));
    expect(order).toEqual([3, 1, 5, 2, 4]);
    first.open();
    await Promise.all([working, ...waiting]);
    expect(begun).toEqual([0, ...order]);
    expect(turnstile.queue()).toEqual([]);
  });

  it('gives work of two containers two places, and lets nobody past it for ever', async () => {
    const turnstile = new Turnstile(2);
    const [one, two] = [gate(), gate()];
    const begun: string[] = [];
    const come = (name: string, places: number, { done }: { done: Promise<void> }) =>
      turnstile.run(
        () => {
          begun.push(name);
          return done;
        },
        { owner: name, places },
      );
    const small = come('small', 1, one);
    const large = come('large', 2, two);
    // There is a place, but it is not its turn.
    const late = come('late', 1, { done: Promise.resolve() });
    await nextTurn();
    expect(begun).toEqual(['small']);
    one.open();
    await small;
    expect(begun).toEqual(['small', 'large']);
    two.open();
    await Promise.all([large, late]);
    expect(begun).toEqual(['small', 'large', 'late']);
    // More than there are: it has them all.
    await expect(turnstile.run(() => Promise.resolve('alone'), { owner: 'x', places: 5 })).resolves.toBe('alone');
  });

  it('lets more in when there are more places, and sends nobody away when there are fewer', async () => {
    const turnstile = new Turnstile(1);
    const gates = [gate(), gate(), gate()];
    const begun: number[] = [];
    const all = gates.map(({ done }, index) =>
      turnstile.run(() => {
        begun.push(index);
        return done;
      }),
    );
    turnstile.resize(2);
    await nextTurn();
    expect(begun).toEqual([0, 1]);
    turnstile.resize(1);
    gates[0]?.open();
    await nextTurn();
    expect(begun).toEqual([0, 1]);
    gates[1]?.open();
    await nextTurn();
    expect(begun).toEqual([0, 1, 2]);
    gates[2]?.open();
    await Promise.all(all);
  });
});
