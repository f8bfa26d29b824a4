import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { answerRoom } from '../../activities/llm/answer-room.js';
import { promptBound, tokenBound } from '../../activities/llm/token-bound.js';
import { projectRoot } from '../../config.js';

/** In slices: the tokenizer's time grows with the square of a long run of one letter. */
function counted(text: string): number {
  let tokens = 0;
  for (let at = 0; at < text.length; at += 1_000) tokens += countTokens(text.slice(at, at + 1_000), { disallowedSpecial: new Set<string>() });
  return tokens;
}

const random = (count: number, alphabet: string[]) => Array.from({ length: count }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');

describe('the bound on the tokens of a prompt', () => {
  it.each([
    ['code', readFileSync(join(projectRoot, 'config.ts'), 'utf8')],
    ['prose', readFileSync(join(projectRoot, 'docs/design.md'), 'utf8')],
    ['JSON', readFileSync(join(projectRoot, 'models.json'), 'utf8')],
    ['random letters', random(9_000, letters)],
    [
      'random capitals',
      random(
        9_000,
        letters.map((letter) => letter.toUpperCase()),
      ),
    ],
    ['both', random(9_000, [...letters, ...letters.map((letter) => letter.toUpperCase())])],
    ['base64', randomBytes(9_000).toString('base64')],
    ['hex', randomBytes(9_000).toString('hex')],
    ['digits', random(9_000, '0123456789'.split(''))],
    ['marks', random(9_000, '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'.split(''))],
    ['single letters', Array.from({ length: 5_000 }, () => random(1, letters)).join(' ')],
    [
      'Chinese',
      random(
        3_000,
        Array.from({ length: 5_000 }, (_, index) => String.fromCharCode(0x4e00 + index * 4)),
      ),
    ],
    ['emoji', random(1_000, ['😀', '🚀', '👩‍💻', '🇩🇪', '🫠'])],
    [
      'control characters',
      random(
        3_000,
        Array.from({ length: 32 }, (_, index) => String.fromCharCode(index)),
      ),
    ],
  ])('is never below what a tokenizer counts: %s', (_name, text) => {
    expect(tokenBound(text)).toBeGreaterThanOrEqual(counted(text));
  });

  it('is never below it for any mixture', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: 'binary-ascii', maxLength: 300 }),
      fc.lorem({ maxCount: 30 }),
      fc.base64String({ maxLength: 200 }),
    );
    fc.assert(
      // A short text has too few characters for weights to even out.
      fc.property(
        fc.array(piece, { minLength: 5, maxLength: 20 }).map((pieces) => pieces.join(' ')),
        (text) => tokenBound(text) + 10 >= counted(text),
      ),
      { numRuns: 100 },
    );
  });

  it('is within three times of it for prose and code', () => {
    for (const file of ['config.ts', 'docs/design.md', 'activities/llm/call.ts']) {
      const text = readFileSync(join(projectRoot, file), 'utf8');
      expect(tokenBound(text)).toBeLessThan(3 * counted(text));
    }
  });

  it('holds everything that is sent', () => {
    const bare = promptBound({ messages: [], maxTokens: 1 });
    const word = 'word '.repeat(100);
    const request = {
      messages: [{ role: 'assistant' as const, content: word, toolCalls: [{ id: 'c', name: 'n', arguments: JSON.stringify({ word }) }] }],
      maxTokens: 1,
    };
    expect(promptBound(request)).toBeGreaterThan(bare + 2 * counted(word));
    expect(
      promptBound({ ...request, tools: [{ name: 'n', description: word, parameters: {} }], schema: { name: 's', schema: { title: word } } }),
    ).toBeGreaterThan(bare + 4 * counted(word));
  });
});

describe('the room for an answer', () => {
  const ask = (characters: number, maxTokens: number) => ({ messages: [{ role: 'user' as const, content: 'some words '.repeat(characters / 11) }], maxTokens });
  const room = (characters: number, maxTokens: number, model: { contextTokens: number; outputTokens: number }) => {
    const request = ask(characters, maxTokens);
    return answerRoom(request, model, promptBound(request));
  };

  it('is what was asked for, the model can write and the window has left', async () => {
    expect(await room(1_000, 4_000, { contextTokens: 32_000, outputTokens: 16_000 })).toBe(4_000);
    expect(await room(1_000, 40_000, { contextTokens: 200_000, outputTokens: 8_192 })).toBe(8_192);
    // 110,000 characters are 20,000 tokens.
    const left = await room(110_000, 16_000, { contextTokens: 32_000, outputTokens: 16_000 });
    expect(left).toBeGreaterThan(8_000);
    expect(left + 20_000).toBeLessThanOrEqual(32_000);
    expect(await room(500_000, 16_000, { contextTokens: 32_000, outputTokens: 16_000 })).toBe(1_000);
  });
});
