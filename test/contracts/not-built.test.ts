/** What a plan asks for and nobody builds has to reach the person who decides, in the same words on its whole way. */
import { describe, expect, it } from '@jest/globals';
import { NOT_BUILT_NOTE, NOT_BUILT_RISK, notBuiltOfNotes, shortList, splitRisks, splitSummary, withNotBuilt } from '../../contracts/not-built.js';

describe('what is not built', () => {
  it('is told apart from the other risks of a plan', () => {
    expect(splitRisks(['one process', `${NOT_BUILT_RISK}GraphQL`, 'slow'])).toEqual({ notBuilt: ['GraphQL'], others: ['one process', 'slow'] });
  });

  it('is read from the notes that list it, and from no other', () => {
    const notes = [`${NOT_BUILT_NOTE}\n- a postcard\n- a song\nand why`, 'a note\n- of something else', `quoted: ${NOT_BUILT_NOTE}\n- nothing`];
    expect(notBuiltOfNotes(notes)).toEqual(['a postcard', 'a song']);
  });

  it('goes through a summary unchanged', () => {
    const lines = shortList(['GraphQL', ' a line\nof two ', 'GraphQL', '']);
    expect(lines).toEqual(['GraphQL', 'a line of two']);
    const summary = withNotBuilt('Commit 12ab is verified.', lines);
    expect(summary).toBe('Commit 12ab is verified.\n\nNot built:\n- GraphQL\n- a line of two');
    expect(splitSummary(summary)).toEqual({ summary: 'Commit 12ab is verified.', notBuilt: lines });
    expect(splitSummary('Commit 12ab is verified.')).toEqual({ summary: 'Commit 12ab is verified.', notBuilt: [] });
    expect(withNotBuilt('Done.', [])).toBe('Done.');
  });

  it('stays short, and says how much more there is', () => {
    const lines = shortList(Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(400)}`));
    expect(lines).toHaveLength(13);
    expect(Math.max(...lines.map((line) => line.length))).toBe(200);
    expect(lines.at(-1)).toBe('and 18 more: see the risks of the plan and the journal');
  });
});
