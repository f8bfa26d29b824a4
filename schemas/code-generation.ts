import { z } from 'zod';

/** `POST /code-generation/parse`: a model's text in, what it edits out. Nothing of it is stored, so any text may come. */

// The engine's own limit of one answer; the body may hold as much again in files.
export const PARSE_BODY_BYTES_MAX = 8 * 1024 * 1024;
const FILES_MAX = 5_000;

const file = z.strictObject({ path: z.string().min(1).max(400), content: z.string() });

export const parseAnswerBody = z
  .strictObject({
    text: z.string().meta({ description: 'What the model answered, as it stands; at most 4 MB' }),
    files: z.array(file).max(FILES_MAX).optional().meta({ description: 'The project: given, the edits are applied to it and the outcome is answered' }),
    finish_reason: z.string().max(40).optional().meta({ description: '`length` when the model was stopped at its limit: a cut answer is refused' }),
  })
  .meta({ id: 'AnswerToParse' });
export type ParseAnswerBody = z.infer<typeof parseAnswerBody>;

const replacement = z.object({ search: z.string(), replace: z.string(), count: z.int().optional(), all: z.boolean().optional() });
const hunk = z.object({
  old_start: z.int().nullable(),
  anchors: z.array(z.string()),
  lines: z.array(z.string()).meta({ description: 'each begins with a blank, + or -' }),
});
const edit = z.object({
  kind: z.enum(['write', 'replace', 'patch', 'delete']),
  path: z.string(),
  line: z.int().meta({ description: 'where in the answer it begins, from 1' }),
  inferred: z.string().nullable().meta({ description: 'how the path was found when the answer names none' }),
  content: z.string().optional(),
  executable: z.boolean().optional(),
  replacements: z.array(replacement).optional(),
  hunks: z.array(hunk).optional(),
  move_to: z.string().optional(),
});
const problem = z.object({ code: z.string(), message: z.string(), line: z.int().optional(), path: z.string().optional() });
const change = z.object({
  path: z.string(),
  change: z.enum(['created', 'modified', 'deleted', 'renamed']),
  from: z.string().optional(),
  added: z.int(),
  removed: z.int(),
  repaired: z.array(z.string()).meta({ description: 'what had to be overlooked to make the edit fit' }),
});

export const parsedAnswerSchema = z
  .object({
    edits: z.array(edit).meta({ description: 'in the order they apply; empty when there is any problem' }),
    problems: z.array(problem).meta({ description: 'why the answer is refused as a whole, in words for the model' }),
    reasoning: z.string().nullable(),
    applied: z.boolean().optional().meta({ description: 'with `files`: all edits were applied, or none' }),
    changes: z.array(change).optional(),
    files: z.array(file).optional().meta({ description: 'with `files`: the project afterwards, unchanged when the answer is refused' }),
  })
  .meta({ id: 'ParsedAnswer' });
export type ParsedAnswerBody = z.infer<typeof parsedAnswerSchema>;
