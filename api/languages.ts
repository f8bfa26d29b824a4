/** Which language a prompt means, told by rules: its fences, the files it names, its words. What there is, the image folders say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LanguageSource } from '../contracts/execution.js';
import { invalid } from './errors.js';

/** A language with a sandbox image. */
export interface KnownLanguage {
  language: string;
  aliases: string[];
  /** Names of files that tell it: `*.py`, `package.json`. */
  detect: string[];
}

export interface FoundLanguage {
  language: string;
  /** What it was called, where that says more than the image's name (typescript). */
  dialect: string | null;
  source: LanguageSource;
}

const imageFile = z.object({ language: z.string(), aliases: z.array(z.string()), detect: z.array(z.string()) });

/** The languages of sandbox-images/. Throws when one of its files is malformed. */
export function readLanguages(imagesDir: string): readonly KnownLanguage[] {
  const files = readdirSync(imagesDir).map((name) => join(imagesDir, name, 'image.json'));
  return files
    .filter((file) => existsSync(file))
    .map((file) => imageFile.parse(JSON.parse(readFileSync(file, 'utf8'))))
    .sort((left, right) => left.language.localeCompare(right.language));
}

/** The language a person named. INVALID_INPUT at `pointer` when there is no image for it. */
export function languageNamed(known: readonly KnownLanguage[], name: string, pointer: string): FoundLanguage {
  const found = byName(known, name);
  if (found) return { ...found, source: 'given' };
  const names = known.map(({ language }) => language).join(', ');
  throw invalid(pointer, `there is no sandbox image for ${JSON.stringify(name.slice(0, 40))}; there are ${names} and other names of these`);
}

/** The language of a prompt and the files beside it; null when the rules cannot tell. */
export function detectLanguage(known: readonly KnownLanguage[], prompt: string, fileNames: readonly string[] = []): FoundLanguage | null {
  return (
    fromWords(known, prompt, STRONG) ?? fromFences(known, prompt) ?? fromFiles(known, [...namesIn(prompt), ...fileNames]) ?? fromWords(known, prompt, ALONE)
  );
}

// "in Go", "using C#": there a word that means something else elsewhere is a language, too.
const STRONG = {
  before: String.raw`\b(?:in|into|using|with|language:?)\s+(?:plain |pure |modern |idiomatic )?`,
  after: String.raw`(?![\w+#-])(?!\s+(?:me|us|you|them|the|a|an|this|that|all|order|every)\b)`,
};
// "a Go function".
const NOUN = String.raw`(?=\s+(?:function|script|program|class|module|code|library|package|method|snippet|tool|cli|service|api|app|test|tests|project|implementation)\b)`;
// Names of up to three letters are words of English too often.
const SHORT_CHARS = 3;
const ALONE = { before: String.raw`(?<![\w.+#/-])`, after: String.raw`(?![\w+#/-])` };

function fromWords(known: readonly KnownLanguage[], prompt: string, around: typeof STRONG): FoundLanguage | null {
  const text = prompt.replaceAll(/```[\s\S]*?(?:```|$)/g, ' ');
  const hits = known.flatMap((each) =>
    [each.language, ...each.aliases].flatMap((name) => {
      const word = name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
      if (around === ALONE && name.length <= SHORT_CHARS) {
        const at = text.search(new RegExp(`${ALONE.before}${word}${NOUN}`, 'i'));
        return at < 0 ? [] : [{ name, at }];
      }
      const at = text.search(new RegExp(`${around.before}${word}${around.after}`, 'i'));
      return at < 0 ? [] : [{ name, at }];
    }),
  );
  // What is said first counts, and of two names that begin there the longer one.
  const [first] = hits.sort((left, right) => left.at - right.at || right.name.length - left.name.length);
  const found = first && byName(known, first.name);
  return found ? { ...found, source: 'words' } : null;
}

function fromFences(known: readonly KnownLanguage[], prompt: string): FoundLanguage | null {
  for (const [, name = ''] of prompt.matchAll(/^[ \t]*```[ \t]*([A-Za-z][\w+#.-]{0,30})/gm)) {
    const found = byName(known, name);
    if (found) return { ...found, source: 'fence' };
  }
  return null;
}

function fromFiles(known: readonly KnownLanguage[], names: readonly string[]): FoundLanguage | null {
  for (const name of names) {
    const found = known.find(({ detect }) => detect.some((pattern) => (pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name === pattern)));
    if (!found) continue;
    const ending = byName(known, name.slice(name.lastIndexOf('.') + 1));
    return { language: found.language, dialect: ending?.language === found.language ? ending.dialect : null, source: 'file' };
  }
  return null;
}

function namesIn(prompt: string): string[] {
  return [...prompt.matchAll(/[\w-]{1,60}(?:\.[\w-]{1,20}){1,3}/g)].map(([name]) => name).slice(0, 200);
}

function byName(known: readonly KnownLanguage[], name: string): { language: string; dialect: string | null } | null {
  const wanted = name.trim().toLowerCase();
  const found = known.find(({ language, aliases }) => language === wanted || aliases.includes(wanted));
  return found ? { language: found.language, dialect: dialectOf(found, wanted) } : null;
}

/**
 * The full name of what the person called it where that says more than the image's name: typescript of node, for `ts` too.
 * Such names begin otherwise than the language and have a short form that is an ending of its files; other aliases are tools.
 */
function dialectOf({ language, aliases, detect }: KnownLanguage, wanted: string): string | null {
  if (wanted[0] === language[0]) return null;
  const alike = aliases.filter((alias) => alias[0] === wanted[0]);
  if (!alike.some((alias) => detect.includes(`*.${alias}`))) return null;
  return alike.reduce((longest, alias) => (alias.length > longest.length ? alias : longest), wanted);
}
