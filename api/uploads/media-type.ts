/** What bytes are, by what they hold: never by the name or the type their sender gives them. */

// [offset, signature in latin1, media type]; an archive's own signature first, text last of all.
const SIGNATURES: readonly [number, string, string][] = [
  [0, 'PK\u0003\u0004', 'application/zip'],
  [0, 'PK\u0005\u0006', 'application/zip'],
  [0, '\u001f\u008b', 'application/gzip'],
  [0, 'BZh', 'application/x-bzip2'],
  [0, '\u00fd7zXZ\u0000', 'application/x-xz'],
  [0, '7z\u00bc\u00af\u0027\u001c', 'application/x-7z-compressed'],
  [0, 'Rar!\u001a\u0007', 'application/vnd.rar'],
  [0, '\u0028\u00b5\u002f\u00fd', 'application/zstd'],
  [257, 'ustar', 'application/x-tar'],
  [0, '\u0089PNG\r\n\u001a\n', 'image/png'],
  [0, '\u00ff\u00d8\u00ff', 'image/jpeg'],
  [0, 'GIF87a', 'image/gif'],
  [0, 'GIF89a', 'image/gif'],
  [8, 'WEBP', 'image/webp'],
  [0, '%PDF-', 'application/pdf'],
  [0, 'SQLite format 3\u0000', 'application/vnd.sqlite3'],
  [0, 'PAR1', 'application/vnd.apache.parquet'],
  [0, '\u007fELF', 'application/x-elf'],
  [0, 'MZ', 'application/x-msdownload'],
  [0, '\u00cf\u00fa\u00ed\u00fe', 'application/x-mach-binary'],
  [0, '\u00ca\u00fe\u00ba\u00be', 'application/java-vm'],
];

/** What archives are called: none of them may lie inside another. */
export const ARCHIVES: ReadonlySet<string> = new Set([
  'application/zip',
  'application/gzip',
  'application/x-bzip2',
  'application/x-xz',
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/zstd',
  'application/x-tar',
]);

/** Bytes a machine would run: a builder of sources has no use for them. */
export const PROGRAMS: ReadonlySet<string> = new Set(['application/x-elf', 'application/x-msdownload', 'application/x-mach-binary', 'application/java-vm']);

// How much of the beginning is looked at: a tar names itself at 257, and text shows itself in a few lines.
export const HEAD_BYTES = 4_096;

// Of a text, what kind: the name may tell, for the bytes are text in any case.
const TEXT_TYPES: Record<string, string> = {
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  md: 'text/markdown',
  html: 'text/html',
  htm: 'text/html',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  yaml: 'application/yaml',
  yml: 'application/yaml',
};

/** The media type of content that begins with these bytes; `application/octet-stream` when it is neither known nor text. */
export function mediaTypeOf(head: Buffer, name: string): string {
  const text = head.toString('latin1');
  const known = SIGNATURES.find(([offset, signature]) => text.startsWith(signature, offset));
  if (known) return known[2];
  if (!isText(head)) return 'application/octet-stream';
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return (Object.hasOwn(TEXT_TYPES, extension) ? TEXT_TYPES[extension] : undefined) ?? 'text/plain';
}

/** UTF-8 without control characters but tab, line ends and form feed; a character cut at the end is fine. */
function isText(head: Buffer): boolean {
  if (head.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Whether its content can be read as text. */
export function isTextType(mediaType: string): boolean {
  return mediaType.startsWith('text/') || ['application/json', 'application/xml', 'application/yaml', 'image/svg+xml'].includes(mediaType);
}
