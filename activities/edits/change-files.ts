import { FILE_BYTES_MAX } from '../../contracts/limits.js';
import { applyEdits, neededPaths, type FileChange } from '../../edits/apply.js';
import { lineDelta } from '../../edits/delta.js';
import type { FileEdit, Problem } from '../../edits/edit.js';
import type { ToolContext, ToolOutcome } from '../agent/tools/tool.js';
import { asText } from '../agent/tools/output.js';
import { syntaxProblem } from '../code/syntax.js';

type Hands = Pick<ToolContext, 'list' | 'read' | 'commit'>;

// Files whose syntax is looked at, and files told one by one: an answer with more is told by its sums.
const FILES_SHOWN_MAX = 30;

/**
 * Applies edits to the step's commit, all or none, in one commit. What does not fit comes back in words; each file that
 * changed is told with its lines and whether it still parses. A redo makes the same commit.
 */
export async function changeFiles(hands: Hands, edits: readonly FileEdit[]): Promise<ToolOutcome> {
  const entries = await hands.list();
  const paths = entries.map(({ path }) => path);
  const texts = new Map<string, string | null>();
  for (const path of neededPaths(paths, edits)) {
    const content = await hands.read(path);
    texts.set(path, content && asText(content));
  }
  const applied = applyEdits({ paths, texts }, edits, { fileBytesMax: FILE_BYTES_MAX });
  if (!applied.ok) return refusedFor(applied.problems);
  const { changes } = applied;
  if (changes.length === 0)
    return { ok: true, text: `${nameAll(edits)}: nothing changed, everything was so already.`, summary: `${nameAll(edits)}: unchanged` };
  const executables = new Set(entries.filter(({ executable }) => executable).map(({ path }) => path));
  const written = changes.flatMap((change) => {
    const { path, after, movedFrom } = change;
    if (after === null) return [];
    const executable = change.executable === true || executables.has(movedFrom ?? path);
    return [{ path, content: Buffer.from(after, 'utf8'), ...(executable ? { executable } : {}) }];
  });
  const deleted = changes.filter(({ after }) => after === null).map(({ path }) => path);
  const told = await tell(changes);
  const commit = await hands.commit({ written, deleted, message: messageOf(changes) });
  return { ok: true, text: told.lines.join('\n'), summary: told.summary, commit, data: { files: told.files } };
}

/** The answer to edits that do not fit: nothing was changed, and why. */
export function refusedFor(problems: readonly Problem[]): ToolOutcome {
  const lines = problems.map(({ message }) => message);
  const text =
    lines.length === 1
      ? `Nothing was changed. ${lines[0]}`
      : `Nothing was changed, for ${lines.length} reasons:\n${lines.map((line) => `- ${line}`).join('\n')}`;
  return { ok: false, text, summary: (lines[0] ?? 'refused').slice(0, 160), data: { problems: problems.slice(0, FILES_SHOWN_MAX).map(({ code }) => code) } };
}

interface Told {
  lines: string[];
  summary: string;
  files: { path: string; added: number; removed: number; problem?: string }[];
}

async function tell(changes: readonly FileChange[]): Promise<Told> {
  const lines: string[] = [];
  const files: Told['files'] = [];
  const moved = new Set(changes.map(({ movedFrom }) => movedFrom));
  for (const change of changes.slice(0, FILES_SHOWN_MAX)) {
    if (change.after === null && moved.has(change.path)) continue;
    const delta = lineDelta(change.before, change.after);
    const problem = change.after === null ? null : await syntaxProblem(change.path, change.before, change.after);
    files.push({ path: change.path, ...delta, ...(problem ? { problem: `line ${problem.line}: ${problem.message}` } : {}) });
    lines.push(...linesFor(change, delta, problem));
  }
  if (changes.length > FILES_SHOWN_MAX) lines.push(`... and ${changes.length - FILES_SHOWN_MAX} more files.`);
  const broken = files.find(({ problem }) => problem !== undefined);
  const first = lines[0]?.split('\n')[0] ?? '';
  const summary = `${changes.length === 1 ? first : `${changes.length} files changed`}${broken && changes.length > 1 ? `; ${broken.path} does not parse` : ''}`;
  return { lines, summary: summary.slice(0, 160), files };
}

function linesFor(change: FileChange, delta: { added: number; removed: number }, problem: Awaited<ReturnType<typeof syntaxProblem>>): string[] {
  const { path, before, after, movedFrom, repaired, inferred } = change;
  const what = movedFrom !== undefined ? `Renamed ${movedFrom} to` : before === null ? 'Wrote' : after === null ? 'Deleted' : 'Edited';
  const parses = problem === null ? '' : ` It does NOT parse: line ${problem.line}: ${problem.message}.`;
  return [
    `${what} ${path} (+${delta.added} -${delta.removed} lines).${parses}`,
    ...(inferred === undefined ? [] : [`  The path was inferred: ${inferred}.`]),
    ...repaired.map((note) => `  Repaired: ${note}.`),
  ];
}

function messageOf(changes: readonly FileChange[]): string {
  const [first] = changes;
  if (changes.length !== 1 || !first) return `change ${changes.length} files`;
  return `${first.before === null ? 'write' : first.after === null ? 'delete' : 'edit'} ${first.path}`;
}

function nameAll(edits: readonly FileEdit[]): string {
  const paths = [...new Set(edits.map(({ path }) => path))];
  return paths.length === 1 ? (paths[0] ?? '').slice(0, 200) : `${paths.length} files`;
}
