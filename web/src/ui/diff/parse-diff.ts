/** Unified diffs as git writes them, to files, hunks and lines. Pure; what it cannot read it skips. */

export interface DiffLine {
  kind: 'same' | 'added' | 'removed' | 'note';
  text: string;
  /** Line numbers from 1; null on the side where the line is not. */
  before: number | null;
  after: number | null;
}

export interface Hunk {
  /** What stands behind the second @@: mostly the function around. */
  context: string;
  lines: DiffLine[];
}

export interface DiffFile {
  path: string;
  /** Its name before, when it was another. */
  from: string | null;
  kind: 'changed' | 'added' | 'removed' | 'renamed';
  binary: boolean;
  added: number;
  removed: number;
  hunks: Hunk[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

export function parseDiff(text: string): DiffFile[] {
  const reader = new DiffReader();
  for (const line of text.split('\n')) reader.read(line);
  return reader.files;
}

class DiffReader {
  readonly files: DiffFile[] = [];
  #file: DiffFile | null = null;
  #hunk: Hunk | null = null;
  #before = 0;
  #after = 0;
  /** Lines the hunk still owes on each side: inside them nothing is a header, whatever it looks like. */
  #owed = { before: 0, after: 0 };

  read(line: string): void {
    if (this.#hunk && (this.#owed.before > 0 || this.#owed.after > 0)) return this.#take(line, this.#hunk);
    if (this.#hunk && line.startsWith('\\')) return void this.#hunk.lines.push({ kind: 'note', text: 'no newline at the end', before: null, after: null });
    const hunk = HUNK.exec(line);
    if (hunk && this.#file) return this.#open(hunk, this.#file);
    this.#header(line);
  }

  #header(line: string): void {
    if (line.startsWith('diff --git ')) {
      this.#hunk = null;
      this.#file = { path: pathsOf(line), from: null, kind: 'changed', binary: false, added: 0, removed: 0, hunks: [] };
      this.files.push(this.#file);
      return;
    }
    const file = this.#file;
    if (!file) return;
    if (line.startsWith('new file')) file.kind = 'added';
    else if (line.startsWith('deleted file')) file.kind = 'removed';
    else if (line.startsWith('rename from ')) [file.kind, file.from] = ['renamed', unquote(line.slice(12))];
    else if (line.startsWith('rename to ')) file.path = unquote(line.slice(10));
    else if (line.startsWith('Binary files ') || line === 'GIT binary patch') file.binary = true;
    else if (line.startsWith('--- ') && line !== '--- /dev/null') file.path = bare(line.slice(4));
    else if (line.startsWith('+++ ') && line !== '+++ /dev/null') file.path = bare(line.slice(4));
  }

  #open(match: RegExpExecArray, file: DiffFile): void {
    this.#before = Number(match[1]);
    this.#after = Number(match[3]);
    this.#owed = { before: Number(match[2] ?? 1), after: Number(match[4] ?? 1) };
    this.#hunk = { context: match[5] ?? '', lines: [] };
    file.hunks.push(this.#hunk);
  }

  #take(line: string, { lines }: Hunk): void {
    const text = line.slice(1);
    if (line.startsWith('+')) {
      lines.push({ kind: 'added', text, before: null, after: this.#after++ });
      this.#owed.after -= 1;
      if (this.#file) this.#file.added += 1;
    } else if (line.startsWith('-')) {
      lines.push({ kind: 'removed', text, before: this.#before++, after: null });
      this.#owed.before -= 1;
      if (this.#file) this.#file.removed += 1;
    } else if (line.startsWith('\\')) {
      lines.push({ kind: 'note', text: 'no newline at the end', before: null, after: null });
    } else {
      lines.push({ kind: 'same', text, before: this.#before++, after: this.#after++ });
      this.#owed = { before: this.#owed.before - 1, after: this.#owed.after - 1 };
    }
  }
}

/** The path of `diff --git a/x b/x`; the lines that follow correct it where it is ambiguous. */
function pathsOf(line: string): string {
  const rest = line.slice('diff --git '.length);
  const quoted = /"?b\/[^"]*"?$/.exec(rest)?.[0] ?? rest;
  const half = rest.slice(Math.ceil(rest.length / 2));
  return bare(half.startsWith('b/') ? half : quoted);
}

function bare(name: string): string {
  return unquote(name.replace(/\t.*$/, '')).replace(/^[ab]\//, '');
}

/** Git quotes names with unusual characters like C strings, bytes in octal. */
function unquote(name: string): string {
  if (!/^".*"$/.test(name)) return name;
  const bytes: number[] = [];
  const escapes: Record<string, number> = { n: 10, t: 9, r: 13, '"': 34, '\\': 92 };
  for (const match of name.slice(1, -1).matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)) {
    if (match[1]) bytes.push(Number.parseInt(match[1], 8));
    else if (match[2]) bytes.push(escapes[match[2]] ?? match[2].charCodeAt(0));
    else bytes.push(...new TextEncoder().encode(match[3] ?? ''));
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}
