import { z } from 'zod';
import { text } from './text.js';

const lines = z
  .array(text({ max: 1_000 }))
  .max(60)
  .default([]);

/** What a model writes when the older turns of a session are put together. Goal, tasks and failing tests are not in it: the engine says those itself. */
export const sessionSummarySchema = z.object({
  done: lines.describe('what was done, with the files it is in'),
  learned: lines.describe('facts about the code and the tools that later turns need'),
  decided: lines.describe('decisions, and why'),
  failed: lines.describe('what was tried and did not work, so that it is not tried again'),
  open: lines.describe('what remains to be done, the next step first'),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;
