import { z } from 'zod';
import { changeFiles } from '../../edits/change-files.js';
import { defineTool } from './tool.js';

export const writeFile = defineTool({
  name: 'write_file',
  description: 'Create or replace a file with this content, the whole of it.',
  schema: z.object({ path: z.string().max(2000), content: z.string() }),
  run({ path, content }, context) {
    return changeFiles(context, [{ kind: 'write', path, content, line: 0 }]);
  },
});
