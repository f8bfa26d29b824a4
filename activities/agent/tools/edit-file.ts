import { z } from 'zod';
import { FILE_BYTES_MAX } from '../../../contracts/limits.js';
import { checkedPath } from '../../git/paths.js';
import { asText } from './output.js';
import { defineTool, refused } from './tool.js';

// Lines shown around the place that was probably meant.
const NEARBY_LINES = 6;

export const editFile = defineTool({
  name: 'edit_file',
  description: 'Replace `old` (exact text that occurs once) by `new` in a file.',
  schema: z.object({ path: z.string().max(2000), old: z.string().min(1), new: z.string() }),
  async run({ path, old, new: replacement }, context) {
    const name = checkedPath(path);
    const content = await context.read(name);
    if (!content) return refused(`There is no file ${name}. list_files shows what there is.`);
    const text = asText(content);
    if (text === null) return refused(`${name} is a binary file or not UTF-8.`);
    const at = text.indexOf(old);
    if (at < 0) return refused(`The old text does not occur in ${name}. ${nearby(text, old)}`);
    // Places that overlap count too: which one is meant is as unclear.
    if (text.lastIndexOf(old) !== at) return refused(`The old text occurs more than once in ${name}; give more of its surroundings so that it occurs once.`);
    const bytes = Buffer.from(text.slice(0, at) + replacement + text.slice(at + old.length), 'utf8');
    if (bytes.length > FILE_BYTES_MAX) return refused(`${name} would have ${bytes.length} bytes; a file may have ${FILE_BYTES_MAX}.`);
    if (bytes.equals(content)) return { ok: true, text: 'Old and new text are equal: nothing changed.', summary: `${name}: unchanged` };
    const commit = await context.commit({ written: [{ path: name, content: bytes }], deleted: [], message: `edit ${name}` });
    return { ok: true, text: `Edited ${name}.`, summary: `${name}: edited`, commit };
  },
});

/** The real text near a miss: where the first line of `old`, blanks aside, stands. */
function nearby(text: string, old: string): string {
  const lines = text.split('\n');
  const wanted = old
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.length > 0);
  const at = wanted ? lines.findIndex((line) => line.trim() === wanted || line.includes(wanted)) : -1;
  if (at < 0) return `The file has ${lines.length} lines; read_file shows them.`;
  return `The real text near it (line ${at + 1}):\n${lines.slice(Math.max(0, at - 2), at + NEARBY_LINES).join('\n')}`;
}
