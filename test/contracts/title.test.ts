import { describe, expect, it } from '@jest/globals';
import { titleOf } from '../../contracts/title.js';

describe('what a build is called until it has a plan', () => {
  it.each([
    ['a REST API for tasks', 'a REST API for tasks'],
    ['A REST API for tasks in Python. Each task has a title.', 'A REST API for tasks in Python'],
    ['  A shop \t for tea\nwith a cart', 'A shop for tea'],
    ['Build v1. Then go on with the rest of it', 'Build v1. Then go on with the rest of it'],
    ['A list of things e.g. Books, and more', 'A list of things e.g. Books, and more'],
    ['Is it raining now? Tell me at seven.', 'Is it raining now'],
  ])('is the first sentence: %s', (description, title) => {
    expect(titleOf(description)).toBe(title);
  });

  it('is cut at a word, and never in the middle of a character', () => {
    const long = titleOf('word '.repeat(60));
    expect(long.length).toBeLessThanOrEqual(100);
    expect(long).toMatch(/word…$/);
    expect(titleOf('😀'.repeat(90)).isWellFormed()).toBe(true);
  });
});
