import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTemplateModel } from '../../../activities/llm/template/index.js';
import { entitiesOf, requirementsOf } from '../../../activities/llm/template/rest/requirements.js';
import { readSpec } from '../../../activities/llm/template/rest/understand.js';
import { specFrom } from '../../../activities/llm/template/parse/spec-from.js';
import type { ServiceSpec } from '../../../activities/llm/template/spec.js';
import { planSchema } from '../../../schemas/plan.js';
import { ask, intentOf } from './drive.js';

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
const PATH = /^[a-z][a-z0-9-]{0,60}$/;
const VALUE = /^[\p{L}\p{N}][\p{L}\p{N} ._+-]{0,39}$/u;

// Words that mean something to the parser, mixed with what could break out of strings, comments, docstrings, markdown, JSON and shells.
const word = fc.oneof(
  fc.constantFrom(
    ...(
      'a the REST API for with and having that manage tasks books authors title name done price rating due date email tags status list of unique required optional ' +
      'from 1 to 5 between max min default in Python TypeScript (low, medium or high) (string) (required) : ; . , | / belongs each has CLI function fibonacci minimum maximum fewest most per hour night how many much long number first last start end price/hour kg °C € max. please Go Rust Ruby C# not use node express who when what website players seats'
    ).split(' '),
    '"""',
    "'''",
    '`',
    '${x}',
    '*/',
    '//',
    '#',
    '\n',
    '\\',
    '\\n',
    '"',
    "'",
    ');',
    'import os',
    '__proto__',
    'constructor',
    'class',
    'def',
    '⟦0⟧',
    '\u202e',
    '\u0000',
    '{{',
    ']]',
    '$(id)',
    '-->',
    '<script>',
    '```intent',
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(' '));

function check(spec: ServiceSpec): void {
  expect(spec.entities.length).toBeGreaterThan(0);
  expect(spec.entities.length).toBeLessThanOrEqual(8);
  expect(new Set(spec.entities.map((entity) => entity.path)).size).toBe(spec.entities.length);
  for (const entity of spec.entities) {
    expect(entity.name).toMatch(NAME);
    expect(entity.path).toMatch(PATH);
    expect(entity.fields.length).toBeGreaterThan(0);
    expect(entity.fields.length).toBeLessThanOrEqual(30);
    expect(new Set(entity.fields.map((field) => field.name)).size).toBe(entity.fields.length);
    for (const field of entity.fields) {
      expect(field.name).toMatch(NAME);
      expect(['id', 'created_at', 'updated_at', 'limit', 'offset', 'page', 'sort', 'q']).not.toContain(field.name);
      for (const value of field.values) expect(value).toMatch(VALUE);
      if (typeof field.default === 'string') expect(field.default).toMatch(/^[\p{L}\p{N}][\p{L}\p{N} ._+-]*$/u);
      expect(field.references === null).toBe(field.type !== 'reference');
      if (field.references !== null) expect(spec.entities.map((one) => one.path)).toContain(field.references);
      expect(field.type === 'enum').toBe(field.values.length > 0);
      expect((field.min ?? -Infinity) <= (field.max ?? Infinity)).toBe(true);
    }
  }
}

describe('any text', () => {
  it('gives safe names or an honest no, and never an exception', () => {
    fc.assert(
      fc.property(text, (description) => {
        const spec = readSpec({ description, title: null, language: 'python', requirements: [], feedback: [description] }, description);
        if ('entities' in spec) check(spec);
      }),
      { numRuns: 1_500 },
    );
  });

  it('gives a plan the schema takes, or cannot', async () => {
    await fc.assert(
      fc.asyncProperty(text, text, fc.constantFrom('api', 'cli', 'library', 'website'), async (description, change, type) => {
        const answer = await ask('plan', { intent: intentOf(description, { project_type: type }) }, [change]);
        if ('cannot' in answer) expect((answer.cannot as string).length).toBeLessThan(4_000);
        else expect(planSchema.safeParse(answer).error).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it('is planned again with what was said of the plan, and the second time like the first', async () => {
    const intents = fc.oneof(text, fc.constantFrom('a REST API for books with title, in Rust', 'a landing page for my bakery, in Go', 'make me rich'));
    await fc.assert(
      fc.asyncProperty(intents, text, fc.constantFrom('api', 'cli', 'library', 'website'), async (description, change, type) => {
        const intent = intentOf(description, { project_type: type });
        const plan = await ask('plan', { intent });
        if ('cannot' in plan) return;
        const next = await ask('plan', { intent, plan }, [change]);
        expect(planSchema.safeParse(next).error).toBeUndefined();
        const again = await ask('plan', { intent, plan: next }, [change]);
        expect([again['language'], again['questions']]).toEqual([next['language'], next['questions']]);
      }),
      { numRuns: 100 },
    );
  });

  it('gives a plan whose requirements are read back as the same entities', () => {
    fc.assert(
      fc.property(text, (description) => {
        const spec = readSpec({ description, title: null, language: 'python', requirements: [], feedback: [] }, description);
        if (!('entities' in spec)) return;
        expect(specFrom(entitiesOf(requirementsOf(spec)), 'python', null).entities).toEqual(spec.entities);
      }),
      { numRuns: 1_500 },
    );
  });

  it('is answered whatever the conversation looks like', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(text, { maxLength: 5 }),
        fc.option(fc.constantFrom('plan', 'architecture', 'review', 'nonsense'), { nil: undefined }),
        async (contents, schema) => {
          const answer = await createTemplateModel().complete({
            messages: contents.map((content) => ({ role: 'user' as const, content })),
            ...(schema ? { schema: { name: schema, schema: {} } } : { tools: [{ name: 'finish', description: '', parameters: {} }] }),
            maxTokens: 100,
          });
          if (schema) JSON.parse(answer.content ?? '');
          else expect(answer.toolCalls.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([
    'with '.repeat(4_000),
    'a REST API for ' + 'a, '.repeat(6_000),
    '('.repeat(20_000),
    'tasks with ' + '(a or b, '.repeat(2_000),
    'priority ' + 'low, '.repeat(4_000) + 'or high',
    'whether '.repeat(2_500),
    '-'.repeat(20_000),
    'a REST API for tasks with ' + 'x'.repeat(19_000),
    'a/'.repeat(10_000),
    ' '.repeat(19_000) + 'x',
    'a REST API for tasks with title is required and is required '.repeat(300),
    'Each a has: ' + 'b (max 3), '.repeat(1_500),
    'a REST API for tasks with weight ' + 'in kg '.repeat(3_000),
    'a REST API for tasks with weight ' + 'in kg '.repeat(40),
    'a REST API for tasks with weight ' + 'is '.repeat(6_000),
    'a REST API for tasks with ' + 'minimum and '.repeat(1_500) + 'age',
    'a REST API for tasks with ' + 'how many '.repeat(2_000),
    'a REST API in ' + 'Rust or '.repeat(2_000),
    'a REST API for books with title in Go' + '!'.repeat(19_900) + 'x',
    'a REST API for books with title in Go' + '.'.repeat(19_900) + 'x',
    'a REST API for books with title in Rust' + ',;:.'.repeat(4_900) + 'x',
    'a REST API for books with title in Rust' + '.\n'.repeat(9_900) + 'x',
  ])(
    'is read in a bounded time (case %#)',
    async (description) => {
      // Not a race against the clock: a pattern that explodes would never come back within the suite's timeout.
      const answer = await ask('plan', { intent: intentOf(description) });
      expect(typeof answer).toBe('object');
    },
    10_000,
  );
});
