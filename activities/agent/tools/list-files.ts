import { z } from 'zod';
import { defineTool } from './tool.js';

export const listFiles = defineTool({
  name: 'list_files',
  description: 'List the files under a folder (default: all), with sizes in bytes.',
  schema: z.object({ path: z.string().max(400).default('') }),
  async run({ path }, context) {
    const prefix = path
      .replace(/^(\.?\/)+/, '')
      .replace(/^\.$/, '')
      .replace(/\/+$/, '');
    const entries = (await context.list()).filter((entry) => prefix === '' || entry.path === prefix || entry.path.startsWith(`${prefix}/`));
    const text = entries.map((entry) => `${entry.path} (${entry.bytes})`).join('\n');
    return { ok: true, text: text || '(no files)', summary: `${entries.length} files`, isRepeatable: true };
  },
});
