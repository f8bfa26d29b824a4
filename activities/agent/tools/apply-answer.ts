import { z } from 'zod';
import { parseAnswer } from '../../../edits/parse-answer.js';
import { changeFiles, refusedFor } from '../../edits/change-files.js';
import { defineTool, refused } from './tool.js';

const FORMS = 'Give whole files as fenced blocks whose info string is language:path, or SEARCH/REPLACE blocks under a path, or a unified diff.';

/** Not for models: what a text answer without tool calls becomes (see text-answer.ts). */
export const applyAnswer = defineTool({
  name: 'apply_answer',
  description: 'Apply the edits of a text answer.',
  schema: z.object({ text: z.string(), cut: z.boolean(), mayDelete: z.boolean() }),
  async run({ text, cut, mayDelete }, context) {
    const paths = (await context.list()).map(({ path }) => path);
    const { edits, problems } = parseAnswer(text, { paths, cut });
    if (problems.length > 0) {
      const outcome = refusedFor(problems);
      return { ...outcome, text: `${outcome.text}\n${FORMS}` };
    }
    if (edits.length === 0) return refused(`Nothing was changed: no edit was found in the answer. ${FORMS}`);
    const deleted = edits.find(({ kind }) => kind === 'delete');
    if (deleted && !mayDelete) return refused(`Nothing was changed: your role may not delete files (${deleted.path}).`);
    return changeFiles(context, edits);
  },
});
