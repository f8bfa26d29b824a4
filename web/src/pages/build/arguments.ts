/** The arguments of a tool call as a model wrote them, taken apart for reading. Pure. */

export interface ArgumentPart {
  name: string;
  text: string;
  /** Tells the language of its colours. */
  path: string;
}

/** Each argument by its name; texts of files in the colours of their file. What is no JSON object is shown as it is. */
export function argumentParts(written: string | null): ArgumentPart[] {
  if (written === null || written.trim() === '' || written.trim() === '{}') return [];
  const values = objectOf(written);
  if (!values) return [{ name: 'Arguments', text: written, path: 'arguments.json' }];
  const file = ['path', 'file', 'file_path', 'filename'].map((key) => values[key]).find((value) => typeof value === 'string');
  return Object.entries(values).map(([name, value]) => ({
    name,
    text: typeof value === 'string' ? value : JSON.stringify(value, null, 2),
    path: typeof value !== 'string' ? 'value.json' : name === 'command' ? 'command.sh' : typeof file === 'string' && value !== file ? file : 'text.txt',
  }));
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
