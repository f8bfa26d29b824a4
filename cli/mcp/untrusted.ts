import { randomBytes } from 'node:crypto';
import { cleanText } from '../view/clean.js';

// More than this crowds out what the assistant was working on; the resources have the whole.
export const TEXT_CHARS_MAX = 60_000;

/**
 * Text of models, repositories and people, fenced so that an assistant takes it for data: the number in the fence can't be
 * known to whoever wrote the text, so nothing in it can end the fence. Control characters are taken out, too much is cut.
 */
export function untrusted(source: string, text: string, charsMax = TEXT_CHARS_MAX): string {
  const number = randomBytes(4).toString('hex');
  const clean = cleanText(text);
  const cut = clean.length > charsMax ? `${clean.slice(0, charsMax)}\n(cut: ${clean.length - charsMax} more characters)` : clean;
  return `[untrusted data ${number}: ${source}]\n${cut.trimEnd()}\n[end of untrusted data ${number}]`;
}
