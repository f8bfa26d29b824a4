/** What an existing repository is: its language, how its tests are run, and what it says about itself. */
import { isUtf8 } from 'node:buffer';
import { MillwrightError } from '../../contracts/failures.js';
import type { RepositoryFacts, RepositoryHint, TestCommand } from '../../db/schema/index.js';
import { findImageSpec, matchesPattern, type ImageSpec } from '../sandbox/image-spec.js';
import { HINT_CHARS_MAX, HINTS_CHARS_MAX } from './limits.js';

export interface RepositoryFile {
  path: string;
  bytes: number;
}

/** Reads a file of the commit that is looked at; null when there is none. */
export type ReadFile = (path: string) => Promise<Buffer | null>;

// Languages people bring that may have no image here, by what tells them. Only for saying so.
const KNOWN: Record<string, string[]> = {
  go: ['*.go', 'go.mod'],
  java: ['*.java', '*.kt', 'pom.xml', 'build.gradle', 'build.gradle.kts'],
  csharp: ['*.cs', '*.csproj', '*.sln'],
  ruby: ['*.rb', 'Gemfile'],
  rust: ['*.rs', 'Cargo.toml'],
  php: ['*.php', 'composer.json'],
  cpp: ['*.c', '*.cc', '*.cpp', '*.h', 'CMakeLists.txt'],
};
// Other people's code and generated files say nothing about the project.
const NOT_OWN = /(^|\/)(node_modules|vendor|third_party|dist|build|docs?|examples?|\.github|\.venv|site-packages)\//;
// A manifest at the top counts like this share of all sources: a Python project with a few more scripts than sources stays one.
const MANIFEST_SHARE = 0.5;

// In the order of their use to somebody who starts; the case of names differs from project to project.
const HINTS = [/^AGENTS\.md$/i, /^CLAUDE\.md$/i, /^\.cursorrules$/i, /^\.github\/copilot-instructions\.md$/i, /^CONTRIBUTING(\.\w+)?$/i, /^README(\.\w+)?$/i];
const SCRIPT_CHARS_MAX = 500;

/** Detects all of it; `named`: a language that a person said. Throws REPO_LANGUAGE_UNSUPPORTED naming what is missing. */
export async function detectRepository(
  files: RepositoryFile[],
  read: ReadFile,
  images: ReadonlyMap<string, ImageSpec>,
  named: string | null = null,
): Promise<{ language: string; facts: RepositoryFacts }> {
  const language = named ?? detectLanguage(files, images);
  const image = findImageSpec(images, language);
  const facts = {
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    testCommand: await testCommand(image, read),
    hints: await readHints(files, read),
  };
  return { language, facts };
}

/** The language most of the project is written in, when it has an image. */
export function detectLanguage(files: RepositoryFile[], images: ReadonlyMap<string, ImageSpec>): string {
  const patterns = new Map<string, string[]>(Object.entries(KNOWN));
  for (const [name, image] of images) patterns.set(name, image.detect);
  const own = files.filter((file) => !NOT_OWN.test(file.path));
  const scores = [...patterns].map(([language, all]) => ({ language, ...scoreOf(own, all) })).filter(({ score }) => score > 0);
  scores.sort((one, other) => other.score - one.score || one.language.localeCompare(other.language));
  const [best] = scores;
  const there = `There are sandboxes for: ${[...images.keys()].join(', ')}.`;
  if (!best) throw new MillwrightError('REPO_LANGUAGE_UNSUPPORTED', `No source files of a known language were found among ${files.length} files. ${there}`);
  if (images.has(best.language)) return best.language;
  const why = [...best.manifests, `${best.sources} source files`].join(', ');
  throw new MillwrightError(
    'REPO_LANGUAGE_UNSUPPORTED',
    `This repository is written in ${best.language} (${why}), and there is no sandbox image for it (sandbox-images/${best.language}). ${there}`,
  );
}

function scoreOf(files: RepositoryFile[], patterns: string[]): { score: number; sources: number; manifests: string[] } {
  const endings = patterns.filter((pattern) => pattern.startsWith('*'));
  const names = patterns.filter((pattern) => !pattern.startsWith('*'));
  const sources = files.filter((file) => endings.some((pattern) => matchesPattern(file.path, pattern)) && !file.path.endsWith('.d.ts')).length;
  const manifests = names.filter((name) => files.some((file) => file.path === name));
  return { score: sources + (manifests.length > 0 ? Math.max(1, files.length * MANIFEST_SHARE) : 0), sources, manifests };
}

/** The first runner of image.json that fits; null: the checks of the language as they are. */
export async function testCommand(image: ImageSpec, read: ReadFile): Promise<TestCommand | null> {
  for (const { tool, when, command, report } of image.runners ?? []) {
    const manifest = when ? ((await read(when.file))?.toString('utf8') ?? '') : '';
    if (when && !new RegExp(when.pattern, 'm').test(manifest)) continue;
    if (!command.includes('{script}')) return { tool, command, report };
    const script = scriptPart(manifest, tool.split(':')[0] ?? tool);
    if (script) return { tool, command: command.replace('{script}', () => script), report };
  }
  return null;
}

/** The part of package.json's test script that runs a tool: `lint && c8 mocha --exit` gives `c8 mocha --exit`. Null when there is none. */
export function scriptPart(packageJson: string, tool: string): string | null {
  let scripts: Record<string, unknown>;
  try {
    scripts = ((JSON.parse(packageJson) as { scripts?: unknown }).scripts ?? {}) as Record<string, unknown>;
  } catch {
    return null;
  }
  const names = ['test', ...Object.keys(scripts).filter((name) => /^test[:\w-]+$/.test(name))];
  const mentions = new RegExp(`(^|[\\s/])${tool.replaceAll(/[^\w-]/g, '')}(\\s|$)`);
  for (const name of names) {
    const parts = String(scripts[name] ?? '').split(/&&|\|\||;|\n/);
    const part = parts.map((each) => each.trim()).find((each) => mentions.test(each));
    // A pipe or a redirection would swallow the report.
    if (part && part.length <= SCRIPT_CHARS_MAX && !/[|<>]/.test(part)) return part;
  }
  return null;
}

async function readHints(files: RepositoryFile[], read: ReadFile): Promise<RepositoryHint[]> {
  const hints: RepositoryHint[] = [];
  let room = HINTS_CHARS_MAX;
  for (const pattern of HINTS) {
    const file = files.find(({ path }) => pattern.test(path));
    const content = file && room > 0 ? await read(file.path) : null;
    if (!file || !content || content.includes(0) || !isUtf8(content)) continue;
    const text = visible(content.toString('utf8')).slice(0, Math.min(HINT_CHARS_MAX, room)).trim();
    if (text === '') continue;
    room -= text.length;
    hints.push({ path: file.path, text });
  }
  return hints;
}

/** Without what a person would not see on a page: comments of HTML, and characters that show nothing (tags, joiners, overrides). */
export function visible(text: string): string {
  return text
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replaceAll(/[\u{e0000}-\u{e007f}]/gu, '')
    .toWellFormed();
}
