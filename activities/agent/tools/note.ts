import { z } from 'zod';
import { defineTool } from './tool.js';

export const note = defineTool({
  name: 'note',
  description: "Write a note into the build's journal: an assumption, a risk, a decision.",
  schema: z.object({ text: z.string().min(1).max(8_000) }),
  run({ text }) {
    return Promise.resolve({ ok: true, text: 'Noted.', summary: text.split('\n')[0]?.slice(0, 160) ?? '', data: { note: text } });
  },
});
