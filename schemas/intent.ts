import { z } from 'zod';
import { text } from './text.js';

export const PROJECT_TYPES = ['feature', 'bug_fix', 'refactor', 'api', 'website', 'cli', 'library', 'infrastructure'] as const;
export const LLM_PREFERENCES = ['fast', 'balanced', 'quality'] as const;

const name = text({ min: 1, max: 200 });

// Taken in silently they would mislead: the build would never look at them.
const artifacts = z
  .strictObject({
    repo: text({ min: 1, max: 500 }).optional(),
    datasets: z.array(name).max(50).optional(),
    artifact_ids: z.array(name).max(50).optional(),
  })
  .superRefine(({ repo, datasets = [], artifact_ids = [] }, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    if (repo !== undefined)
      refuse(
        'repo',
        'work on an existing repository is not supported yet; leave it out and a new repository is made (project_id puts a build into a project made here)',
      );
    if (datasets.length > 0) refuse('datasets', 'datasets are not supported yet; leave them out and describe in the description what the data looks like');
    if (artifact_ids.length > 0)
      refuse('artifact_ids', 'artifacts of other builds are not supported yet; leave them out and put what matters into the description');
  })
  .meta({ description: 'Not supported yet: a repository, datasets or artifact ids are refused; an empty object is fine.' });

/** What a person wants: the body of `POST /api/coding_agent/create`. Unknown keys are refused. */
export const intentSchema = z
  .strictObject({
    project_type: z.enum(PROJECT_TYPES).default('api'),
    // 20,000 characters: contracts/limits.ts DESCRIPTION_CHARS_MAX (schemas import nothing of ours).
    description: text({ min: 1, max: 20_000 }).refine((value) => value.trim().length > 0, { message: 'must say what to build' }),
    title: text({ min: 1, max: 200 }).optional(),
    domain: name.optional(),
    project_id: name.optional(),
    constraints: z
      .strictObject({
        deadline: name.optional(),
        stack: z.union([text({ max: 500 }), z.array(name).max(20)]).optional(),
        compliance: z.array(name).max(20).optional(),
      })
      .default({}),
    artifacts: artifacts.default({}),
    options: z
      .strictObject({
        tests: z.boolean().default(true),
        docs: z.boolean().default(true),
        deployment: z.boolean().default(true),
        review: z.boolean().default(false),
      })
      .default({ tests: true, docs: true, deployment: true, review: false }),
    llm_preference: z.enum(LLM_PREFERENCES).default('balanced'),
    budget_usd: z.number().positive().max(10_000).optional(),
  })
  .meta({ id: 'Intent' });

export type Intent = z.infer<typeof intentSchema>;
export type IntentInput = z.input<typeof intentSchema>;
