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
// `task/turn.call`, with the try behind the task where there were several: `store#1.2/3.0`.
const STEP_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}(#[0-9.c]{3,20})?\/\d{1,4}\.\d{1,3}$/;
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
/** What may be spent: by the build, or by its user in this day or month. */
export const raiseBudgetBody = z.strictObject({ budget_usd: money, scope: z.enum(['build', 'day', 'month']).optional() }).meta({ id: 'RaiseBudget' });
const modelName = text({ min: 1, max: 200 }).regex(/^[\x21-\x7e]+$/, 'must be the name of a model, without blanks');
/** The model of the calls from now on; `null` leaves it to the routing. */
export const changeModelBody = z.strictObject({ model: modelName.nullable(), llm_preference: z.enum(LLM_PREFERENCES).optional() }).meta({ id: 'ModelChange' });
const forkAt = z
  .strictObject({
    phase: z.enum(['plan', 'code', 'test', 'document']).optional(),
    task: text({ min: 1, max: 40 }).optional(),
    step: z.union([z.int().min(1).max(1_000_000), z.string().regex(STEP_NAME, 'must be the number of a step or its name, e.g. "store/3.0"')]).optional(),
  })
  .refine((at) => Object.values(at).filter((value) => value !== undefined).length === 1, { message: 'needs exactly one of phase, task and step' })
  .meta({
    description: 'What comes before this point is taken over and costs nothing; the step itself is made anew. Left out: the plan waits for approval again.',
  });
export const forkBody = z
  .strictObject({
    at: forkAt.optional(),
    model: modelName.nullable().optional(),
    hint: sentence.optional(),
    plan: editedPlanSchema.optional(),
    title: text({ min: 1, max: 200 }).optional(),
    llm_preference: z.enum(LLM_PREFERENCES).optional(),
    budget_usd: money.optional(),
  })
  .meta({ id: 'Fork' });
export type ForkBody = z.infer<typeof forkBody>;
export const replayBody = z.strictObject({}).meta({ id: 'Replay' });
export const compareQuery = z.strictObject({ with: z.string().meta({ description: 'The id of the other build', example: 'int-code-7k2m9q' }) });
const wrappedPlan = z.strictObject({ plan: editedPlanSchema, base_digest: digest.optional(), redo: z.boolean().default(false) });
/** The edited plan, bare or with the digest of the plan it was made from. */
export const putPlanBody = z
  .union([wrappedPlan, editedPlanSchema.transform((plan) => ({ plan, base_digest: undefined, redo: false }))], {
    error: 'must be a plan, or an object with the plan as `plan` and maybe its `base_digest`',
  })
  .meta({
    id: 'PlanEdit',
    description:
      '`base_digest`: the digest of the plan that was edited; the current one when left out. The plan may also be the whole body. `redo`: a task that is done may be changed; it runs again, and so does what depends on it.',
  });
export const createProjectBody = z.strictObject({ name: text({ min: 1, max: 200 }) }).meta({ id: 'NewProject' });

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1')
    .transform(Number)
    .pipe(z.number().max(max));
export const withDefault = (max: number, standard: number) =>
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

/** Query of `GET /artifacts`. */
export const artifactsQuery = listQuery.extend({
  build_id: text({ min: 1, max: 60 }).optional(),
  gate: z.string().regex(/^G\d$/, 'must be a gate, G0 to G9').optional(),
  name: text({ min: 1, max: 400 }).optional(),
  media_type: text({ min: 1, max: 120 }).optional(),
  source: z.enum(['upload', 'build']).optional(),
});

export const noQuery = z.strictObject({});
export const noBody = z.strictObject({});
const sequence = z
  .string()
  .regex(/^\d{1,9}$/, 'must be the number of an event')
  .transform(Number)
  .meta({ override: { type: 'integer', minimum: 0, maximum: 999_999_999 } });
export const eventsQuery = z.strictObject({ after: sequence.optional(), follow: z.enum(['true', 'false']).default('true') });
export const lastEventIdSchema = sequence;
export const planQuery = z.strictObject({
  version: wholeNumber(100_000)
    .meta({ override: { type: 'integer', minimum: 1, maximum: 100_000 } })
    .optional(),
});

export const replayQuery = z.strictObject({
  number: wholeNumber(100_000)
    .meta({ override: { type: 'integer', minimum: 1, maximum: 100_000 } })
    .optional(),
});

/** `Idempotency-Key`: visible ASCII, so that it can be logged, compared and stored. */
export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,200}$/, 'must be 1 to 200 visible ASCII characters');

export const noParams = z.object({});
// What an id looks like is not checked here: an id that cannot be is answered like one that is not, with 404.
export const buildParams = z.object({ id: z.string().meta({ description: 'Build id', example: 'int-code-7k2m9q' }) });
export const stepParams = buildParams.extend({
  step: z
    .string()
    .meta({ description: 'The number of a step, or its name: `task/turn.call`, with the try where there were several', example: 'store#1.2/3.0' }),
});
export const artifactParams = buildParams.extend({ artifactId: z.string() });
export const artifactIdParams = z.object({ id: z.string().meta({ description: 'Artifact id', example: 'art-5f0c1a2b3c4d5e6f7081' }) });
export const projectParams = z.object({ id: z.string().meta({ description: 'Project id' }) });
