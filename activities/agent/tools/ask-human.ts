import { z } from 'zod';
import { defineTool } from './tool.js';

export const askHuman = defineTool({
  name: 'ask_human',
  description: 'Ask the person a question the intent and the plan do not answer. The build waits for the answer.',
  schema: z.object({ question: z.string().min(1).max(4_000) }),
  run({ question }) {
    return Promise.resolve({ ok: true, text: '(waiting for the answer)', summary: question.slice(0, 160), question });
  },
});
