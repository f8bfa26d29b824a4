import { z } from 'zod';
import { text } from './text.js';

/** `/code-generation/workspaces`: what comes in and what is answered. */

// contracts/workspaces.ts holds the same names; test/workspaces/ compares them.
export const TEMPLATES = ['react-vite', 'nestjs', 'nextjs', 'express', 'python', 'go', 'java', 'csharp'] as const;
// A write may fill a workspace at once.
export const WRITE_BODY_BYTES_MAX = 10 * 1024 * 1024;
const FILES_MAX = 500;
const REPLACEMENTS_MAX = 200;
// A request does not hang longer than that; the job goes on without it.
const WAIT_SECONDS_MAX = 60;

const line = (max: number) => text({ min: 1, max }).regex(/^[^\r\n]*$/, 'must be one line');
const wait = (standard: number) =>
  z
    .string()
    .regex(/^\d{1,2}$/, 'must be a number of seconds')
    .transform(Number)
    .pipe(z.number().max(WAIT_SECONDS_MAX))
    .default(standard)
    .meta({ override: { type: 'integer', minimum: 0, maximum: WAIT_SECONDS_MAX, default: standard } });

// A commit takes a fraction of a second: waiting for it is what people mean. Checks take as long as they take.
export const writeQuery = z.strictObject({ wait: wait(15) });
export const checkQuery = z.strictObject({ wait: wait(0) });

export const workspaceParams = z.object({ id: z.string().meta({ description: 'Workspace id', example: 'ws-7k2m9q4d' }) });
export const workspaceJobParams = workspaceParams.extend({ job: z.string().meta({ description: 'Job id', example: 'wsj-7k2m9q4d8f' }) });

export const createWorkspaceBody = z
  .strictObject({
    template: z.enum(TEMPLATES),
    name: line(100).optional().meta({ description: "the template's name when left out; the project is called so in its manifest" }),
    project_id: text({ min: 1, max: 100 }).optional().meta({ description: 'one of your projects that it belongs to' }),
  })
  .meta({ id: 'NewWorkspace' });

const path = text({ min: 1, max: 400 });
const fileWish = z
  .strictObject({
    path,
    content: text({ max: 1024 * 1024 })
      .optional()
      .meta({ description: 'the whole text; the file is made or replaced' }),
    executable: z.boolean().optional(),
    replacements: z
      .array(z.strictObject({ search: text({ min: 1, max: 100_000 }), replace: text({ max: 100_000 }), all: z.boolean().optional() }))
      .min(1)
      .max(REPLACEMENTS_MAX)
      .optional()
      .meta({ description: 'places to change; each `search` stands in the file exactly once, unless `all` is set' }),
    delete: z.literal(true).optional(),
  })
  .refine((file) => [file.content, file.replacements, file.delete].filter((each) => each !== undefined).length === 1, {
    message: 'must have exactly one of content, replacements and delete',
  });
export const writeFilesBody = z
  .strictObject({
    files: z.array(fileWish).max(FILES_MAX).default([]),
    answer: text({ min: 1, max: 4 * 1024 * 1024 })
      .optional()
      .meta({ description: "a model's text with edits in it, in any form `/code-generation/parse` reads; applied after `files`" }),
    message: text({ min: 1, max: 1_000 }).optional().meta({ description: "the commit's message" }),
  })
  .refine((body) => body.files.length > 0 || body.answer !== undefined, { message: 'must have files or an answer' })
  .meta({ id: 'WorkspaceWrite', description: 'All of it is applied, or nothing; what changed is one commit.' });
export const commitBody = z.strictObject({ message: text({ min: 1, max: 5_000 }), author: line(80).optional() }).meta({ id: 'WorkspaceCommitRequest' });

export const filesQuery = z.strictObject({
  page: page(100_000, 1),
  limit: page(500, 200),
  path: path.optional().meta({ description: 'answers this one file with its text' }),
});

function page(max: number, standard: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1')
    .transform(Number)
    .pipe(z.number().max(max))
    .default(standard)
    .meta({ override: { type: 'integer', minimum: 1, maximum: max, default: standard } });
}

const time = z.iso.datetime();
const nullable = z.string().nullable();
const fileHead = z.object({ path: z.string(), bytes: z.int(), executable: z.boolean(), oid: z.string().meta({ description: 'git id of the content' }) });
const workspace = z.object({
  id: z.string(),
  name: z.string(),
  template: z.string(),
  language: z.string(),
  project_id: nullable,
  status: z.enum(['creating', 'ready', 'failed']),
  branch: z.literal('main'),
  commit: nullable.meta({ description: 'the newest commit; null while it is created' }),
  file_count: z.int(),
  bytes: z.int(),
  url: z.string(),
  created_at: time,
  updated_at: time,
});
const listOf = (name: string, item: z.ZodType) => z.object({ items: z.array(item), total: z.int(), page: z.int(), [name]: z.array(item) });

export const workspaceSchema = workspace.extend({ files: z.array(fileHead).meta({ description: 'by path; at most 500' }) }).meta({ id: 'Workspace' });
export const workspacesSchema = listOf('workspaces', workspace);
const fileText = fileHead.extend({ content: z.string(), commit: nullable }).meta({ id: 'WorkspaceFile' });
export const filesSchema = z.union([listOf('files', fileHead), fileText]);
export const gitInitSchema = z.object({ initialized: z.literal(true), branch: z.string(), commit: z.string(), commits: z.int() });
export const historySchema = listOf(
  'commits',
  z.object({
    number: z.int(),
    commit: z.string(),
    parent: nullable,
    kind: z.enum(['template', 'write', 'commit']),
    message: z.string(),
    author: z.string(),
    changed: z.int().meta({ description: 'paths that differ from the parent' }),
    at: time,
  }),
);

const finding = z.object({ file: nullable, line: z.int().nullable(), rule: z.string(), message: z.string() });
const check = z.looseObject({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'unavailable', 'skipped']),
  required: z.boolean(),
  findings: z.array(finding),
  output: z.string(),
  durationMs: z.number(),
});
const failure = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
});
const changedFile = z.object({
  path: z.string(),
  change: z.enum(['created', 'modified', 'deleted']),
  added: z.int(),
  removed: z.int(),
  problem: z.string().optional().meta({ description: 'why it does not parse' }),
});
export const workspaceJobSchema = z
  .object({
    job_id: z.string(),
    workspace_id: z.string(),
    kind: z.string(),
    state: z
      .enum(['queued', 'running', 'done', 'failed'])
      .meta({ description: '`failed`: it could not be carried out, see `failure`; checks that find something are `done`' }),
    status: z.enum(['passed', 'failed', 'unavailable']).nullable().meta({ description: 'of checks: the verdict' }),
    status_url: z.string(),
    commit: nullable.meta({ description: 'what was checked, or what came out' }),
    summary: z.string().optional(),
    checks: z.array(check).optional(),
    tests: z.looseObject({ total: z.int(), failed: z.int(), skipped: z.int() }).nullable().optional(),
    coverage: z.number().nullable().optional().meta({ description: 'percent of lines' }),
    changed: z.array(changedFile).optional(),
    changed_total: z.int().optional(),
    committed: z.boolean().optional(),
    failure: failure.nullable(),
    created_at: time,
    started_at: time.nullable(),
    ended_at: time.nullable(),
  })
  .meta({ id: 'WorkspaceJob' });
