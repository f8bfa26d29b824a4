import { z } from 'zod';
import { eventsQuery, withDefault } from './requests.js';

/** What a deployed service prints. */

export const deploymentParams = z.object({ id: z.string().meta({ description: 'Deployment id', example: 'int-code-7k2m9q-staging-1' }) });

// A service that prints a thousand lines a second for thirty years stays below it, and a double holds it.
export const lineNumber = z
  .string()
  .regex(/^\d{1,12}$/, 'must be the number of a line')
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 0, maximum: 999_999_999_999 } });

export const outputQuery = z.strictObject({
  after: lineNumber.optional(),
  // contracts/deployment-output.ts OUTPUT_LINES_MAX: all that is kept of a service fits into one answer.
  limit: withDefault(2_000, 500),
});
export const outputEventsQuery = eventsQuery.extend({ after: lineNumber.optional() });

export const outputSchema = z
  .object({
    deployment_id: z.string(),
    status: z.string(),
    last_seq: z.int().meta({ description: 'The number of its newest line; 0: it has printed nothing that is kept.' }),
    first_seq: z.int().nullable().meta({ description: 'The oldest line that is kept. What is older is gone.' }),
    lines: z.array(
      z.object({
        seq: z.int().meta({ description: 'Counted for each deployment from 1.' }),
        at: z.string().meta({ format: 'date-time' }),
        source: z.enum(['stdout', 'stderr', 'note']).meta({ description: '`note`: said by Millwright, of lines that are missing.' }),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'DeploymentOutput' });
