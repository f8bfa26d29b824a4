/** Media types as people call them. Pure. */

const KINDS: readonly [RegExp, string][] = [
  [/sarif/, 'Scan report'],
  [/json/, 'JSON'],
  [/zip/, 'ZIP archive'],
  [/diff|patch/, 'Diff'],
  [/markdown/, 'Markdown'],
  [/html/, 'Web page'],
  [/csv|tab-separated/, 'Table'],
  [/sql/, 'SQL'],
  [/yaml/, 'YAML'],
  [/xml$/, 'XML'],
  [/pdf/, 'PDF'],
  [/^image\//, 'Picture'],
  [/^text\//, 'Text'],
];

/** `ZIP archive`, `Picture`; what it does not know is a file. */
export function kindOfFile(mediaType: string): string {
  return KINDS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'File';
}
