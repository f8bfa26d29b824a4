import { z } from 'zod';
import { FILE_BYTES_MAX } from '../../../contracts/limits.js';
import { checkedPath } from '../../git/paths.js';
import { defineTool, refused } from './tool.js';

export const writeFile = defineTool({
  name: 'write_file',
  description: 'Create or replace a file with this content.',
  schema: z.object({ path: z.string().max(2000), content: z.string() }),
  async run({ path, content }, context) {
    const name = checkedPath(path);
    const bytes = Buffer.from(content, 'utf8');
    if (bytes.length > FILE_BYTES_MAX) return refused(`The content has ${bytes.length} bytes; a file may have ${FILE_BYTES_MAX}. Split it.`);
    const clash = (await context.list()).find((entry) => entry.path.startsWith(`${name}/`) || name.startsWith(`${entry.path}/`));
    if (clash) return refused(`${name} cannot be a file: ${clash.path} is in the way.`);
    if ((await context.read(name))?.equals(bytes)) return { ok: true, text: `${name} already had exactly this content.`, summary: `${name}: unchanged` };
    const commit = await context.commit({ written: [{ path: name, content: bytes }], deleted: [], message: `write ${name}` });
    return { ok: true, text: `Wrote ${name} (${bytes.length} bytes).`, summary: `${name}: ${bytes.length} bytes`, commit };
  },
});
