import { describe, expect, it } from '@jest/globals';
import { readClasses } from '../../../activities/llm/template/classes/read.js';
import { languageOf, secondLanguage, withoutLanguage, withoutOther } from '../../../activities/llm/template/parse/language.js';
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
    ['a REST API for shipments with weight, express and destination', null],
    ['a REST API for trees: each node has a name', null],
    ['a bakery API for rolls with flour, bun and price', null],
    ['an express API for shipments with weight', 'typescript'],
    ['a REST API for shipments, using Express', 'typescript'],
    ['a Flask app for tasks', 'python'],
    ['a REST API in Rust or Go', 'go'],
    ['a REST API in Go, not Python', 'go'],
    ['a swift service for messages', null],
    ['a REST API for tasks with title, preferably in Go', 'go'],
    ['a REST API for tasks with title, Go 1.22 and net/http', 'go'],
    ['a REST API for tasks (Python 3, FastAPI)', 'python'],
    ['a REST API for courses with title and language (Python, Ruby or Go)', null],
    ['a REST API for coffee (Java, Sumatra) with name', null],
  ])('%s', (words, language) => {
    expect(languageOf(words, '').language).toBe(language);
  });

  it('is read from the stack as well, and one that nobody writes here is named', () => {
    expect(languageOf('a REST API for tasks', 'go').language).toBe('go');
    expect(languageOf('a REST API for tasks', 'C#').language).toBe('csharp');
    expect(languageOf('a REST API in Rust', '')).toEqual({ language: null, other: 'Rust' });
  });

  it.each([
    'a REST API in Rust',
    'a Rust CLI',
    'a rust crate',
    'a REST API. It has to be written in Rust!',
    'a REST API for tasks. Language: Rust',
    'Please use Rust for a CLI',
  ])('is named where nobody writes it here: %s', (words) => expect(languageOf(words, '')).toEqual({ language: null, other: 'Rust' }));

  it('leaves no piece of its sentence behind', () => {
    expect(withoutOther('a REST API for books with title, in Rust.')).toBe('a REST API for books with title');
    expect(withoutOther('A Ruby on Rails app, written in Ruby 3.')).toBe('An app');
    expect(withoutOther('a REST API. It has to be written in Rust!')).toBe('a REST API');
    expect(withoutOther('Please use Swift for a CLI for notes')).toBe('a CLI for notes');
    expect(withoutOther('Tasks API with title, PHP/Laravel')).toBe('Tasks API with title');
    expect(withoutLanguage('Tasks with title. It should be written in Go.').trim()).toBe('Tasks with title.');
    expect(withoutLanguage('courses with language (Python, Ruby or Go)')).toBe('courses with language (Python, Ruby or Go)');
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
