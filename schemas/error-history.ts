import { z } from 'zod';
import { listQuery } from './requests.js';
import { listSchema } from './responses.js';
import { text } from './text.js';

/** What went wrong, over all builds. The names in camel case are the contract's own: clients expect them. */

const time = z.string().meta({ format: 'date-time' });
const id = text({ min: 1, max: 100 });

export const errorsQuery = listQuery.extend({
  projectId: id.optional(),
  buildId: id.optional(),
  resolved: z.enum(['true', 'false']).optional(),
});
export const errorSchema = z
  .object({
    id: z.int(),
    projectId: z.string(),
    buildId: z.string(),
    buildTitle: z.string(),
    kind: z.enum(['error', 'blocker', 'escalation']),
    owner: z.string().meta({ description: 'The role that has to do with it; `millwright` for the end of a build.' }),
    message: z.string(),
    resolved: z.boolean(),
    resolvedAt: time.nullable().meta({ description: 'When what it tells of was put right, by the build itself or by a person.' }),
    createdAt: time,
  })
  .meta({ id: 'ErrorHistoryEntry' });
export const errorsSchema = listSchema('errors', errorSchema);

export const errorParams = z.object({ id: z.string().meta({ description: 'The number of an entry of the error history', example: '12' }) });
export const resolveErrorBody = z.strictObject({ resolved: z.boolean() }).meta({ id: 'ErrorResolution' });
