import { z } from 'zod';
import { LLM_PREFERENCES } from './intent.js';
import { queueSchema } from './queue.js';
import { repoSchema } from './repo.js';
import { listQuery } from './requests.js';
import { text } from './text.js';

const OUTPUT_PREFERENCES = ['snippet', 'zip', 'pr'] as const;
export const EXECUTION_STATUSES = ['pending', 'running', 'passed', 'failed', 'partial'] as const;

// 10: contracts/limits.ts EXECUTION_ATTEMPTS_MAX. An hour: no test of a snippet takes longer.
const maxAttempts = z.int().min(1).max(10);
const timeoutSeconds = z.int().min(1).max(3_600);
const budget = z.number().positive().max(10_000);
const language = text({ min: 1, max: 40 });
const sessionId = text({ min: 1, max: 100 });
const artifactId = z.string().regex(/^art-[0-9a-z]{4,60}$/, 'must be the id of an artifact (POST /artifacts/upload answers it)');

export const executeBody = z
  .strictObject({
    // 20,000 characters: contracts/limits.ts DESCRIPTION_CHARS_MAX.
    prompt: text({ min: 1, max: 20_000 }).refine((value) => value.trim().length > 0, { message: 'must say what to write' }),
    language: language.optional().meta({ description: 'A language with a sandbox image, or another name of it; told from the prompt when missing.' }),
    confirm_language: z.boolean().default(false).meta({ description: 'Wait with `waiting_for: language` until the language is confirmed.' }),
    session_id: sessionId.optional(),
    context_artifacts: z.array(artifactId).max(20).optional(),
    github_repo: repoSchema.optional().meta({
      description:
        'An existing repository to work in, like `artifacts.repo` of a build; `owner/name` means one on github.com. The result is a branch on its commit.',
    }),
    llm_preference: z.enum(LLM_PREFERENCES).default('balanced'),
    output_preference: z.enum(OUTPUT_PREFERENCES).default('snippet').meta({
      description:
        '`pr` delivers a branch in a project of its own: no code host is connected. In a repository a branch comes in any case; `snippet` and `pr` add the change as a patch, `zip` the changed files.',
    }),
    max_attempts: maxAttempts.optional(),
    timeout_seconds: timeoutSeconds.optional().meta({ description: 'Seconds that the checks of one attempt may take together.' }),
    budget_usd: budget.optional(),
    cache: z.boolean().default(false).meta({ description: 'Answer with an equal execution of yours that passed, if there is one.' }),
  })
  .meta({ id: 'Execute' });
export type ExecuteBody = z.infer<typeof executeBody>;

export const retryExecutionBody = z
  .strictObject({
    language: language.optional(),
    guidance: text({ min: 1, max: 4_000 }).optional(),
    max_attempts: maxAttempts.optional(),
    timeout_seconds: timeoutSeconds.optional(),
    budget_usd: budget.optional().meta({ description: 'The new budget of the whole execution, earlier rounds included.' }),
  })
  .meta({ id: 'RetryExecution' });
export type RetryExecutionBody = z.infer<typeof retryExecutionBody>;

export const confirmLanguageBody = z.strictObject({ language: language.optional() }).meta({ id: 'ConfirmLanguage' });

// What an id looks like is not checked here: one that cannot be is answered like one that is not, with 404.
export const executionParams = z.object({ id: z.string().meta({ description: 'Execution id', example: 'exec-7k2m9q4xw8ab' }) });
export const executionsQuery = listQuery.extend({ status: z.enum(EXECUTION_STATUSES).optional(), session_id: sessionId.optional() });

const estimate = z.object({ seconds: z.number(), usd: z.number(), basis: z.string() });
const status = z.enum(['queued', ...EXECUTION_STATUSES]);

export const executionStartedSchema = z
  .object({
    execution_id: z.string(),
    status: status.meta({ description: '`queued` until it begins (GET says `pending`).' }),
    language: z.string().nullable(),
    language_source: z.string().nullable(),
    waiting_for: z.literal('language').nullable(),
    round: z.int(),
    cached: z.boolean(),
    estimate,
    status_url: z.string(),
    stream_url: z.string(),
  })
  .meta({ id: 'ExecutionStarted' });

const attempt = z.object({
  round: z.int(),
  attempt: z.int(),
  status: z.string(),
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
  fix_applied: z.string().nullable(),
  summary: z.string().nullable(),
  tests: z.object({ total: z.int(), passed: z.int() }),
  model: z.string().nullable(),
  cost_usd: z.number(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
});

const head = z.object({
  id: z.string(),
  execution_id: z.string(),
  session_id: z.string().nullable(),
  status: z.enum(EXECUTION_STATUSES),
  prompt: z.string(),
  language: z.string().nullable(),
  language_source: z.string().nullable(),
  waiting_for: z.literal('language').nullable(),
  output_preference: z.enum(OUTPUT_PREFERENCES),
  llm_preference: z.string(),
  round: z.int(),
  attempt: z.int().meta({ description: 'The attempt of this round that is under way or was the last; 0 before the first.' }),
  max_attempts: z.int(),
  cost_usd: z.number(),
  budget_usd: z.number(),
  model: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  expires_at: z.string().nullable(),
  status_url: z.string(),
  stream_url: z.string(),
});

export const executionSchema = head
  .extend({
    queue: queueSchema,
    code: z.string().nullable(),
    tests: z.string().nullable(),
    files: z.array(z.object({ path: z.string(), kind: z.enum(['code', 'test', 'other']), content: z.string() })),
    output: z.string().nullable(),
    explanation: z.string().nullable(),
    failure: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
    artifact: z.object({ id: z.string(), name: z.string(), media_type: z.string(), bytes: z.int(), url: z.string(), download_url: z.string() }).nullable(),
    repository: z
      .object({
        url: z.string(),
        ref: z.string().nullable(),
        branch: z.string().nullable(),
        base_commit: z.string().nullable(),
        test_tool: z.string().nullable(),
      })
      .nullable()
      .meta({ description: 'The existing repository it works in; `base_commit` is null until it was fetched.' }),
    pr: z
      .object({ url: z.null(), project_id: z.string(), branch: z.string(), commit: z.string(), base_commit: z.string().nullable(), detail: z.string() })
      .nullable()
      .meta({ description: 'The branch of `output_preference: pr`, and of work in a repository; `url` is null, for no code host is connected.' }),
    timeout_seconds: z.int(),
    attempts: z.array(attempt),
  })
  .meta({ id: 'Execution' });

export const executionsSchema = z.object({ items: z.array(head), total: z.int(), page: z.int(), executions: z.array(head) }).meta({ id: 'Executions' });
