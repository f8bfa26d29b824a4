import { MillwrightError } from '../../contracts/failures.js';
import { LLM_ANSWER_BYTES_MAX } from '../../contracts/limits.js';
import { applyEdits, type FileChange } from '../../edits/apply.js';
import { lineDelta } from '../../edits/delta.js';
import type { FileEdit } from '../../edits/edit.js';
import { pathProblem } from '../../edits/file-path.js';
import { parseAnswer } from '../../edits/parse-answer.js';
import { PARSE_BODY_BYTES_MAX, parseAnswerBody, parsedAnswerSchema, type ParseAnswerBody, type ParsedAnswerBody } from '../../schemas/code-generation.js';
import { defineRoute } from '../route.js';

type Files = NonNullable<ParseAnswerBody['files']>;

export const parseModelAnswer = defineRoute({
  method: 'post',
  path: '/code-generation/parse',
  operation: 'parseModelAnswer',
  summary: "Read the edits out of a model's text, and apply them to the given files, all or none",
  tag: 'code',
  access: 'viewer',
  body: parseAnswerBody,
  bodyBytesMax: PARSE_BODY_BYTES_MAX,
  responses: { 200: { description: 'What the text edits, or why it is refused', schema: parsedAnswerSchema } },
  handle: ({ body }) => Promise.resolve({ status: 200, body: parsed(body) }),
});

function parsed({ text, files, finish_reason }: ParseAnswerBody): ParsedAnswerBody {
  if (Buffer.byteLength(text) > LLM_ANSWER_BYTES_MAX) throw new MillwrightError('PAYLOAD_TOO_LARGE', 'The text of an answer may have 4 MB.');
  const tree = files === undefined ? null : treeOf(files);
  const { edits, problems, reasoning } = parseAnswer(text, { paths: tree?.paths ?? [], cut: finish_reason === 'length' });
  if (!files || !tree) return { edits: edits.map(present), problems, reasoning };
  const applied = problems.length > 0 ? { ok: false as const, problems } : applyEdits(tree, edits);
  if (!applied.ok) return { edits: [], problems: applied.problems, reasoning, applied: false, changes: [], files };
  return {
    edits: edits.map(present),
    problems: [],
    reasoning,
    applied: true,
    changes: applied.changes.map(presentChange),
    files: after(files, applied.changes),
  };
}

function treeOf(files: Files): { paths: string[]; texts: Map<string, string> } {
  const texts = new Map<string, string>();
  const wrong = (index: number, detail: string) =>
    new MillwrightError('INVALID_INPUT', `/files/${index}/path: ${detail}`, { errors: [{ pointer: `/files/${index}/path`, detail }] });
  for (const [index, { path, content }] of files.entries()) {
    const problem = pathProblem(path);
    if (problem) throw wrong(index, problem);
    if (texts.has(path)) throw wrong(index, 'the path stands there twice');
    texts.set(path, content);
  }
  return { paths: [...texts.keys()], texts };
}

function after(files: Files, changes: readonly FileChange[]): Files {
  const byPath = new Map(changes.map((change) => [change.path, change]));
  const kept = files.flatMap((file) => {
    const change = byPath.get(file.path);
    return change === undefined ? [file] : change.after === null ? [] : [{ path: file.path, content: change.after }];
  });
  const known = new Set(files.map(({ path }) => path));
  return [...kept, ...changes.flatMap(({ path, after: content }) => (content === null || known.has(path) ? [] : [{ path, content }]))];
}

function presentChange({ path, before, after: content, movedFrom, repaired }: FileChange): NonNullable<ParsedAnswerBody['changes']>[number] {
  const change = movedFrom !== undefined ? 'renamed' : before === null ? 'created' : content === null ? 'deleted' : 'modified';
  return { path, change, ...(movedFrom === undefined ? {} : { from: movedFrom }), ...lineDelta(before, content), repaired };
}

function present(edit: FileEdit): ParsedAnswerBody['edits'][number] {
  const base = { kind: edit.kind, path: edit.path, line: edit.line, inferred: edit.inferred ?? null };
  const hunks = (edit.kind === 'patch' || edit.kind === 'delete' ? (edit.hunks ?? []) : []).map(({ oldStart, anchors, lines }) => ({
    old_start: oldStart,
    anchors,
    lines: lines.map(({ sign, text }) => sign + text),
  }));
  switch (edit.kind) {
    case 'write':
      return { ...base, content: edit.content, ...(edit.executable ? { executable: true } : {}) };
    case 'replace':
      return {
        ...base,
        replacements: edit.replacements.map(({ search, replace, count, all }) => ({
          search,
          replace,
          ...(count === undefined ? {} : { count }),
          ...(all ? { all } : {}),
        })),
      };
    case 'patch':
      return { ...base, hunks, ...(edit.moveTo === undefined ? {} : { move_to: edit.moveTo }) };
    case 'delete':
      return { ...base, ...(hunks.length > 0 ? { hunks } : {}) };
  }
}
