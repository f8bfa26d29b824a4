/** Security rules of our own, for a language whose image brings no scanner. */
import type { SandboxFile } from '../../sandbox/port.js';
import type { Finding } from '../port.js';
import { CSHARP_RULES, type CodeRule } from './csharp-rules.js';

const RULES: Record<string, { ending: string; rules: readonly CodeRule[] }> = { csharp: { ending: '.cs', rules: CSHARP_RULES } };
// A source beyond this is generated.
const TEXT_CHARS_MAX = 400_000;
const TEST_SIDE = /(?:^|\/)[^/]*tests?(?:\/|\.cs$)/i;

/** Null when there are no rules for this language either: unavailable, which is not clean. */
export function scanCode(language: string, files: SandboxFile[]): Finding[] | null {
  const known = RULES[language];
  if (!known) return null;
  return files
    .filter(({ path }) => path.endsWith(known.ending) && !TEST_SIDE.test(path))
    .flatMap(({ path, content }) => {
      const text = withoutComments(content.subarray(0, TEXT_CHARS_MAX).toString('utf8'));
      const found = known.rules.flatMap(({ rule, message, pattern }) =>
        [...text.matchAll(pattern)].map(({ index }) => ({ file: path, line: text.slice(0, index).split('\n').length, rule, message })),
      );
      return found.toSorted((one, other) => one.line - other.line);
    });
}

/** Line comments that stand alone; blanked, so that lines keep their numbers. */
function withoutComments(text: string): string {
  return text.replaceAll(/^[ \t]{0,200}\/\/.*$/gm, '');
}
