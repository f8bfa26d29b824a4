import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { distFolder } from '../../config.js';

const assets = join(distFolder, 'web', 'assets');
// What a phone on a slow line still opens in a second or two; charts and editor come when they are shown.
const FIRST_PAGE_KB = 250;
const IMPORT = /(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g;

/** A file of the page and all it imports at once, each once. */
function withImports(names: string[]): Set<string> {
  const found = new Set<string>();
  const follow = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const [, next] of readFileSync(join(assets, name), 'utf8').matchAll(IMPORT)) if (next) follow(next);
  };
  names.forEach(follow);
  return found;
}

function kilobytes(name: string): number {
  const file = join(assets, name);
  return readFileSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).length / 1024;
}

describe('the first page', () => {
  const all = readdirSync(assets).filter((name) => name.endsWith('.js'));
  const page = readFileSync(join(distFolder, 'web', 'index.html'), 'utf8');
  const entry = [...page.matchAll(/assets\/([\w.-]+\.js)/g)].map((match) => match[1] ?? '');
  const first = [...withImports([...entry, ...all.filter((name) => name.startsWith('builds-page-'))])];

  it('is one that was found, with its own code', () => {
    expect(entry.length).toBeGreaterThan(0);
    expect(first.some((name) => name.startsWith('builds-page-'))).toBe(true);
  });

  it('needs at most 250 KB of compressed JavaScript', () => {
    expect(first.reduce((sum, name) => sum + kilobytes(name), 0)).toBeLessThanOrEqual(FIRST_PAGE_KB);
  });

  it('brings neither the editor nor charts nor the other pages along', () => {
    const heavy = /^(editor|languages|markdown-tokens|diff-files|chart|recharts|build-page|chat-page|new-build-page)/i;
    expect(first.filter((name) => heavy.test(name))).toEqual([]);
  });
});

describe('the page as it is built', () => {
  it('names no other host, and runs no script that stands in the page itself', () => {
    const page = readFileSync(join(distFolder, 'web', 'index.html'), 'utf8');
    expect(page.match(/(src|href)="(?!\/ui\/)/g)).toBeNull();
    expect(page.match(/<script(?![^>]*\bsrc=)[^>]*>/g)).toBeNull();
    expect(page).not.toMatch(/\son\w+=/);
  });

  it('has each text compressed beside it', () => {
    const plain = readdirSync(assets).filter((name) => /\.(js|css)$/.test(name) && readFileSync(join(assets, name)).length >= 1_000);
    expect(plain.filter((name) => !existsSync(join(assets, `${name}.br`)) || !existsSync(join(assets, `${name}.gz`)))).toEqual([]);
  });
});
