import { describe, expect, it } from '@jest/globals';
import { headAndTail, plainText } from '../../activities/sandbox/text.js';

describe('output of programs', () => {
  it('loses colours, titles, links, cursor moves and bells', () => {
    expect(plainText('\u001b[31mred\u001b[0m \u001b]0;title\u0007x \u001b]8;;http://a\u001b\\link\u001b]8;;\u001b\\ \u001b[2J\u0007\u009b1mend')).toBe(
      'red x link 1mend',
    );
  });

  it('keeps tabs, newlines and letters of every language', () => {
    expect(plainText('a\tb\nдом 家\r\n50%\rdone')).toBe('a\tb\nдом 家\n50%\ndone');
  });

  it('cannot turn the reading direction around', () => {
    expect(plainText('user\u202Enimda\u2066')).toBe('usernimda');
  });

  it('is cut in the middle, and says so', () => {
    const cut = headAndTail(`${'a'.repeat(100)}${'z'.repeat(100)}`, 30);
    expect(cut).toBe(`${'a'.repeat(10)}\n... 170 characters left out ...\n${'z'.repeat(20)}`);
  });
});
