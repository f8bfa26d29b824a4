import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { z } from 'zod';
import { parseJsonAnswer, parseToolArguments } from '../../activities/llm/parse-answer.js';

const schema = z.object({ title: z.string(), tasks: z.array(z.object({ id: z.string() })).default([]) });
const good = { ok: { title: 'x', tasks: [] } };
const anything = z.unknown();

describe('an answer with JSON in it', () => {
  it.each([
    ['bare', '{"title":"x"}'],
    ['after a byte order mark', '\uFEFF {"title":"x"}\n'],
    ['in a fence', 'Here you are:\n```json\n{"title":"x"}\n```\nEnjoy!'],
    ['in a fence without a name', '```\n{"title":"x"}\n```'],
    ['after prose with brackets', 'As said in [1] and {2}, {curly}: {"title":"x"} (see [3])'],
    ['after an unclosed bracket', 'A smile :-[ and then {"title":"x"}'],
    ['with fences inside', '{"title":"x", "other":"```json\\n{}\\n```"}'],
  ])('is read %s', (_, text) => expect(parseJsonAnswer(text, schema)).toEqual(good));

  it('drops keys that reach a prototype, at every depth', () => {
    const text = '{"a":{"__proto__":{"polluted":1},"constructor":1,"prototype":2,"b":1},"__proto__":[{"__proto__":1}]}';
    expect(JSON.stringify(parseJsonAnswer(text, anything))).toBe('{"ok":{"a":{"b":1}}}');
  });

  it('names what does not fit, at most 20 lines of it', () => {
    expect(parseJsonAnswer('{"title":7,"tasks":[{"id":"a"},{},{"id":null}]}', schema)).toEqual({
      problem: expect.stringMatching(/^The answer did not fit:\ntitle: .+\ntasks\[1\]\.id: .+\ntasks\[2\]\.id: .+$/),
    });
    const many = parseJsonAnswer(JSON.stringify({ title: 'x', tasks: Array.from({ length: 30 }, () => ({})) }), schema);
    expect('problem' in many && many.problem.split('\n').slice(-2)).toEqual([expect.stringContaining('tasks[19].id'), '... and 10 more']);
  });
});

describe('an answer that cannot be used', () => {
  it.each([
    ['', 'had no text'],
    [null, 'had no text'],
    ['I am sorry, I cannot do that.', 'no JSON in it'],
    ['<html></html>', 'no JSON in it'],
    ['{"title":\n NaN}', 'line 2: NaN is not JSON'],
    ['{"title": -Infinity}', '-Infinity is not JSON'],
    ['{"title": undefined}', 'undefined is not JSON'],
    ["{'title': None}", 'title is not JSON'],
    ['{"title": 1e999}', 'title: this number is too large'],
    ['{"title":"x","tasks":[{"id":"a"}', '2 brackets still open'],
    ['{"title":"x', 'ends within a string'],
    ['{"title":"x",}', 'not valid JSON'],
    ['[1, [2, 1e999]]', '[1][1]: this number'],
    [`{"title":"${'x'.repeat(4 * 1024 * 1024)}"}`, 'more than 4 MB'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'deeper than 64'],
    ['{"a":'.repeat(100_000), 'deeper than 64'],
  ])('%.40s says why', (text, words) => expect(parseJsonAnswer(text, schema)).toEqual({ problem: expect.stringContaining(words) }));

  it('is not replaced by a piece of itself when it was cut', () => {
    const lenient = z.object({ id: z.string() }).partial();
    const whole = JSON.stringify({ title: 'x', tasks: [{ id: 'a' }, { id: 'b' }] });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: whole.length - 1 }), (length) => {
        expect(parseJsonAnswer(`Here: ${whole.slice(0, length)}`, lenient)).toHaveProperty('problem');
      }),
    );
  });
});

describe('tool arguments', () => {
  const path = z.object({ path: z.string() });
  it('may be empty, and say what is wrong with them', () => {
    expect(parseToolArguments('', z.object({}))).toEqual({ ok: {} });
    expect(parseToolArguments('  ', path)).toEqual({ problem: expect.stringMatching(/^The arguments did not fit:\npath: /) });
    expect(parseToolArguments('{"path": ', path)).toEqual({ problem: expect.stringContaining('The arguments were not valid JSON') });
    expect(parseToolArguments('{"path":"a"}', path)).toEqual({ ok: { path: 'a' } });
  });
});

describe('any text', () => {
  it('is read or explained, and never throws', () => {
    const pieces = fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', '```', '\n', 'a', 'NaN', '1e9', 'null', '\uFEFF', '\ud800', '{"title":"x"}', ' ');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), (parts) => {
        const parsed = parseJsonAnswer(parts.join(''), schema);
        expect('ok' in parsed ? typeof parsed.ok.title : parsed.problem.length > 0).toBeTruthy();
      }),
      { numRuns: 500 },
    );
  });

  it('of a JSON value gives that value, whatever prose surrounds it', () => {
    const prose = fc.constantFrom('', 'Sure! ', 'Here it is:\n```json\n', '[1] says: ');
    const safe = fc.dictionary(
      fc.string().filter((key) => !['__proto__', 'constructor', 'prototype'].includes(key)),
      fc.jsonValue({ maxDepth: 4 }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(safe, prose, fc.constantFrom('', '\n```', ' That is all.'), (value, before, after) => {
        const clean = JSON.parse(JSON.stringify(value), (key, child: unknown) => (['__proto__', 'constructor', 'prototype'].includes(key) ? undefined : child));
        expect(parseJsonAnswer(`${before}${JSON.stringify(value)}${after}`, z.record(z.string(), z.unknown()))).toEqual({ ok: clean });
      }),
      { numRuns: 300 },
    );
  });

  it('of hostile brackets is read in a time that grows with its length only', () => {
    for (const text of [
      '{" '.repeat(500_000),
      '{a '.repeat(200_000),
      '[{'.repeat(500_000),
      '{}'.repeat(500_000),
      '{"a" '.repeat(300_000) + '}'.repeat(300_000),
    ])
      expect(parseJsonAnswer(text, schema)).toHaveProperty('problem');
  });
});
