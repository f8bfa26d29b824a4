import { z } from 'zod';
import { listQuery } from './requests.js';
import { listSchema, servingFields } from './responses.js';
import { text } from './text.js';

/** What is read over all builds at once: deployments, retrospectives, settings. */

const time = z.string().meta({ format: 'date-time' });
const nullableText = z.string().nullable();
const usd = z.number();

export const deploymentsQuery = listQuery.extend({
  environment: z.enum(['staging', 'production']).optional(),
  project_id: text({ min: 1, max: 100 }).optional(),
});
const deployed = z
  .object({
    id: z.string(),
    build_id: z.string(),
    build_title: z.string(),
    build_status: z.string(),
    project_id: z.string(),
    environment: z.enum(['staging', 'production']),
    generation: z.int(),
    status: z.string(),
    commit: nullableText,
    digest: nullableText,
    url: nullableText,
    detail: nullableText,
    ...servingFields,
    actions: z.array(z.string()).meta({ description: 'What can be done with its build now.' }),
    rolls_back_to: z
      .object({ id: z.string(), build_id: z.string(), commit: nullableText, created_at: time })
      .nullable()
      .meta({ description: 'The deployment that served before this one and that a rollback returns to; null where there is none.' }),
    replaced_by: z
      .object({
        id: z.string(),
        build_id: z.string(),
        commit: nullableText,
        at: time,
        by: nullableText.meta({ description: 'Who deployed it, or rolled back to it.' }),
        returned: z.boolean().meta({ description: 'A roll back returned to it; false: it was deployed anew.' }),
      })
      .nullable()
      .meta({ description: 'Of a deployment that serves no longer, what serves in its place since; null for every other.' }),
    waiting_for_digest: nullableText.meta({ description: 'Send it as `subject_digest` with a promotion: what is deployed is then what was shown.' }),
    created_at: time,
    updated_at: time,
  })
  .meta({ id: 'DeploymentOverview' });
export const deploymentsSchema = listSchema('deployments', deployed);

const retrospective = z
  .object({
    build_id: z.string(),
    title: z.string(),
    project_type: z.string(),
    domain: z.string(),
    language: nullableText,
    status: z.string(),
    planned: z.object({ hours: z.number(), usd }).nullable(),
    actual: z.object({ hours: z.number(), usd }).meta({ description: 'As planned: hours of work, waits for people left out.' }),
    waited_hours: z.number().meta({ description: 'How long it waited for people; no work, and in no other figure.' }),
    tries: z.int().meta({ description: 'Tries of all tasks together.' }),
    tasks: z.int(),
    summary: nullableText,
    went_well: z.array(z.string()),
    to_improve: z.array(z.string()),
    created_at: time,
    ended_at: time,
  })
  .meta({ id: 'Retrospective' });
export const retrospectivesSchema = listSchema('retrospectives', retrospective);

export const settingsSchema = z
  .object({
    version: z.string(),
    temporal_ui_url: nullableText,
    models: z.object({
      chains: z.object({ simple: z.array(z.string()), medium: z.array(z.string()), complex: z.array(z.string()) }),
      answers: z
        .enum(['template', 'endpoint', 'chains'])
        .meta({ description: 'Who answers now: the built-in template model alone, one endpoint, or the chains.' }),
      providers: z.array(
        z.object({
          name: z.string(),
          base_url: nullableText.meta({ description: 'Without secrets; null while nobody said where it is.' }),
          key_variable: nullableText.meta({ description: 'The variable its key is read from; null when it needs none.' }),
          key_set: z.boolean().meta({ description: 'Whether that variable is set; the key itself is never told.' }),
          missing: nullableText.meta({ description: 'What to do before it can be asked; null when it can.' }),
        }),
      ),
    }),
    budgets: z.object({
      daily_usd: usd.nullable(),
      monthly_usd: usd.nullable(),
      alert_usd: usd.nullable(),
      spent_today_usd: usd,
      spent_month_usd: usd,
    }),
    limits: z.object({
      executions_a_day: z.int().nullable(),
      execution_attempts: z.int(),
      execution_seconds: z.int(),
      artifact_bytes: z.int(),
      artifact_days: z.int(),
    }),
    gates: z.array(
      z.object({
        gate: z.string(),
        title: z.string(),
        means: z.string(),
        waits: z.enum(['always', 'with a page', 'with a review', 'with a review or findings', 'with a failed task or findings', 'never']),
      }),
    ),
    settings: z.record(z.string(), z.string()).nullable().meta({ description: 'Every setting by its name, secrets left out; for admins only.' }),
  })
  .meta({ id: 'Settings' });
