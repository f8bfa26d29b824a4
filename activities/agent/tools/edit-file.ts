import { z } from 'zod';
import { changeFiles } from '../../edits/change-files.js';
import { defineTool } from './tool.js';

export const editFile = defineTool({
  name: 'edit_file',
  description: 'Replace `old` (exact text that occurs once; with `all`, everywhere) by `new` in a file.',
  schema: z.object({
    path: z.string().max(2000),
    old: z.string().min(1),
    new: z.string(),
    count: z.int().min(1).max(10_000).optional(),
    all: z.boolean().optional(),
  }),
  run({ path, old, new: replace, count, all }, context) {
    const replacement = { search: old, replace, ...(count === undefined ? {} : { count }), ...(all ? { all } : {}) };
    return changeFiles(context, [{ kind: 'replace', path, replacements: [replacement], line: 0 }]);
  },
});
