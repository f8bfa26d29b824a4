import { describe, expect, it } from '@jest/globals';
import { deviation, outcomeOf } from './corpus-outcome.js';
import { readCorpus } from './read-corpus.js';

const corpus = readCorpus();
const wellFormed = corpus.filter(({ expected }) => !('refused' in expected));
const wrong = corpus.filter(({ expected }) => 'refused' in expected);
const deviations = (cases: typeof corpus) => cases.map((one) => [one.name, deviation(one)]).filter(([, why]) => why !== null);

describe('the corpus of answers', () => {
  it('has hundreds of well-formed answers and over a hundred that are ambiguous, cut or hostile', () => {
    expect(wellFormed.length).toBeGreaterThanOrEqual(400);
    expect(wrong.length).toBeGreaterThanOrEqual(120);
    expect(new Set(corpus.map(({ answer, files }) => JSON.stringify([answer, ...files]))).size).toBe(corpus.length);
  });

  it('is applied exactly where it is well-formed, byte for byte', () => {
    expect(deviations(wellFormed)).toEqual([]);
  });

  it('is refused as a whole, for the right reason, where it is not', () => {
    expect(deviations(wrong)).toEqual([]);
  });

  it('names a reason that a model can act on: what, where, and no internals', () => {
    for (const one of wrong) {
      const outcome = outcomeOf(one);
      for (const message of 'refused' in outcome ? outcome.messages : []) {
        expect(message).toMatch(/[.:\n|]/);
        expect(message).not.toMatch(/undefined|\[object|NaN|TypeError/);
      }
    }
  });

  it('would notice a file that is only nearly right', () => {
    const one = wellFormed.find(({ expected }) => 'after' in expected && expected.after.size > 0)!;
    const after = new Map(('after' in one.expected ? [...one.expected.after] : []).map(([path, text]) => [path, `${text} `]));
    expect(deviation({ ...one, expected: { after } })).not.toBeNull();
  });
});
