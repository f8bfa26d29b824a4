import { refuse } from '../edit.js';

export interface DiffHeader {
  oldPath: string | null;
  newPath: string | null;
  isNew: boolean;
  isDeleted: boolean;
  executable: boolean;
  renameTo?: string;
}

/** Reads the lines before a file's first hunk; null when there are none. Throws a refusal for what no edit of text may do. */
export function readHeader(lines: readonly string[], start: number, base: number): { header: DiffHeader | null; next: number } {
  const header: DiffHeader = { oldPath: null, newPath: null, isNew: false, isDeleted: false, executable: false };
  let renameFrom: string | null = null;
  let seen = false;
  let at = start;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('@@') || (seen && header.newPath !== null && !isExtended(line))) break;
    if (seen && at > start && line.startsWith('diff --git ')) break;
    if (line.startsWith('diff --git ')) [header.oldPath, header.newPath] = gitPaths(line);
    else if (line.startsWith('--- ')) {
      header.oldPath = namedPath(line.slice(4));
      const next = lines[at + 1] ?? '';
      if (!next.startsWith('+++ ')) break;
      header.newPath = namedPath(next.slice(4));
      at += 1;
      seen = true;
      at += 1;
      break;
    } else if (!isExtended(line)) break;
    refuseUnsafe(line, base + at);
    if (/^new file mode/.test(line)) header.isNew = true;
    if (/^new file mode 100755/.test(line)) header.executable = true;
    if (/^deleted file mode/.test(line)) header.isDeleted = true;
    if (line.startsWith('rename from ')) renameFrom = unquoted(line.slice(12));
    if (line.startsWith('rename to ')) header.renameTo = unquoted(line.slice(10));
    seen = true;
  }
  if (!seen) return { header: null, next: start };
  if (renameFrom !== null) header.oldPath = renameFrom;
  if (header.oldPath === '/dev/null') header.isNew = true;
  if (header.newPath === '/dev/null') header.isDeleted = true;
  return { header, next: at };
}

function isExtended(line: string): boolean {
  return /^(diff --git |index [0-9a-f]|new file mode |deleted file mode |old mode |new mode |rename (from|to) |copy (from|to) |(dis)?similarity index |GIT binary patch|Binary files |--- |\+\+\+ )/.test(
    line.slice(0, 4_000),
  );
}

function refuseUnsafe(line: string, number: number): void {
  const mode = /^(?:new file mode|deleted file mode|old mode|new mode) (\d+)/.exec(line)?.[1] ?? /^index [0-9a-f]+\.\.[0-9a-f]+ (\d{6})/.exec(line)?.[1];
  const where = { line: number };
  if (mode?.startsWith('120')) refuse('unsupported', `Line ${number}: the diff makes or changes a symbolic link; only regular files may be changed.`, where);
  if (mode?.startsWith('160')) refuse('unsupported', `Line ${number}: the diff makes or changes a submodule; only regular files may be changed.`, where);
  if (mode !== undefined && !/^100(644|755)$/.test(mode))
    refuse('unsupported', `Line ${number}: the mode ${mode.slice(0, 12)} is not one of a regular file.`, where);
  if (/^(old|new) mode /.test(line)) refuse('unsupported', `Line ${number}: the diff changes a file's mode; only contents may be changed.`, where);
  if (/^copy (from|to) /.test(line)) refuse('unsupported', `Line ${number}: the diff copies a file; write the new file instead.`, where);
  if (/^(GIT binary patch|Binary files )/.test(line)) refuse('binary', `Line ${number}: the diff has binary data; only text files may be changed.`, where);
}

/** The one path a header means. Throws when its two sides name different files without saying that one is renamed. */
export function headerPath(header: DiffHeader, line: number): string {
  const old = header.oldPath === '/dev/null' ? null : header.oldPath;
  const fresh = header.newPath === '/dev/null' ? null : header.newPath;
  if (header.isNew) return stripped(fresh ?? old ?? '', 'b/');
  if (header.isDeleted) return stripped(old ?? fresh ?? '', 'a/');
  if (header.renameTo !== undefined) return old === null ? '' : old;
  if (old === null || fresh === null) return stripped(fresh ?? old ?? '', fresh === null ? 'a/' : 'b/');
  if (old.startsWith('a/') && fresh.startsWith('b/') && old.slice(2) === fresh.slice(2)) return fresh.slice(2);
  if (old === fresh) return old.replace(/^[ab]\//, '');
  for (const [one, other] of [
    [stripped(old, 'a/'), fresh],
    [old, stripped(fresh, 'b/')],
    [old.replace(/\.orig$|\.old$|\.bak$/, ''), fresh],
  ] as const)
    if (one === other) return one;
  return refuse(
    'ambiguous',
    `The diff at line ${line} names two files, ${JSON.stringify(old.slice(0, 120))} and ${JSON.stringify(fresh.slice(0, 120))}, but does not say that one is renamed.`,
    { line },
  );
}

function stripped(path: string, prefix: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** `a/x.py\t2024-01-01 ...`: the time behind the path is dropped. */
function namedPath(text: string): string {
  const bare =
    text
      .split('\t')[0]
      ?.replace(/\s+\d{4}-\d\d-\d\d[ T]\d\d:\d\d.*$/, '')
      .replace(/\s+\((?:original|modified|old|new|before|after|updated|new file|deleted)\)$/i, '')
      .trim() ?? '';
  return unquoted(bare);
}

function gitPaths(line: string): [string | null, string | null] {
  const rest = line.slice('diff --git '.length).trim();
  const quoted = /^("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)$/.exec(rest.slice(0, 4_000));
  if (quoted) return [unquoted(quoted[1] ?? ''), unquoted(quoted[2] ?? '')];
  // Unquoted paths with blanks: both halves are the same name.
  const half = rest.indexOf(' b/', Math.floor(rest.length / 2) - 2);
  return half < 0 ? [null, null] : [rest.slice(0, half), rest.slice(half + 1)];
}

const ESCAPES: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, '\\': 92 };

/** Git's C quoting: `"caf\303\251.txt"`. */
function unquoted(text: string): string {
  const inner = /^"((?:[^"\\]|\\.)*)"$/.exec(text)?.[1];
  if (inner === undefined) return text.replace(/^`(.*)`$/, '$1');
  const bytes: number[] = [];
  for (let at = 0; at < inner.length; at += 1) {
    if (inner[at] !== '\\') {
      bytes.push(...new TextEncoder().encode(inner[at]));
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(inner.slice(at + 1, at + 4))?.[0];
    bytes.push(octal === undefined ? (ESCAPES[inner[at + 1] ?? ''] ?? 63) : Number.parseInt(octal, 8));
    at += octal === undefined ? 1 : 3;
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
