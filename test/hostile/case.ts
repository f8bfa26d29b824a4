/** A hostile (or harmless) program: one file, whose first lines say in comments what it is and what must happen to it. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { isLanguageEnding, languageOf, type Program } from './languages.js';

/**
 * `command`: the program runs in a session's sandbox. `verdict`: it is laid over the language's smoke project and the engine's own
 * checks judge the whole. `guard`: it is a change that the guard of honesty reads. `plant`: it runs, and the guard reads what was kept of it.
 * `fresh`: it runs, and `after` runs in a fresh sandbox that holds what was kept of it.
 */
export type CaseMode = 'command' | 'verdict' | 'guard' | 'plant' | 'fresh';

export interface HostileCase {
  /** `memory/heap.go`: folder and file. */
  id: string;
  kind: string;
  program: Program;
  text: string;
  what: string;
  mode: CaseMode;
  /** One of these must be the reason (see expect.ts). */
  expect: string[];
  /** Seconds that the program may run. */
  seconds: number;
  /** Part of the small set that every `mw test` runs. */
  sample: boolean;
  /** Where it lies in the project, for `verdict` and `guard`; the program's usual name else. */
  path: string | null;
  /** The command that runs it, where it is not the usual one of its language. */
  run: string | null;
  /** A command after it: in the same sandbox, or in a fresh one (`fresh`). */
  after: string | null;
  /** What a harmless program must print. */
  says: string | null;
  /** Where no rule speaks: what holds it, for the report. */
  holds: string | null;
}

const HEADER_LINE = /^(?:#|\/\/) ?([a-z]+): (.+)$/;
const KEYS = ['what', 'expect', 'mode', 'seconds', 'sample', 'path', 'run', 'after', 'says', 'holds'];
const MODES: readonly string[] = ['command', 'verdict', 'guard', 'plant', 'fresh'];
const DEFAULT_SECONDS = 20;
// A test runner starts first; and a harmless program must come to its end on a busy machine as well.
const PATIENT_SECONDS = 150;
/** Folder of programs that must not be refused. */
export const HARMLESS = 'harmless';
/** Folder of programs that show what each detector is worth: run with it and without it. */
export const DETECTORS = 'detectors';

/** Every case below the folder, by id. Throws naming the file whose header does not fit. */
export async function loadCases(folder: string): Promise<HostileCase[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && isLanguageEnding(extname(entry.name))).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.sort().map(async (file) => parseCase(`${basename(dirname(file))}/${basename(file)}`, await readFile(file, 'utf8'))));
}

/** Throws an Error naming the case and what does not fit. */
export function parseCase(id: string, text: string): HostileCase {
  const header = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = HEADER_LINE.exec(line);
    if (!match) break;
    const [, key = '', value = ''] = match;
    if (!KEYS.includes(key) || header.has(key)) throw new Error(`${id}: "${key}" is no header of a case, or stands there twice.`);
    header.set(key, value.trim());
  }
  const required = (key: string): string => {
    const value = header.get(key);
    if (!value) throw new Error(`${id}: the header "${key}" is missing.`);
    return value;
  };
  const mode = header.get('mode') ?? 'command';
  if (!MODES.includes(mode)) throw new Error(`${id}: there is no mode "${mode}".`);
  return {
    id,
    kind: dirname(id),
    program: languageOf(extname(id)),
    text,
    what: required('what'),
    mode: mode as CaseMode,
    expect: required('expect').split('|'),
    seconds: Number(header.get('seconds') ?? (mode === 'verdict' || dirname(id) === HARMLESS ? PATIENT_SECONDS : DEFAULT_SECONDS)),
    sample: header.get('sample') === 'yes',
    path: header.get('path') ?? null,
    run: header.get('run') ?? null,
    after: header.get('after') ?? null,
    says: header.get('says') ?? null,
    holds: header.get('holds') ?? null,
  };
}
