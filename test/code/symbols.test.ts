import { describe, expect, it } from '@jest/globals';
import type { CodeLanguage } from '../../activities/code/parser.js';
import { symbolsOf } from '../../activities/code/symbols.js';

const told = async (language: CodeLanguage, text: string) =>
  (await symbolsOf(language, text)).map(({ name, kind, line, endLine, parent }) => `${kind} ${parent ? `${parent}.` : ''}${name} ${line}-${endLine}`);

describe('the symbols of a file', () => {
  it('are found in Python', async () => {
    const text =
      'LIMIT = 3\nlow = 1\n\n@cache\ndef one(a,\n        b):\n    def inner(): pass\n    return 1\n\nclass A(B):\n    x: int = 1\n    async def two(self): pass\n\n    @property\n    def three(self): pass\n';
    expect(await told('python', text)).toEqual(['constant LIMIT 1-1', 'function one 5-8', 'class A 10-15', 'method A.two 12-12', 'method A.three 15-15']);
    expect((await symbolsOf('python', text))[1]?.signature).toBe('def one(a,');
  });

  it('are read in files made to keep a reader busy', async () => {
    const [found] = await symbolsOf('python', `def f${' '.repeat(20_000)}():\n    pass\n`);
    expect(found).toMatchObject({ name: 'f', signature: expect.stringMatching(/^def f {10}/) });
  });

  it('are found in JavaScript of every age', async () => {
    const text = [
      'function plain() { function inner() {} }',
      'const arrow = async (x) => x;',
      'exports.named = function () {};',
      'Thing.prototype.grow = function grow() {};',
      'module.exports = class Box { open() {} static shut() {} };',
      'export default class Door extends Box { #lock() {} }',
      'export const SIZE_MAX = 3;',
      '(function (root) { function wrapped() {} root.wrapped = wrapped; })(this);',
      'const tools = { cut() {}, glue: () => 1 };',
    ].join('\n');
    const names = (await told('javascript', text)).map((line) => line.split(' ').slice(0, 2).join(' '));
    for (const name of ['function plain', 'function arrow', 'function named', 'function grow', 'class Door', 'constant SIZE_MAX', 'function glue'])
      expect(names).toContain(name);
    expect(names).not.toContain('function inner');
  });

  it('are found in TypeScript', async () => {
    const text =
      'export interface A { b(): void }\nexport type B = 1;\nexport enum C { D }\nexport abstract class E<T> { abstract f(): void; g = () => 1; h(): T { return x } }\nnamespace N { export function n() {} }\nexport async function* o() {}\n';
    const names = (await told('typescript', text)).map((line) => line.split(' ').slice(0, 2).join(' '));
    for (const name of ['type A', 'type B', 'type C', 'class E', 'method E.h', 'module N', 'function N.n', 'function o']) expect(names).toContain(name);
  });

  it.each<[CodeLanguage, string, string[]]>([
    ['go', 'package x\ntype T struct{}\nfunc (t *T) M() {}\nfunc F() {}\n', ['type T', 'method M', 'function F']],
    [
      'java',
      'package x; public class A { int b; A() {} void c() {} record D(int e) {} interface F { void g(); } }',
      ['class A', 'method A.c', 'class A.D', 'type A.F'],
    ],
    [
      'c-sharp',
      'namespace N { public class A { public void B() {} } public interface I {} public record R(int X); }',
      ['module N', 'class N.A', 'method A.B', 'type N.I'],
    ],
    ['rust', 'pub struct S;\nimpl S { pub fn m(&self) {} }\ntrait T { fn t(); }\nfn f() {}\n', ['class S', 'function m', 'type T', 'function f']],
    ['ruby', 'module M\n  class C\n    def a; end\n    def self.b; end\n  end\nend\n', ['module M', 'class M.C', 'method C.a', 'method C.b']],
    ['php', '<?php\nclass A { function b() {} }\nfunction c() {}\n', ['class A', 'method A.b', 'function c']],
    ['cpp', 'class A { void b(); };\nint main(int c) { return 0; }\n', ['class A', 'function main']],
  ])('are found in %s', async (language, text, wanted) => {
    const names = (await told(language, text)).map((line) => line.split(' ').slice(0, 2).join(' '));
    for (const name of wanted) expect(names).toContain(name);
  });

  it('are none of a file too large or too broken to read, and what can be read of one that is half written', async () => {
    expect(await symbolsOf('python', `x = """${'a'.repeat(400_000)}"""`)).toEqual([]);
    expect(await told('python', 'def one(:\n    pass\n\ndef two():\n    return 1\n')).toContain('function two 4-5');
    expect((await symbolsOf('javascript', 'function f() {}\n'.repeat(5_000))).length).toBeLessThanOrEqual(2_000);
  });
});
