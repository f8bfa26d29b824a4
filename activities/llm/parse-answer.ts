import type { z } from 'zod';
import { LLM_ANSWER_BYTES_MAX } from '../../contracts/limits.js';
import { findSpans, scan } from './json-scan.js';

/** Either the value, or what is wrong with the text, in words for the model. */
export type Parsed<T> = { ok: T } | { problem: string };

// Deeper than any schema of ours; zod and our own walks recurse (reliability.md row 11).
const DEPTH_MAX = 64;
// What a model can repair in one go.
const ISSUES_MAX = 20;
const LINE_CHARS_MAX = 300;
// Keys that reach an object's prototype when a value is merged or copied carelessly.
const DANGEROUS_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

interface Subject {
  name: string;
  was: string;
}
const ANSWER: Subject = { name: 'The answer', was: 'The answer was' };
const ARGUMENTS: Subject = { name: 'The arguments', was: 'The arguments were' };

/** Reads JSON out of a model's text: bare, in a fence, or with prose around it. The first value that fits the schema counts. */
export function parseJsonAnswer<S extends z.ZodType>(text: string | null, schema: S): Parsed<z.output<S>> {
  return parse(text, schema, ANSWER);
}

/** Reads the arguments of a tool call; an empty text means none. */
export function parseToolArguments<S extends z.ZodType>(text: string | null, schema: S): Parsed<z.output<S>> {
  return parse(text?.trim() ? text : '{}', schema, ARGUMENTS);
}

function parse<S extends z.ZodType>(text: string | null, schema: S, subject: Subject): Parsed<z.output<S>> {
  const source = (text ?? '').replace(/^\uFEFF/, '').trim();
  if (source === '') return { problem: `${subject.name} had no text. One JSON value is needed.` };
  if (Buffer.byteLength(source) > LLM_ANSWER_BYTES_MAX) return { problem: `${subject.name} had more than 4 MB. Make it much shorter.` };
  let firstProblem: string | null = null;
  for (const candidate of candidates(source)) {
    const parsed = parseCandidate(candidate, schema, subject);
    if ('ok' in parsed) return parsed;
    firstProblem ??= parsed.problem;
  }
  return { problem: firstProblem ?? `${subject.name} had no JSON in it. Answer with one JSON value and nothing else.` };
}

/** The whole text when it could be JSON by itself, else what stands in brackets, the longest first. */
function candidates(source: string): string[] {
  if (isJson(source)) return [source];
  const spans = findSpans(source);
  if (spans.length > 0) return spans.toSorted((a, b) => b.length - a.length);
  const start = source.search(/[{[]/);
  return start < 0 ? [] : [source.slice(start)];
}

function isJson(source: string): boolean {
  // A number, a string or a word by itself is prose more often than an answer; JSON.parse decides.
  if (scan(source).depth > DEPTH_MAX) return false;
  try {
    JSON.parse(source);
    return true;
  } catch {
    return false;
  }
}

function parseCandidate<S extends z.ZodType>(source: string, schema: S, subject: Subject): Parsed<z.output<S>> {
  const shape = scan(source);
  if (shape.depth > DEPTH_MAX) return { problem: `${subject.was} nested deeper than ${DEPTH_MAX} levels. Make it flatter.` };
  let value: unknown;
  try {
    value = JSON.parse(source, withoutDangerousKeys);
  } catch (error) {
    return { problem: `${subject.was} not valid JSON: ${reason(shape, error)}` };
  }
  const endless = findEndless(value, '');
  if (endless !== null) return { problem: `${subject.name} did not fit:\n${endless}: this number is too large to be kept` };
  const result = schema.safeParse(value);
  return result.success ? { ok: result.data } : { problem: `${subject.name} did not fit:\n${issueLines(result.error)}` };
}

function withoutDangerousKeys(key: string, value: unknown): unknown {
  return DANGEROUS_KEYS.has(key) ? undefined : value;
}

function reason(shape: ReturnType<typeof scan>, error: unknown): string {
  if (shape.bareword) return `line ${shape.bareword.line}: ${shape.bareword.word} is not JSON; use a number, a string in double quotes, true, false or null.`;
  if (shape.openString) return 'it ends within a string. It may have been cut: make it shorter.';
  if (shape.open > 0) return `it ends with ${shape.open} bracket${shape.open > 1 ? 's' : ''} still open. It may have been cut: make it shorter.`;
  return clip(error instanceof Error ? error.message : String(error));
}

/** The path of the first number beyond what a double holds (1e999 parses as Infinity), or null. */
function findEndless(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? null : path || 'the value';
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, child] of Object.entries(value)) {
    const found = findEndless(child, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function issueLines(error: z.ZodError): string {
  const lines = error.issues.slice(0, ISSUES_MAX).map((issue) => clip(`${pathText(issue.path)}: ${issue.message}`));
  const more = error.issues.length - lines.length;
  return [...lines, ...(more > 0 ? [`... and ${more} more`] : [])].join('\n');
}

/** `tasks[2].id`, as a model would write it. */
function pathText(path: PropertyKey[]): string {
  if (path.length === 0) return 'the value';
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`), '');
}

function clip(line: string): string {
  return line.length > LINE_CHARS_MAX ? `${line.slice(0, LINE_CHARS_MAX)}...` : line;
}
