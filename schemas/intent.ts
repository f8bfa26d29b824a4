import { z } from 'zod';
import { repoSchema } from './repo.js';
import { text } from './text.js';

export const PROJECT_TYPES = ['feature', 'bug_fix', 'refactor', 'api', 'website', 'cli', 'library', 'infrastructure'] as const;
export const LLM_PREFERENCES = ['fast', 'balanced', 'quality'] as const;

const name = text({ min: 1, max: 200 });

// What `POST /artifacts/upload` answers as `id`; whether it is there and theirs, the API looks up.
const artifactId = z.string().regex(/^art-[0-9a-z]{4,60}$/, 'must be the id of an artifact (POST /artifacts/upload answers it)');
// 20 files are more than a model reads with care.
const artifactIds = z.array(artifactId).max(20);

const artifacts = z
  .strictObject({ repo: repoSchema.optional(), datasets: artifactIds.optional(), artifact_ids: artifactIds.optional() })
  .superRefine(({ datasets = [], artifact_ids = [] }, context) => {
    const seen = new Set<string>();
    for (const [key, ids] of Object.entries({ artifact_ids, datasets }))
      for (const [index, id] of ids.entries()) {
        if (seen.has(id)) context.addIssue({ code: 'custom', path: [key, index], message: 'is named twice' });
        seen.add(id);
      }
  })
  .meta({
    description:
      'An existing repository to work on; uploads (or artifacts of your other builds) to work from: `artifact_ids` become documents under docs/input/, `datasets` become files under data/. Agents read them and never change them.',
  });

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
        roles: z
          .array(text({ min: 1, max: 60 }))
          .max(50)
          .optional()
          .meta({
            description:
              'Who takes part besides planner and developer (GET /api/agents lists the roles). With code-reviewer each change is reviewed by a model.',
          }),
        // 5: contracts/limits.ts CANDIDATES_MAX.
        candidates: z
          .int()
          .min(1)
          .max(5)
          .optional()
          .meta({ description: 'Best of N: so many sessions work on each task side by side; the first that is accepted is taken.' }),
      })
      .default({ tests: true, docs: true, deployment: true, review: false }),
    llm_preference: z.enum(LLM_PREFERENCES).default('balanced'),
    budget_usd: z.number().positive().max(10_000).optional(),
  })
  .meta({ id: 'Intent' });

export type Intent = z.infer<typeof intentSchema>;
export type IntentInput = z.input<typeof intentSchema>;
