/** The files of an attempt: which are tests, and what changed from one attempt to the next. Pure. */
import type { ExecutionFile } from '../../contracts/execution.js';
import { FILE_BYTES_MAX } from '../../contracts/limits.js';
import { applyEdits, neededPaths, type FileChange } from '../../edits/apply.js';
import { lineDelta } from '../../edits/delta.js';
import { parseAnswer } from '../../edits/parse-answer.js';
import { isTestFile } from '../honesty/source/paths.js';

// An answer of more is a project, and a row is no repository.
const FILES_MAX = 60;
const BYTES_MAX = 2 * 1024 * 1024;
// What of a refused answer is told: as much as a model can mend in one go.
const PROBLEMS_CHARS_MAX = 4_000;
const NO_PROGRAM =
  /(?:^|\/)\.[^/]*$|\.(?:json|toml|ya?ml|lock|md|txt|cfg|ini|xml|csproj|sln|mod|sum|gradle|properties)$|(?:^|\/)(?:Gemfile|Makefile|Dockerfile|LICENSE)$/i;
const IN_TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?)\//i;

interface Answer {
  content: string | null;
  finishReason: string;
}

/** The files of a repository that an execution works in; those of the execution lie on top of them. */
export interface Ground {
  paths: readonly string[];
  /** Of the paths that an answer touches (`touchedPaths`); null for what is no text. */
  texts: ReadonlyMap<string, string | null>;
}

const NO_GROUND: Ground = { paths: [], texts: new Map() };

/** Paths of the ground whose text is needed to apply an answer. */
export function touchedPaths(before: readonly ExecutionFile[], answer: Answer, ground: readonly string[]): string[] {
  const own = new Set(before.map(({ path }) => path));
  const paths = [...new Set([...ground, ...own])];
  return neededPaths(paths, parseAnswer(answer.content ?? '', { paths }).edits).filter((path) => !own.has(path));
}

/** The files after a model's answer, or why it cannot be used. Over a ground: those that differ from it; none of it is deleted. */
export function filesAfter(before: readonly ExecutionFile[], answer: Answer, ground: Ground = NO_GROUND): { files: ExecutionFile[] } | { problem: string } {
  const own = new Map(before.map(({ path, content }) => [path, content]));
  const paths = [...new Set([...ground.paths, ...own.keys()])];
  const { edits, problems } = parseAnswer(answer.content ?? '', { paths, cut: answer.finishReason === 'length' });
  if (problems.length > 0) return refused(problems);
  if (edits.length === 0) return { problem: 'The answer has no code: each file must stand whole in a fenced block that names its path.' };
  const applied = applyEdits({ paths, texts: new Map([...ground.texts, ...own]) }, edits, { fileBytesMax: FILE_BYTES_MAX });
  if (!applied.ok) return refused(applied.problems);
  const kept = keptPath(applied.changes, new Set(ground.paths));
  if (kept !== null) return { problem: `${kept} belongs to the repository: its files are changed, and others added, but none is deleted or renamed.` };
  for (const { path, after, movedFrom } of applied.changes) {
    if (movedFrom !== undefined) own.delete(movedFrom);
    if (after === null || after === ground.texts.get(path)) own.delete(path);
    else own.set(path, after);
  }
  if (ground.paths.length > 0 && own.size === 0) return { problem: 'The answer changes nothing: all of it was so already.' };
  const files = [...own].map(([path, content]) => ({ path, content, kind: kindOf(path) })).sort((left, right) => (left.path < right.path ? -1 : 1));
  if (files.length > FILES_MAX) return { problem: `The answer has ${files.length} files; at most ${FILES_MAX} are taken.` };
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  return bytes > BYTES_MAX ? { problem: 'The files together are larger than 2 MB.' } : { files };
}

/** A file of the ground that would be gone. */
function keptPath(changes: readonly FileChange[], ground: ReadonlySet<string>): string | null {
  const gone = changes.flatMap(({ path, after, movedFrom }) => [...(after === null ? [path] : []), ...(movedFrom === undefined ? [] : [movedFrom])]);
  return gone.find((path) => ground.has(path)) ?? null;
}

function refused(problems: readonly { message: string }[]): { problem: string } {
  return {
    problem: problems
      .map(({ message }) => message)
      .join('\n')
      .slice(0, PROBLEMS_CHARS_MAX),
  };
}

function kindOf(path: string): ExecutionFile['kind'] {
  if (NO_PROGRAM.test(path)) return 'other';
  return isTestFile(path) || IN_TEST_FOLDER.test(path) ? 'test' : 'code';
}

/** What an attempt changed against the one before it; tests that changed are named apart. */
export function fixOf(before: readonly ExecutionFile[], after: readonly ExecutionFile[]): string {
  const old = new Map(before.map((file) => [file.path, file]));
  const now = new Map(after.map((file) => [file.path, file]));
  const paths = [...new Set([...old.keys(), ...now.keys()])].filter((path) => old.get(path)?.content !== now.get(path)?.content);
  if (paths.length === 0) return 'nothing: the answer was the same again';
  const said = (kind: ExecutionFile['kind']) =>
    paths
      .filter((path) => (now.get(path) ?? old.get(path))?.kind === kind)
      .map((path) => {
        const { added, removed } = lineDelta(old.get(path)?.content ?? null, now.get(path)?.content ?? null);
        return `${now.has(path) ? '' : 'removed '}${path} (+${added} -${removed} lines)`;
      })
      .join(', ');
  const [code, other, tests] = [said('code'), said('other'), said('test')];
  const changed = [code, other].filter(Boolean).join(', ');
  return [changed && `changed ${changed}`, tests && `tests changed: ${tests}`].filter(Boolean).join('; ').slice(0, 2_000);
}
