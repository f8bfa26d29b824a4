import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pythonLibrary } from '../../../activities/llm/template/functions/python.js';
import { RECIPES, recipesFor } from '../../../activities/llm/template/functions/registry.js';
import { typescriptLibrary } from '../../../activities/llm/template/functions/typescript.js';
import { pythonFunctionTool } from '../../../activities/llm/template/tools/python/function-cli.js';
import { typescriptFunctionTool } from '../../../activities/llm/template/tools/typescript/function-cli.js';
import { build, type Files, intentOf } from './drive.js';
import { folderOf, run, runNodeTests, transpile, typeCheck } from './run-project.js';

const ALL = RECIPES.map((recipe) => ({ recipe, name: recipe.name }));

function treeOf(files: { path: string; content: string }[]): Files {
  return new Map(files.map((file) => [file.path, file.content]));
}

function expectPython(files: Files): void {
  const folder = folderOf(files);
  const { status, output } = run('python3', ['-m', 'unittest', '-q'], folder.path);
  expect({ status, output }).toMatchObject({ status: 0 });
  folder.remove();
}

function expectTypescript(files: Files): void {
  const folder = folderOf(files);
  expect(typeCheck(folder.path)).toEqual({ status: 0, output: '' });
  const { status, output } = runNodeTests(transpile(folder.path, files));
  expect({ status, output }).toMatchObject({ status: 0 });
  folder.remove();
}

describe('functions', () => {
  it.each([
    ['a function that computes the nth fibonacci number', 'fibonacci'],
    ['a function that checks whether a number is prime', 'is_prime'],
    ['a function that returns all prime numbers up to n', 'primes_up_to'],
    ['write a factorial function', 'factorial'],
    ['a library with slugify and palindrome checks', 'slugify is_palindrome'],
    ['a function that reverses the words of a sentence', 'reverse_words'],
    ['a function that reverses a string', 'reverse_text'],
    ['a function that turns integers into roman numerals', 'to_roman'],
    ['a function that converts roman numerals to integers', 'from_roman'],
    ['a function for the greatest common divisor', 'gcd'],
    ['gcd and lcm functions', 'gcd lcm'],
    ['a function to check if two words are anagrams', 'are_anagrams'],
    ['a fizzbuzz function', 'fizzbuzz'],
    ['a function that says whether a year is a leap year', 'is_leap_year'],
    ['a function that validates an email address', 'is_email'],
    ['a function that counts the words of a text', 'count_words'],
    ['a function that converts celsius to fahrenheit', 'convert_temperature'],
    ['a function that converts miles to kilometers', 'convert_unit'],
    ['a function for the median of a list of numbers', 'median'],
    ['a function that sums the digits of a number', 'digit_sum'],
    ['a function that adds up a list of numbers', 'total'],
    ['a function that flies to the moon', ''],
  ])('%s', (words, names) => {
    expect(
      recipesFor(words)
        .map((recipe) => recipe.name)
        .join(' '),
    ).toBe(names);
  });

  it('take the name the words give', async () => {
    const { files } = await build(intentOf('a function called nth_fib that returns fibonacci numbers', { project_type: 'library' }));
    expect(files.get('nth_fib.py')).toContain('def nth_fib(n: int) -> int:');
    const odd = await build(intentOf('a function called class that returns fibonacci numbers', { project_type: 'library' }));
    expect(odd.files.has('fibonacci.py')).toBe(true);
  });

  it('all work in Python, as a library and as a tool', () => {
    expectPython(treeOf(pythonLibrary(ALL)));
    expectPython(treeOf(pythonFunctionTool(ALL)));
  });

  it('all work in TypeScript, as a library and as a tool', () => {
    expectTypescript(treeOf(typescriptLibrary(ALL, 'all')));
    expectTypescript(treeOf(typescriptFunctionTool(ALL, 'all')));
  });
});

describe('command-line tools', () => {
  const TOOLS = [
    'a CLI that manages a todo list with add, list, done and remove commands',
    'a CLI to track expenses with amount, category, date, tags and person, and people with name and email',
    'a CLI that counts words in files',
    'a command line tool that converts CSV to JSON',
    'a CLI that checks if a number is prime',
  ];

  it.each(TOOLS)('works in Python: %s', async (words) => {
    expectPython((await build(intentOf(words, { project_type: 'cli' }))).files);
  });

  it.each(TOOLS)('works in TypeScript: %s', async (words) => {
    expectTypescript((await build(intentOf(`${words}, in TypeScript`, { project_type: 'cli' }))).files);
  });

  it('keep a list between calls', async () => {
    const { files } = await build(intentOf(TOOLS[0] ?? ''));
    const folder = folderOf(files);
    const tool = (args: string): string => run('sh', ['-c', `DATA_DIR='${join(folder.path, 'data')}' python3 -m app ${args}`], folder.path).output.trim();
    expect(tool("add 'Buy milk' --due-date 2026-05-01")).toBe('1  Buy milk  done: no  due_date: 2026-05-01');
    expect(tool('done 1')).toContain('done: yes');
    expect(tool('list --filter done=yes')).toContain('Buy milk');
    expect(tool('list --filter done=no')).toBe('');
    expect(tool('remove 2')).toBe('error: there is no todo 2');
    folder.remove();
  });
});
