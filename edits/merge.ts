import { findElision } from './answer/elision.js';
import { refuse, type FileEdit, type PatchEdit, type ReplaceEdit } from './edit.js';
import { tidyPath } from './file-path.js';

// Files one answer changes; more is no answer to one task.
const EDITS_MAX = 2_000;

/** One file's edits become one story: duplicates are one, what contradicts is refused. Keeps the order. Throws a refusal. */
export function mergeEdits(edits: readonly FileEdit[]): FileEdit[] {
  if (edits.length > EDITS_MAX) refuse('too_large', `The answer has more than ${EDITS_MAX} edits.`);
  const byPath = new Map<string, FileEdit[]>();
  for (const edit of edits) {
    const key = tidyPath(edit.path).normalize('NFC');
    const list = byPath.get(key);
    if (list) list.push(edit);
    else byPath.set(key, [edit]);
  }
  const merged = [...byPath.values()].flatMap((list) => ofOneFile(list));
  return merged.toSorted((a, b) => edits.indexOf(a) - edits.indexOf(b));
}

function ofOneFile(list: FileEdit[]): FileEdit[] {
  const kept: FileEdit[] = [];
  const seen = new Set<string>();
  for (const edit of list) {
    const same = fingerprint(edit);
    if (seen.has(same)) continue;
    seen.add(same);
    const last = kept.at(-1);
    if (last) refuseContradiction(last, edit);
    // What corrects an earlier version takes its place.
    if (edit.kind === 'write' && last) kept.length = 0;
    if (edit.kind === 'replace' && last?.kind === 'replace') last.replacements = [...last.replacements, ...edit.replacements];
    else if (edit.kind === 'patch' && last?.kind === 'patch' && last.moveTo === undefined && edit.moveTo === undefined && isNumbered(last) && isNumbered(edit))
      last.hunks = [...last.hunks, ...edit.hunks];
    else kept.push(edit);
  }
  return kept;
}

/** Hunks of one diff count their lines from the same file, wherever in the answer they stand. */
function isNumbered(edit: PatchEdit): boolean {
  return edit.hunks.every((hunk) => hunk.oldStart !== null);
}

function refuseContradiction(last: FileEdit, edit: FileEdit): void {
  const where = { path: edit.path, line: edit.line };
  if (edit.kind === 'write') {
    if (last.kind === 'write' && edit.corrects) return;
    const how =
      last.kind === 'write' ? 'twice with different contents' : `whole, but line ${last.line} already ${last.kind === 'delete' ? 'deletes' : 'edits'} it`;
    refuse('ambiguous', `${edit.path} is given ${how} (lines ${last.line} and ${edit.line}). Give it once.`, where);
  }
  if (edit.kind === 'delete' || last.kind === 'delete')
    refuse('ambiguous', `${edit.path} is both deleted and changed (lines ${last.line} and ${edit.line}).`, where);
}

function fingerprint(edit: FileEdit): string {
  const { line: _line, ...rest } = edit;
  if (rest.kind === 'write') return JSON.stringify(['write', rest.content, rest.executable ?? false]);
  if (rest.kind === 'replace') return JSON.stringify(['replace', rest.replacements]);
  return JSON.stringify({ ...rest, hunks: (rest.hunks ?? []).map(({ line: _hunkLine, ...hunk }) => hunk) });
}

/** Refuses new lines that stand for code left out, unless the old ones had them too. */
export function refuseElisions(edit: ReplaceEdit | PatchEdit): void {
  const sides =
    edit.kind === 'replace'
      ? edit.replacements.map(({ search, replace }) => [search.split('\n'), replace.split('\n')] as const)
      : edit.hunks.map((hunk) => [linesOf(hunk, '-'), linesOf(hunk, '+')] as const);
  for (const [old, fresh] of sides) {
    const at = findElision(edit.path, fresh);
    if (at >= 0 && !old.some((line) => line.trim() === fresh[at]?.trim()))
      refuse('excerpt', `${edit.path}: the new lines leave code out (${JSON.stringify(fresh[at]?.trim().slice(0, 80))}). Write all of them.`, {
        path: edit.path,
        line: edit.line,
      });
  }
}

function linesOf(hunk: PatchEdit['hunks'][number], side: '-' | '+'): string[] {
  return hunk.lines.filter(({ sign }) => sign === side || (side === '-' && sign === ' ')).map(({ text }) => text);
}
