/** One file of a unified diff as git prints it. */
export interface PatchedFile {
  path: string;
  added: number;
  removed: number;
  /** Everything the patch says about the file: two builds from the same base made the same of it when this is equal. */
  body: string;
  /** The whole text when the patch creates the file; null when it changes or deletes one. */
  text: string | null;
}

/** Reads a unified diff file by file. What is binary counts no lines. */
export function readPatch(patch: string): Map<string, PatchedFile> {
  const files = new Map<string, PatchedFile>();
  for (const part of patch.split(/^(?=diff --git )/m)) {
    const file = part.startsWith('diff --git ') ? readFile(part) : null;
    if (file) files.set(file.path, file);
  }
  return files;
}

function readFile(part: string): PatchedFile | null {
  const lines = part.split('\n');
  const path = pathOf(lines);
  if (path === null) return null;
  const start = lines.findIndex((line) => line.startsWith('@@ '));
  const body = start < 0 ? [] : lines.slice(start);
  const added = body.filter((line) => line.startsWith('+'));
  const isNew = lines.some((line) => line.startsWith('new file mode '));
  return {
    path,
    added: added.length,
    removed: body.filter((line) => line.startsWith('-')).length,
    body: lines.slice(1).join('\n'),
    text: isNew && start >= 0 ? added.map((line) => `${line.slice(1)}\n`).join('') : null,
  };
}

/** `+++ b/path`, the old name of a deleted file, or the header of a file without text. */
function pathOf(lines: readonly string[]): string | null {
  for (const [mark, side] of [
    ['+++ ', 'b/'],
    ['--- ', 'a/'],
  ] as const) {
    const line = lines.find((each) => each.startsWith(mark));
    const name = line && unquoted(line.slice(mark.length).replace(/\t$/, ''));
    if (name?.startsWith(side)) return name.slice(side.length);
  }
  const name = / b\/(.+)$/.exec(lines[0] ?? '')?.[1];
  return name ?? null;
}

/** Git puts names with unusual characters into quotes, bytes as octal numbers. */
function unquoted(name: string): string {
  if (!name.startsWith('"') || !name.endsWith('"')) return name;
  const bytes = name
    .slice(1, -1)
    .replaceAll(/\\([0-7]{3}|.)/g, (_, code: string) => (code.length === 3 ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };
