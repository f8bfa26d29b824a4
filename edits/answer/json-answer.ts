import { refuse, type FileEdit } from '../edit.js';
import { looksLikePath } from './path-words.js';

export interface JsonAnswer {
  edits: FileEdit[];
  /** Text that is an answer of its own: a diff, blocks. */
  texts: { text: string; path: string | null }[];
  reasoning: string | null;
}

type Fields = Record<string, unknown>;

const PATH_KEYS = ['path', 'file', 'filename', 'file_name', 'filePath', 'file_path', 'filepath', 'target_file', 'relative_path'];
const CONTENT_KEYS = ['content', 'contents', 'code', 'new_content', 'newContent', 'file_text', 'full_content', 'body', 'text', 'source'];
const SEARCH_KEYS = ['search', 'old', 'old_string', 'old_str', 'oldText', 'old_text', 'find', 'original', 'before'];
const REPLACE_KEYS = ['replace', 'new', 'new_string', 'new_str', 'newText', 'new_text', 'replacement', 'updated', 'after'];
const DIFF_KEYS = ['diff', 'patch', 'unified_diff', 'unifiedDiff', 'udiff'];
const LIST_KEYS = ['files', 'edits', 'changes', 'file_changes', 'fileChanges', 'modifications', 'operations', 'patches', 'diffs', 'actions', 'replacements'];
const REASON_KEYS = ['reasoning', 'explanation', 'rationale', 'thoughts', 'thought', 'analysis', 'summary', 'comment', 'message', 'description', 'notes'];
const ACTION_KEYS = ['action', 'operation', 'type', 'op', 'kind', 'change_type', 'status'];
const WRAPPER_KEYS = ['arguments', 'parameters', 'input', 'args', 'answer', 'result', 'response', 'output'];
// Items of one answer; more is no answer to one task.
const ITEMS_MAX = 500;

/** Reads an answer that is JSON. Null when the value is no edit in any shape known here. Throws a refusal for one that is, but is wrong. */
export function readJsonAnswer(source: string, line: number, anywhere: boolean): JsonAnswer | null {
  const value = parseLoosely(source, line);
  if (value === undefined) return null;
  const answer: JsonAnswer = { edits: [], texts: [], reasoning: null };
  return readValue(value, answer, { line, anywhere }, 0) ? answer : null;
}

/** Strict JSON, or JSON whose strings have raw line ends and tabs in them; undefined when it is neither and no edit either. */
function parseLoosely(source: string, line: number): unknown {
  const text = source.trim();
  if (!/^[{[]/.test(text)) return undefined;
  for (const candidate of [() => text, () => escapeRawControls(text)]) {
    try {
      return JSON.parse(candidate());
    } catch {
      continue;
    }
  }
  // Not at the very start means code or data; a cut answer must not pass for prose.
  const keyed = /^(\{|\[\s*\{)\s*"(path|file|filename|file_path|filePath|files|edits|changes|diff|patch|reasoning|explanation|content)"\s*:/.test(
    text.slice(0, 400),
  );
  if (keyed && /"(content|diff|patch|files|edits|changes|code|replace|new)"\s*:/.test(text))
    refuse(
      /[}\]]\s*$/.test(text) ? 'malformed' : 'truncated',
      `The JSON at line ${line} cannot be parsed${/[}\]]\s*$/.test(text) ? '' : ': it ends before it is complete'}. Strings need \\n for line ends and \\" for quotes.`,
      { line },
    );
  return undefined;
}

function escapeRawControls(text: string): string {
  const parts: string[] = [];
  let inString = false;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    if (inString && character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (inString && (character === '\n' || character === '\r' || character === '\t')) {
      parts.push(text.slice(from, at), character === '\n' ? '\\n' : character === '\r' ? '\\r' : '\\t');
      from = at + 1;
    }
  }
  return parts.join('') + text.slice(from);
}

interface Place {
  line: number;
  /** The whole answer is this JSON, so that every path it names counts. */
  anywhere: boolean;
  /** An entry of a list of files or edits. */
  listed?: boolean;
}

function readValue(value: unknown, answer: JsonAnswer, place: Place, depth: number): boolean {
  if (Array.isArray(value)) return readList(value, answer, place, null);
  if (!isFields(value) || depth > 2) return false;
  const reasoning = textOf(value, REASON_KEYS);
  let read = readItem(value, answer, place, null);
  for (const key of LIST_KEYS) {
    const list = value[key];
    if (!Array.isArray(list) && !isFields(list)) continue;
    const path = textOf(value, PATH_KEYS);
    if (Array.isArray(list) ? readList(list, answer, place, path) : readMap(list, answer, place)) read = true;
  }
  if (!read) read = readMap(value, answer, place);
  if (!read)
    for (const key of WRAPPER_KEYS) if (isFields(value[key]) || Array.isArray(value[key])) read = readValue(value[key], answer, place, depth + 1) || read;
  if (read || (place.anywhere && reasoning !== null && isEmptyAnswer(value))) {
    answer.reasoning ??= reasoning;
    return true;
  }
  return false;
}

/** `{"diff": "", "reasoning": "..."}`: understood, nothing to change. */
function isEmptyAnswer(value: Fields): boolean {
  return [...DIFF_KEYS, ...LIST_KEYS].some(
    (key) => key in value && (value[key] === '' || value[key] === null || (Array.isArray(value[key]) && value[key].length === 0)),
  );
}

function readList(list: readonly unknown[], answer: JsonAnswer, place: Place, path: string | null): boolean {
  if (list.length > ITEMS_MAX) refuse('too_large', `The JSON at line ${place.line} has more than ${ITEMS_MAX} entries.`, { line: place.line });
  const items = list.filter(isFields);
  if (items.length === 0 || items.length < list.length) return false;
  const known = items.map((item) => readItem(item, answer, { ...place, listed: true }, path));
  if (!known.some(Boolean)) return false;
  const missing = known.indexOf(false);
  if (missing >= 0)
    refuse(
      'malformed',
      `Entry ${missing + 1} of the JSON at line ${place.line} is no edit: it needs "path" and "content", "search" and "replace", or "diff".`,
      { line: place.line },
    );
  return true;
}

/** `{"src/a.py": "...", "src/b.py": "..."}`. */
function readMap(map: Fields, answer: JsonAnswer, place: Place): boolean {
  const entries = Object.entries(map).filter(([key]) => !REASON_KEYS.includes(key));
  if (
    entries.length === 0 ||
    !entries.every(([key, value]) => looksLikePath(key) && (typeof value === 'string' || (isFields(value) && textOf(value, CONTENT_KEYS) !== null)))
  )
    return false;
  for (const [path, value] of entries)
    answer.edits.push({ kind: 'write', path, line: place.line, content: typeof value === 'string' ? value : (textOf(value as Fields, CONTENT_KEYS) ?? '') });
  return true;
}

function readItem(item: Fields, answer: JsonAnswer, place: Place, outerPath: string | null): boolean {
  const path = textOf(item, PATH_KEYS) ?? outerPath;
  const { line } = place;
  const diff = textOf(item, DIFF_KEYS);
  if (diff !== null) {
    if (diff.trim() !== '') answer.texts.push({ text: diff, path });
    return diff.trim() !== '' || place.anywhere;
  }
  if (path === null || (!place.anywhere && !looksLikePath(path))) return false;
  const action = textOf(item, ACTION_KEYS)?.toLowerCase() ?? '';
  if (/^(delete|delete_file|remove|removed|deleted)$/.test(action) || item['delete'] === true || item['deleted'] === true) {
    answer.edits.push({ kind: 'delete', path, line });
    return true;
  }
  const search = textOf(item, SEARCH_KEYS);
  const replace = textOf(item, REPLACE_KEYS);
  if (search !== null && replace !== null) {
    const all = item['replace_all'] === true || item['replaceAll'] === true || item['all'] === true;
    answer.edits.push({ kind: 'replace', path, line, replacements: [{ search, replace, ...(all ? { all } : {}) }] });
    return true;
  }
  if (LIST_KEYS.some((key) => Array.isArray(item[key]) && readList(item[key], answer, place, path))) return true;
  // Within prose `{"file": "photo.png", "content": ...}` may be anybody's data.
  if (
    !place.anywhere &&
    outerPath === null &&
    textOf(
      item,
      PATH_KEYS.filter((key) => key !== 'file'),
    ) === null &&
    !place.listed
  )
    return false;
  const content = textOf(item, CONTENT_KEYS);
  if (content !== null) answer.edits.push({ kind: 'write', path, line, content });
  else if (CONTENT_KEYS.slice(0, 3).some((key) => key in item)) refuse('malformed', `${path}: the content must be one string.`, { line, path });
  return content !== null;
}

function textOf(fields: Fields, keys: readonly string[]): string | null {
  for (const key of keys) if (Object.hasOwn(fields, key) && typeof fields[key] === 'string') return fields[key];
  return null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
