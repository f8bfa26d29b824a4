import { z } from 'zod';
import { defineTool } from './tool.js';

export const searchCode = defineTool({
  name: 'search_code',
  description: 'Find lines in the project: literal text, or a POSIX extended regular expression. path narrows it: a folder, a file or a glob like src/*.py.',
  schema: z.object({
    pattern: z.string().max(400),
    regex: z.boolean().default(false),
    ignore_case: z.boolean().default(false),
    path: z.string().max(400).default(''),
  }),
  async run({ pattern, regex, ignore_case, path }, context) {
    const { matches, isCut } = await context.search({ pattern, isRegex: regex, ignoreCase: ignore_case, path });
    const lines = matches.map((match) => `${match.path}:${match.line}: ${match.text}`);
    if (isCut) lines.push('... there are more: narrow the pattern or the path.');
    return {
      ok: true,
      text: lines.join('\n') || 'Nothing matches.',
      summary: `${JSON.stringify(pattern.slice(0, 60))}: ${matches.length} lines`,
      isRepeatable: true,
    };
  },
});
