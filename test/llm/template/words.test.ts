import { describe, expect, it } from '@jest/globals';
import { readClasses } from '../../../activities/llm/template/classes/read.js';
import { languageOf, secondLanguage, withoutLanguage } from '../../../activities/llm/template/parse/language.js';
import type { Wish } from '../../../activities/llm/template/wish.js';
import { ask, intentOf } from './drive.js';
import { shortSpec } from './short-spec.js';

const wish = (description: string): Wish => ({ description, title: null, language: 'python', requirements: [], feedback: [] });

describe('the language that words ask for', () => {
  it.each([
    ['a REST API for tasks in Go', 'go'],
    ['a Go service for tasks', 'go'],
    ['a golang CLI', 'go'],
    ['a Java library', 'java'],
    ['a REST API with Spring Boot', 'java'],
    ['a JavaScript function', 'typescript'],
    ['a class in C#', 'csharp'],
    ['a .NET service', 'csharp'],
    ['a REST API for places to go, with name', null],
    ['users go to the page and see tasks', null],
  ])('%s', (words, language) => {
    expect(languageOf(words, '').language).toBe(language);
  });

  it('is read from the stack as well, and one that nobody writes here is named', () => {
    expect(languageOf('a REST API for tasks', 'go').language).toBe('go');
    expect(languageOf('a REST API for tasks', 'C#').language).toBe('csharp');
    expect(languageOf('a REST API in Rust', '')).toEqual({ language: null, other: 'Rust' });
  });

  it('does not become a field or an object', () => {
    expect(withoutLanguage('a REST API for tasks in Go').trim()).toBe('a REST API for tasks');
    expect(withoutLanguage('a REST API for tasks, written in C#').trim()).toBe('a REST API for tasks');
    expect(withoutLanguage('a Java class for books')).toBe('a class for books');
    expect(secondLanguage('in Go and Java')).toEqual(['go', 'java']);
    expect(secondLanguage('in Python')).toBeNull();
  });

  it('is the language of the plan', async () => {
    for (const [label, language] of [
      ['Go', 'go'],
      ['Java', 'java'],
      ['C#', 'csharp'],
    ]) {
      const plan = await ask('plan', { intent: intentOf(`a REST API for tasks with title and done, in ${label}`) });
      expect(plan).toMatchObject({ language, made_by: 'template' });
      expect(JSON.stringify(plan)).toContain('built-in template model');
    }
  });
});

describe('classes', () => {
  const read = (words: string) => {
    const found = readClasses(wish(words));
    return (
      found && {
        spec: shortSpec(found.spec),
        does: found.classes.flatMap(({ operations }) => operations.map(({ name, kind, field }) => `${name} ${kind} ${field}`)),
        left: found.spec.ignored,
      }
    );
  };

  it('get their names, fields and methods from the words', () => {
    expect(read('a BankAccount class with owner and balance (number), with methods deposit and withdraw')).toMatchObject({
      spec: 'bank-accounts: owner! balance:number',
      does: ['deposit add balance', 'withdraw subtract balance'],
    });
    expect(read('a class Book with title and year')).toMatchObject({ spec: 'books: title! year:integer', does: [] });
    expect(read('a class for a light with name that can be enabled or disabled')?.spec).toMatch(/^lights: name!/);
  });

  it('add the flag that a method sets, and say which methods they do not have', () => {
    expect(read('a Task class with title and methods complete and fly')).toMatchObject({
      spec: 'tasks: title! completed:boolean=false',
      does: ['complete mark completed'],
      left: ['the method fly of task'],
    });
  });

  it('are not made of nothing', () => {
    expect(readClasses(wish('a class'))).toBeNull();
  });
});
