import { describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { detectLanguage, languageNamed, readLanguages } from '../../api/languages.js';

// More than there are images of, since folders may come: a language with a short name, and one with a sign in it.
const KNOWN = [
  { language: 'csharp', aliases: ['c#', 'cs', 'dotnet'], detect: ['*.cs', '*.csproj'] },
  { language: 'go', aliases: ['golang'], detect: ['*.go', 'go.mod'] },
  { language: 'java', aliases: ['jdk', 'junit', 'maven'], detect: ['*.java', 'pom.xml'] },
  { language: 'node', aliases: ['javascript', 'typescript', 'js', 'ts', 'nodejs'], detect: ['*.ts', '*.js', 'package.json'] },
  { language: 'python', aliases: ['py', 'python3'], detect: ['*.py', 'pyproject.toml'] },
];

describe('telling the language of a prompt', () => {
  it.each([
    ['a function that adds, in Python', 'python', 'words'],
    ['Write a Go function that adds', 'go', 'words'],
    ['a stack, implemented in Go.', 'go', 'words'],
    ['go through the list and add', null, null],
    ['a script to go over all files in the folder', null, null],
    ['a parser in C#', 'csharp', 'words'],
    ['a Java class for money', 'java', 'words'],
    ['a JavaScript class for money', 'javascript', 'words'],
    ['convert this to work using TypeScript', 'typescript', 'words'],
    ['add a handler to Server.java', 'java', 'file'],
    ['add a dependency to go.mod', 'go', 'file'],
    ['why does this fail?\n```py\nprint(1\n```', 'python', 'fence'],
    ['in Java, please; now it is\n```py\nprint(1)\n```', 'java', 'words'],
    ['translate the fence into Go:\n```js\nf()\n```', 'go', 'words'],
    ['sort numbers', null, null],
    ['a nodejs script', 'node', 'words'],
    ['a money class, tested with Maven', 'java', 'words'],
  ])('%s', (prompt, language, source) => {
    const found = detectLanguage(KNOWN, prompt);
    expect([found && (found.dialect ?? found.language), found?.source ?? null]).toEqual([language, source]);
  });

  it('looks at the names of the files beside it', () => {
    expect(detectLanguage(KNOWN, 'mend it', ['notes.md', 'main.go'])).toEqual({ language: 'go', dialect: null, source: 'file' });
  });

  it('takes a language by any of its names and says which there are for another', () => {
    expect(languageNamed(KNOWN, ' TS ', '/language')).toEqual({ language: 'node', dialect: 'typescript', source: 'given' });
    expect(() => languageNamed(KNOWN, 'cobol', '/language')).toThrow(/there are csharp, go, java, node, python/);
  });

  it('comes to an end on hostile text', () => {
    expect(detectLanguage(KNOWN, `${'in '.repeat(6_000)}${'```'.repeat(600)}`)).toBeNull();
    expect(detectLanguage(KNOWN, 'a.'.repeat(10_000))).toBeNull();
  });

  it('knows a language as soon as its folder has an image.json', () => {
    const folder = mkdtempSync(join(tmpdir(), 'images-'));
    mkdirSync(join(folder, 'ruby'));
    mkdirSync(join(folder, 'half-made'));
    writeFileSync(join(folder, 'ruby/image.json'), JSON.stringify({ language: 'ruby', aliases: ['rb'], detect: ['*.rb'], more: 1 }));
    expect(readLanguages(folder)).toEqual([{ language: 'ruby', aliases: ['rb'], detect: ['*.rb'] }]);
    rmSync(folder, { recursive: true });
  });
});
