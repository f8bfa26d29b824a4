import { z } from 'zod';
import { environment, gateName } from './responses.js';

/** What a decision of a person is answered with. */

const id = z.string();

export const decisionSchema = z
  .looseObject({
    id,
    decision: z.string(),
    gate: gateName.nullable(),
    subject_digest: z.string().nullable(),
    not_built: z.array(z.string()).optional().meta({ description: 'Of a plan that was approved with edits: what will not be built, as far as that is known.' }),
  })
  .meta({ id: 'DecisionResult' });
export const deployAnswerSchema = z.object({ deployment_id: id, environment, status: z.string() }).meta({ id: 'DeployAnswer' });
export const stopAnswerSchema = z.object({ id, status: z.string() }).meta({ id: 'StopAnswer' });
export const planEditedSchema = decisionSchema
  .extend({
    version: z.int(),
    digest: z.string(),
    again: z.array(z.string()).optional().meta({ description: 'Done tasks that run once more.' }),
    not_built: z.array(z.string()).meta({ description: 'What of the edited plan will not be built, as its risks say it.' }),
  })
  .meta({ id: 'PlanEdited' });
