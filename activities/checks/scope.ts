/** Cuts a tool's output down to what tells why it failed. */
import { headAndTail } from '../sandbox/text.js';

// What one check may take of a model's context and of a row: about 2,000 tokens.
export const OUTPUT_CHARS_MAX = 8_000;
// A check that passed needs its last lines only.
const PASSED_CHARS_MAX = 1_000;
// Lines before the first sign of trouble, for context.
const CONTEXT_LINES = 3;
const TROUBLE = /\b(?:FAIL(?:ED|URES?)?|ERRORS?|Traceback|panic|error TS\d+|not ok)\b|^\s*(?:✖|×|E\s{2,})|\b[A-Z]\w*(?:Error|Exception)\b/;

/** Of a passed check the end; of a failed one everything from the first failing line on; head and tail of that when it is too long. */
export function scopeToRelevant(output: string, passed: boolean): string {
  const text = output.trim();
  if (passed) return headAndTail(text, PASSED_CHARS_MAX);
  if (text.length <= OUTPUT_CHARS_MAX) return text;
  const lines = text.split('\n');
  const first = lines.findIndex((line) => TROUBLE.test(line.slice(0, 1_000)));
  return headAndTail(lines.slice(Math.max(0, first - CONTEXT_LINES)).join('\n'), OUTPUT_CHARS_MAX);
}
