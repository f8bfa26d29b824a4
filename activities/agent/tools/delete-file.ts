import { z } from 'zod';
import { checkedPath } from '../../git/paths.js';
import { defineTool, refused } from './tool.js';

export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Delete a file.',
  schema: z.object({ path: z.string().max(2000) }),
  async run({ path }, context) {
    const name = checkedPath(path);
    if (!(await context.read(name))) return refused(`There is no file ${name}.`);
    const commit = await context.commit({ written: [], deleted: [name], message: `delete ${name}` });
    return { ok: true, text: `Deleted ${name}.`, summary: `${name}: deleted`, commit };
  },
});
