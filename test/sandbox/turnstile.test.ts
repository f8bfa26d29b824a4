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
        undefined,
        name[0],
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
    const waiting = turnstile.run(() => Promise.resolve('never'), stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    first.open();
    await working;
    await expect(turnstile.run(() => Promise.resolve('free'))).resolves.toBe('free');
  });
});
