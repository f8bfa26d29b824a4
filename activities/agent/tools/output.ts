import { isUtf8 } from 'node:buffer';
import { TOOL_OUTPUT_CHARS_MAX } from '../../../contracts/limits.js';

/** Head and tail of a long text: what went wrong first and what was said last are what a reader needs. */
export function headAndTail(text: string, charsMax: number = TOOL_OUTPUT_CHARS_MAX): string {
  if (text.length <= charsMax) return text;
  const half = Math.floor(charsMax / 2);
  return `${text.slice(0, half)}\n... (${text.length - 2 * half} characters cut) ...\n${text.slice(-half)}`;
}

/** UTF-8 text of a file, or null when it is binary or of another encoding: writing it back would change its bytes. */
export function asText(content: Buffer): string | null {
  if (content.includes(0) || !isUtf8(content)) return null;
  return content.toString('utf8');
}
