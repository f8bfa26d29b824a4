import { z } from 'zod';
import { listSchema } from './responses.js';

/** A page of what the guard of honesty found: `findings` and `items` are the same. */
export const findingsSchema = listSchema(
  'findings',
  z.object({
    kind: z.string(),
    path: z.string().nullable(),
    line: z.int().nullable(),
    detail: z.string(),
    severity: z.enum(['high', 'medium', 'low']),
    action: z.enum(['allow', 'warn', 'ask', 'deny']),
    subject: z.string(),
    commit: z.string(),
    at: z.string().meta({ format: 'date-time' }),
  }),
);
