import { z } from 'zod';
import { checkedPath } from '../../git/paths.js';
import { asText, headAndTail } from './output.js';
import { defineTool, refused } from './tool.js';

export const readFile = defineTool({
  name: 'read_file',
  description: 'Read a text file, or lines start_line to end_line of it (1-based, inclusive).',
  schema: z.object({ path: z.string().max(2000), start_line: z.int().min(1).optional(), end_line: z.int().min(1).optional() }),
  async run({ path, start_line, end_line }, context) {
    const name = checkedPath(path);
    const content = await context.read(name);
    if (!content) return refused(`There is no file ${name}. list_files shows what there is.`);
    const text = asText(content);
    if (text === null) return refused(`${name} is a binary file (or not UTF-8) of ${content.length} bytes.`);
    const lines = text.split('\n');
    const shown = lines.slice((start_line ?? 1) - 1, end_line ?? lines.length);
    return { ok: true, text: headAndTail(shown.join('\n')), summary: `${name}: ${shown.length} lines` };
  },
});
