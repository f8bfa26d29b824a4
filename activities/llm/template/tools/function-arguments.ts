/** The words of a command line that stand for these arguments; null for those a test can't type (empty lists, texts that look like options). */
export function commandLine(given: unknown[]): string[] | null {
  const words = given.flatMap((value) => (Array.isArray(value) ? value.map(String) : [String(value)]));
  const isAwkward =
    words.length < given.length || words.some((word) => /^-(?!\d)/.test(word)) || given.some((value) => typeof value === 'string' && value === '');
  return isAwkward ? null : words;
}

/** A result as the tools print it. */
export function printed(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.map(printed).join('\n');
  return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(12))) : String(value);
}
