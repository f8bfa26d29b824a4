import { z } from 'zod';
import { LLM_PREFERENCES } from './intent.js';
import { planSchema, planTaskSchema } from './plan.js';
import { text } from './text.js';

/** Bodies, queries and path parameters of the HTTP API beside the intent. Unknown keys are refused everywhere. */

const sentence = text({ min: 1, max: 4_000 }).refine((value) => value.trim().length > 0, { message: 'must not be blank' });
// Any text: one that is not the current digest is stale (409), whatever it looks like.
const digest = text({ min: 1, max: 200 }).meta({
  description: 'Digest of what was shown (or at least its first 8 characters); a decision on anything else is refused.',
});
const environment = z.enum(['staging', 'production']);
const money = z.number().positive().max(10_000);

/** A plan from a person: as `planSchema`, but a key nobody knows is an error instead of being dropped. */
export const editedPlanSchema = planSchema
  .strict()
  .safeExtend({ tasks: z.array(planTaskSchema.strict()).min(1).max(60) })
  .meta({ id: 'EditedPlan' });

export const approveBody = z
  .strictObject({
    decision: z.enum(['approve', 'reject']).default('approve'),
    subject_digest: digest.optional(),
    reason: sentence.optional(),
    plan: editedPlanSchema.optional(),
    choice: z.int().min(0).max(100).optional(),
    answer: sentence.optional(),
  })
  .superRefine((body, context) => {
    if (body.decision !== 'reject') return;
    if (body.reason === undefined) context.addIssue({ code: 'custom', path: ['reason'], message: 'is needed to reject' });
    for (const key of ['plan', 'choice', 'answer'] as const)
      if (body[key] !== undefined) context.addIssue({ code: 'custom', path: [key], message: 'does not go with a rejection' });
  })
  .meta({ id: 'Approval' });
export type ApproveBody = z.infer<typeof approveBody>;

export const rejectBody = z.strictObject({ reason: sentence, subject_digest: digest.optional() }).meta({ id: 'Rejection' });
export const requestChangesBody = z.strictObject({ text: sentence, subject_digest: digest.optional() }).meta({ id: 'ChangeRequest' });
export const answerBody = z.strictObject({ answer: sentence, subject_digest: digest.optional() }).meta({ id: 'Answer' });
export const deployBody = z.strictObject({ environment, subject_digest: digest.optional() }).meta({ id: 'Deploy' });
export const rollbackBody = z.strictObject({ environment }).meta({ id: 'Rollback' });
export const reviewBody = z.strictObject({ question: sentence }).meta({ id: 'ReviewRequest' });
export const stopBody = z.strictObject({ reason: sentence.optional() }).meta({ id: 'Stop' });
export const completeBody = z.strictObject({}).meta({ id: 'Complete' });
export const guidanceBody = z.strictObject({ text: sentence }).meta({ id: 'Guidance' });
export const raiseBudgetBody = z.strictObject({ budget_usd: money }).meta({ id: 'RaiseBudget' });
export const forkBody = z
  .strictObject({ title: text({ min: 1, max: 200 }).optional(), llm_preference: z.enum(LLM_PREFERENCES).optional(), budget_usd: money.optional() })
  .meta({ id: 'Fork' });
const wrappedPlan = z.strictObject({ plan: editedPlanSchema, base_digest: digest.optional() });
/** The edited plan, bare or with the digest of the plan it was made from. */
export const putPlanBody = z
  .union([wrappedPlan, editedPlanSchema.transform((plan) => ({ plan, base_digest: undefined }))], {
    error: 'must be a plan, or an object with the plan as `plan` and maybe its `base_digest`',
  })
  .meta({
    id: 'PlanEdit',
    description: '`base_digest`: the digest of the plan that was edited; the current one when left out. The plan may also be the whole body.',
  });
export const createProjectBody = z.strictObject({ name: text({ min: 1, max: 200 }) }).meta({ id: 'NewProject' });

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1')
    .transform(Number)
    .pipe(z.number().max(max));
const withDefault = (max: number, standard: number) =>
  wholeNumber(max)
    .default(standard)
    .meta({ override: { type: 'integer', minimum: 1, maximum: max, default: standard } });

/** Query of every list: pages count from 1. */
export const listQuery = z.strictObject({
  page: withDefault(100_000, 1),
  // 200 rows are a screenful of screens; more would make one answer megabytes.
  limit: withDefault(200, 50),
  status: z
    .string()
    .regex(/^[a-z._]{1,40}$/, 'must be a status')
    .optional(),
});
export type ListQuery = z.infer<typeof listQuery>;

export const noQuery = z.strictObject({});
export const noBody = z.strictObject({});
const sequence = z
  .string()
  .regex(/^\d{1,9}$/, 'must be the number of an event')
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 0 } });
export const eventsQuery = z.strictObject({ after: sequence.optional(), follow: z.enum(['true', 'false']).default('true') });
export const lastEventIdSchema = sequence;
export const planQuery = z.strictObject({
  version: wholeNumber(100_000)
    .meta({ override: { type: 'integer', minimum: 1 } })
    .optional(),
});

/** `Idempotency-Key`: visible ASCII, so that it can be logged, compared and stored. */
export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');

export const noParams = z.object({});
// What an id looks like is not checked here: an id that cannot be is answered like one that is not, with 404.
export const buildParams = z.object({ id: z.string().meta({ description: 'Build id', example: 'int-code-7k2m9q' }) });
export const artifactParams = buildParams.extend({ artifactId: z.string() });
export const projectParams = z.object({ id: z.string().meta({ description: 'Project id' }) });
