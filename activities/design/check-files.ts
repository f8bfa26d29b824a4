import { pathProblem } from '../git/paths.js';
import type { DesignFile } from './design-files.js';
import { kindOf, type Expected } from './expected.js';
import { jsonSchemaProblems, parseJson } from './json-schema.js';
import { openApiProblems } from './openapi.js';
import { ProblemList } from './problem-list.js';
import { sqlProblems } from './sql.js';

// A design is documents: what could run or configure a tool is not written here.
const DOCUMENT = /\.(md|json|ya?ml|sql|txt|graphql|puml|mmd)$/i;
const CONTROL_FILES = /(^|\/)(package(-lock)?\.json|tsconfig.*\.json|millwright\.json|\.[^/]+)$/i;
const FILES_MAX = 20;

export interface CheckedDesign {
  files: DesignFile[];
  /** Exact reasons, for the model and for notes. */
  problems: string[];
}

/** What of an answer becomes files, each checked for what it is; and what is missing. */
export function checkDesign(answer: { path: string; content: string }[], expected: Expected): CheckedDesign {
  const problems: string[] = [];
  const files = new Map<string, DesignFile>();
  for (const { path, content } of answer) {
    const refusal = refusalOf(path);
    if (refusal) {
      problems.push(`${JSON.stringify(path.slice(0, 120))} is not written: ${refusal}.`);
      continue;
    }
    if (files.size >= FILES_MAX) {
      problems.push(`Only the first ${FILES_MAX} files are kept.`);
      break;
    }
    const kind = kindOf(path, content);
    const found = problemsOf(kind, path, content);
    if (found.length > 0) problems.push(`${path} is not valid:\n${found.map((problem) => `  ${problem}`).join('\n')}`);
    files.set(path, { path, kind, content: Buffer.from(content, 'utf8'), problem: found.length > 0 ? found.join('\n') : null });
  }
  return { files: [...files.values()], problems: [...problems, ...missing([...files.values()], expected)] };
}

function refusalOf(path: string): string | null {
  const problem = pathProblem(path);
  if (problem) return problem;
  if (CONTROL_FILES.test(path)) return 'it would configure a tool, and a design is documents';
  return DOCUMENT.test(path) ? null : 'a design is documents (.md, .json, .sql, .txt, ...), no code';
}

function problemsOf(kind: DesignFile['kind'], path: string, content: string): string[] {
  if (content.trim() === '') return ['it is empty'];
  switch (kind) {
    case 'openapi':
      // One form for people, tools and the comparison with the code.
      return path.endsWith('.json') ? openApiProblems(content) : ['write it as JSON, as docs/openapi.json'];
    case 'sql':
      return sqlProblems(content);
    case 'json-schema':
      return jsonSchemaProblems(content);
    default:
      return path.endsWith('.json') ? notJson(content) : [];
  }
}

function notJson(content: string): string[] {
  const problems = new ProblemList();
  parseJson(content, problems);
  return problems.list();
}

function missing(files: DesignFile[], { openapi, sql }: Expected): string[] {
  const has = (kind: DesignFile['kind']) => files.some((file) => file.kind === kind);
  return [
    ...(openapi && !has('openapi') ? ['docs/openapi.json is missing: this project has an HTTP API.'] : []),
    ...(sql && !has('sql') ? ['docs/schema.sql is missing: this project keeps data in a database.'] : []),
  ];
}
