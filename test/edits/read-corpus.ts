/**
 * Reads the corpus: answers of models with the files they were given for and what must come of them.
 *
 *   %%% case: name
 *   %%% file: path [crlf] [bom] [bare]     a file of the project; `bare`: without the newline at its end
 *   %%% answer [crlf] [bare] [cut] [escapes]   what the model said; `escapes`: \u{...} stand for characters
 *   %%% refused: code                      nothing is applied, for this reason
 *   %%% nothing                            no edits and no problem
 *   %%% after: path                        the file afterwards; files that are not named stay as they were
 *   %%% gone: path
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../config.js';

export interface CorpusCase {
  name: string;
  files: Map<string, string>;
  answer: string;
  cut: boolean;
  expected: { refused: string } | { nothing: true } | { after: Map<string, string | null> };
}

export function readCorpus(): CorpusCase[] {
  const folder = join(projectRoot, 'test/edits/corpus');
  return readdirSync(folder)
    .sort()
    .flatMap((file) => parseCorpus(readFileSync(join(folder, file), 'utf8'), file));
}

function parseCorpus(text: string, file: string): CorpusCase[] {
  const parts = text.split(/^%%% /m).slice(1);
  const cases: CorpusCase[] = [];
  for (const part of parts) {
    const end = part.indexOf('\n');
    const [head = '', ...flags] = (end < 0 ? part : part.slice(0, end)).split(/ (?=\[)/);
    const body = styled(end < 0 ? '' : part.slice(end + 1), flags.join(' '));
    const { word, value } = /^(?<word>\w+)(?:: (?<value>.*))?$/.exec(head.trim())!.groups as { word: string; value?: string };
    const name = decoded(value ?? '');
    if (word === 'case') cases.push({ name: `${file}: ${name}`, files: new Map(), answer: '', cut: false, expected: { after: new Map() } });
    const current = cases.at(-1)!;
    if (word === 'file') current.files.set(name, body);
    if (word === 'answer') Object.assign(current, { answer: body, cut: flags.includes('[cut]') });
    if (word === 'refused') current.expected = { refused: name };
    if (word === 'nothing') current.expected = { nothing: true };
    if ((word === 'after' || word === 'gone') && 'after' in current.expected) current.expected.after.set(name, word === 'gone' ? null : body);
  }
  return cases;
}

function styled(body: string, flags: string): string {
  let text = body;
  if (flags.includes('[escapes]')) text = decoded(text);
  if (flags.includes('bare')) text = text.replace(/\n$/, '');
  if (flags.includes('crlf')) text = text.replaceAll('\n', '\r\n');
  return flags.includes('bom') ? `\uFEFF${text}` : text;
}

function decoded(text: string): string {
  return text.replaceAll(/\\u\{([0-9a-f]+)\}/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
}
