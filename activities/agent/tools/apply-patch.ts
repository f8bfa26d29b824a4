import { z } from 'zod';
import { LLM_ANSWER_BYTES_MAX } from '../../../contracts/limits.js';
import { parseAnswer } from '../../../edits/parse-answer.js';
import { changeFiles, refusedFor } from '../../edits/change-files.js';
import { defineTool } from './tool.js';

export const applyPatch = defineTool({
  name: 'apply_patch',
  description:
    'Apply a unified diff of one or more files (new, changed, deleted or renamed), all of it or nothing. SEARCH/REPLACE blocks and *** Begin Patch work too.',
  schema: z.object({ patch: z.string().min(1).max(LLM_ANSWER_BYTES_MAX) }),
  async run({ patch }, context) {
    const paths = (await context.list()).map(({ path }) => path);
    // As a field of JSON the patch is known to be whole: its end is no cut.
    const { edits, problems } = parseAnswer(JSON.stringify({ diff: patch }), { paths });
    return problems.length > 0 ? refusedFor(problems) : changeFiles(context, edits);
  },
});
