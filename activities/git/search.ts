/** Text search in a commit. git does it, in a process of its own: a pattern made to hang or to fill the memory ends there. */
import { MillwrightError } from '../../contracts/failures.js';
import { refusalOf } from '../sandbox/workspace-path.js';
import { runGit } from './run.js';

export interface SearchQuery {
  pattern: string;
  /** POSIX extended; else the pattern is taken literally. */
  isRegex: boolean;
  ignoreCase: boolean;
  /** A folder, a file or a glob (`src/*.py`); empty: everywhere. */
  path: string;
}

export interface SearchMatch {
  path: string;
  line: number;
  text: string;
}

export interface SearchResult {
  matches: SearchMatch[];
  /** There were more than are kept, or the time was over. */
  isCut: boolean;
}

// An honest search of 100 MB takes a second or two.
const TIME_MS = 5_000;
// More matches than this answer nothing; the pattern must be better.
const MATCHES_MAX = 100;
const MATCHES_A_FILE = 20;
const LINE_CHARS_MAX = 240;
const OUTPUT_BYTES_MAX = 1024 * 1024;
const PATTERN_CHARS_MAX = 300;
// Counted repetitions inside each other multiply; the machine of a regular expression grows with the product.
const REPETITIONS_MAX = 1_000;

/** Throws INVALID_INPUT, in words for the model, for a pattern or path that cannot be searched with. */
export async function searchCommit(gitDir: string, commit: string, query: SearchQuery): Promise<SearchResult> {
  const problem = patternProblem(query);
  if (problem) throw new MillwrightError('INVALID_INPUT', problem);
  const args = ['grep', '-n', '-z', '-I', '--no-color', '--threads=2', query.isRegex ? '-E' : '-F', ...(query.ignoreCase ? ['-i'] : [])];
  let output: { code: number; stdout: Buffer; stderr: string };
  try {
    const signal = AbortSignal.timeout(TIME_MS);
    output = await runGit(gitDir, [...args, '-e', query.pattern, commit, '--', pathspec(query.path)], { signal, outputBytesMax: OUTPUT_BYTES_MAX });
  } catch (error) {
    if ((error as { name?: unknown }).name !== 'AbortError') throw error;
    throw new MillwrightError('INVALID_INPUT', `The search took longer than ${TIME_MS / 1000} s and was ended. Use a simpler pattern or a path.`);
  }
  // 1: nothing matches. -1: ended by us, with enough to show.
  if (output.code > 1) throw new MillwrightError('INVALID_INPUT', `The pattern cannot be used: ${output.stderr.trim().split('\n').at(-1)?.slice(0, 200)}`);
  return parse(output.stdout.toString('utf8'), commit, output.code < 0);
}

function patternProblem({ pattern, isRegex, path }: SearchQuery): string | null {
  if (pattern === '' || pattern.length > PATTERN_CHARS_MAX) return `The pattern must have 1 to ${PATTERN_CHARS_MAX} characters.`;
  if (/[\u0000\n\r]/.test(pattern)) return 'The pattern is matched against single lines: it cannot hold a line break.';
  if (/[\u0000-\u001f]/.test(path) || path.length > PATTERN_CHARS_MAX) return 'That path is none.';
  if (!isRegex) return null;
  if (/\\[1-9]/.test(pattern)) return 'References to groups (\\1) are not supported.';
  const counts = [...pattern.matchAll(/\{(\d*)(?:,(\d*))?\}/g)].map(([, from = '', to]) => Number(to || from) || 1);
  if (counts.reduce((product, count) => product * count, 1) > REPETITIONS_MAX)
    return `The counted repetitions of the pattern multiply to more than ${REPETITIONS_MAX}.`;
  return null;
}

function pathspec(path: string): string {
  const bare = path.replace(/^(\.?\/)+/, '').replace(/\/+$/, '');
  if (bare === '' || bare === '.') return ':(top)';
  return `:(top,${/[*?[]/.test(bare) ? 'glob' : 'literal'})${bare}`;
}

/** Records `commit:path NUL line NUL text`. The last one of a cut output may be half. */
function parse(said: string, commit: string, wasEnded: boolean): SearchResult {
  const lines = said.split('\n').slice(0, -1);
  const perFile = new Map<string, number>();
  const matches: SearchMatch[] = [];
  let isCut = wasEnded;
  for (const record of lines) {
    const [name = '', line = '', ...text] = record.split('\0');
    const path = name.slice(commit.length + 1);
    const count = (perFile.get(path) ?? 0) + 1;
    if (refusalOf(path) !== null || !/^\d+$/.test(line)) continue;
    perFile.set(path, count);
    if (count > MATCHES_A_FILE || matches.length >= MATCHES_MAX) {
      isCut = true;
      continue;
    }
    matches.push({ path, line: Number(line), text: text.join(' ').slice(0, LINE_CHARS_MAX) });
  }
  return { matches, isCut };
}
