import { z } from 'zod';
import { changeFiles } from '../../edits/change-files.js';
import { defineTool } from './tool.js';

export const deleteFile = defineTool({
  name: 'delete_file',
  description: 'Delete a file.',
  schema: z.object({ path: z.string().max(2000) }),
  run({ path }, context) {
    return changeFiles(context, [{ kind: 'delete', path, line: 0 }]);
  },
});
