import { describe, expect, it } from '@jest/globals';
import { CODE_LANGUAGES, languageOfPath, parseSource } from '../../activities/code/parser.js';
import { syntaxProblem } from '../../activities/code/syntax.js';

const GOOD: [string, string][] = [
  ['a.py', 'def f(x: int) -> int:\n    return x\n'],
  ['a.js', 'export const f = async (x) => ({ ...x });\n'],
  ['a.jsx', 'export const A = () => <p>{1}</p>;\n'],
  ['a.ts', 'export const f = <T,>(x: T): T => x satisfies T;\n'],
  ['a.tsx', 'export function A({ x }: { x: number }) { return <p>{x}</p>; }\n'],
  ['A.java', 'public record A(int x) { int f() { return x; } }\n'],
  ['a.go', 'package a\n\nfunc F[T any](x T) T { return x }\n'],
  ['A.cs', 'namespace A;\npublic record B(int X);\n'],
  ['a.rs', 'fn main() { println!("{}", 1); }\n'],
  ['a.rb', 'def f(x) = x + 1\n'],
  ['a.json', '{"a": [1, null]}'],
];
const BROKEN: [string, string, number][] = [
  ['a.py', 'x = 1\ndef f(:\n    return\n', 2],
  ['a.js', 'const a = 1;\nfunction f( {\n', 2],
  ['a.ts', 'const a: = 1;\n', 1],
  ['A.java', 'class A {\n  int f() { return 1 }\n}\n', 2],
  ['a.go', 'package a\n\nfunc f() {\n', 3],
  ['A.cs', 'class A\n{\n  int F( { }\n}\n', 3],
  ['a.json', '{\n  "a": 1,\n}', 3],
];

describe('a file after an edit', () => {
  it.each(GOOD)('parses: %s', async (path, text) => {
    expect(await syntaxProblem(path, null, text)).toBeNull();
  });

  it.each(BROKEN)('does not parse, with the line: %s', async (path, text, line) => {
    expect(await syntaxProblem(path, null, text)).toMatchObject({ line, message: expect.stringMatching(/\S/) });
  });

  it('is blamed only for errors it did not have before', async () => {
    const broken = 'def f(:\n    pass\n';
    expect(await syntaxProblem('a.py', broken, `${broken}x = 1\n`)).toBeNull();
    expect(await syntaxProblem('a.py', broken, `${broken}\n\ny = [1\n`)).not.toBeNull();
    expect(await syntaxProblem('notes.txt', null, '((((')).toBeNull();
    expect(await syntaxProblem('tsconfig.json', null, '{ // comments\n }')).toBeNull();
  });
});

describe('the parser', () => {
  it('has every grammar it names, visits parents before children, and leaves nothing behind', async () => {
    for (const language of CODE_LANGUAGES) {
      const seen = await parseSource(language, 'a\n', ({ root, visit }) => {
        const depths: number[] = [];
        visit((_node, depth) => void depths.push(depth));
        return [root.type.length > 0, depths[0]];
      });
      expect([language, seen]).toEqual([language, [true, 0]]);
    }
    for (let round = 0; round < 300; round += 1) await parseSource('python', 'def f():\n    return [1, 2]\n', ({ visit }) => visit(() => undefined));
    expect(languageOfPath('src/x.spec.mts')).toBe('typescript');
  });

  it('gives up on text that is too large or made to be hard, and works on', async () => {
    const hard = Array.from({ length: 300_000 }, (_, index) => '(){}[]\'"`<>/*#\n ab=:'[(index * 7919 * ((index % 31) + 1)) % 20]).join('');
    for (const language of ['python', 'typescript', 'go', 'c-sharp'] as const) {
      await parseSource(language, hard, () => true, { timeMs: 50 });
      await parseSource(language, '('.repeat(200_000), () => true, { timeMs: 200 });
      expect(await parseSource(language, 'a'.repeat(2_000_000), () => true)).toBeNull();
      expect(await parseSource(language, 'x', ({ root }) => root.endIndex)).toBe(1);
    }
  });

  it('survives a reader that throws', async () => {
    await expect(
      parseSource('python', 'x = 1\n', ({ visit }) => {
        visit(() => {
          throw new Error('reader');
        });
      }),
    ).rejects.toThrow('reader');
    expect(await parseSource('python', 'x = 1\n', ({ root }) => root.hasError)).toBe(false);
  });
});
