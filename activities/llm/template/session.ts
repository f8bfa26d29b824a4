import type { Blueprint, GeneratedFile } from './blueprint.js';
import { noteOf, withLeftOut } from './left-out.js';
import { MADE_BY } from './source.js';
import { type Conversation, pathsOf, textsOf } from './conversation.js';
import { DOCS_TASK, idOf, kindOfTask, leftOfTask, MEND_TASK, planTasks, tasksLeft } from './plan-tasks.js';

/** The next answer of an agent session: words and tool calls. */
export interface SessionStep {
  say: string;
  calls: { name: string; arguments: Record<string, unknown> }[];
}

// As many files as one answer writes.
const WRITES_MAX = 12;
// Says that the code around it is from these templates (generatedNote).
const GENERATED = 'GENERATED.md';
const README = 'README.md';
// A file that was refused this often is refused for good.
const TRIES_MAX = 2;
// What of a failed check is repeated in the summary.
const EXCERPT_CHARS = 600;

/** Decides the next step from what has been done: write what is missing, run the checks, finish. */
export function nextStep(conversation: Conversation, understood: Blueprint, foreign: string[]): SessionStep {
  const blueprint = variantOf(conversation, understood);
  if (blueprint === null) return { say: 'Looking at what was chosen.', calls: [{ name: 'read_file', arguments: { path: understood.follows?.path } }] };
  const id = conversation.task === null ? '' : idOf(conversation.task);
  const files = filesOf(conversation, blueprint);
  if (files === null) return unknownTask(conversation, blueprint);
  const isDocs = kindOf(conversation, blueprint) === DOCS_TASK;
  const present = presentFiles(conversation);
  if (isDocs && present === null) return { say: 'Looking at what is there already.', calls: [{ name: 'list_files', arguments: { path: '.' } }] };
  const renewed = isDocs ? renewedDocs(conversation, present ?? []) : [];
  if (renewed === null) return { say: 'Looking at what the version before says.', calls: [{ name: 'read_file', arguments: { path: README } }] };
  const wanted = isDocs ? files.filter((file) => !present?.includes(file.path) || renewed.includes(file.path)) : files;
  const { pending, refused } = progressOf(conversation, wanted);
  if (pending.length > 0) {
    const batch = pending.slice(0, WRITES_MAX);
    return { say: `Writing ${batch.map((file) => file.path).join(', ')}.`, calls: batch.map((file) => ({ name: 'write_file', arguments: { ...file } })) };
  }
  const left = [...foreign, ...(conversation.task === null ? [] : leftOfTask(conversation.task, blueprint))];
  if (left.length > 0 && !wasCalled(conversation, 'note')) {
    return { say: 'Noting what the plan asks for and I can not do.', calls: [{ name: 'note', arguments: { text: noteOf(left) } }] };
  }
  const verdict = lastVerdict(conversation);
  if (verdict === null) return { say: 'Running the checks.', calls: [{ name: 'run_checks', arguments: {} }] };
  return finish(summaryOf(id, wanted, refused, verdict));
}

/** Documents that these templates wrote for the version before; somebody's own stay as they are. Null when the README has to be read first. */
function renewedDocs(conversation: Conversation, present: string[]): string[] | null {
  if (!present.includes(GENERATED)) return [];
  if (!present.includes(README)) return [GENERATED];
  const read = conversation.calls.find((call) => call.name === 'read_file' && call.arguments.path === README);
  if (!read) return null;
  return (read.result ?? '').includes(MADE_BY) ? [README, GENERATED] : [GENERATED];
}

/** The blueprint as a file of the repository decides it; null when that has to be read first. */
function variantOf(conversation: Conversation, blueprint: Blueprint): Blueprint | null {
  const { follows } = blueprint;
  if (!follows || conversation.files?.includes(follows.path) === false) return blueprint;
  const read = conversation.calls.find((call) => call.name === 'read_file' && call.arguments.path === follows.path);
  return read ? follows.variant(read.result ?? '') : null;
}

function finish(summary: string): SessionStep {
  return { say: summary, calls: [{ name: 'finish', arguments: { summary } }] };
}

function summaryOf(id: string, files: GeneratedFile[], refused: string[], verdict: string): string {
  const written = `Template model: task ${id || '(without id)'}, ${files.length - refused.length} files from templates`;
  const lost = refused.length > 0 ? ` These could not be written: ${refused.join(', ')}.` : '';
  if (verdict.startsWith('PASSED')) return `${written}; the checks pass.${lost}`;
  return `${written}; the checks FAIL and a template can't mend them.${lost} The checks said: ${verdict.slice(0, EXCERPT_CHARS)}`;
}

/** The files of the task at hand and of those it needs but the plan does not hold; null when the task means nothing to us. */
function filesOf(conversation: Conversation, blueprint: Blueprint): GeneratedFile[] | null {
  const kind = kindOf(conversation, blueprint);
  if (kind === null) return null;
  if (kind === DOCS_TASK) return withLeftOut(blueprint.docs, [...blueprint.risks, ...textsOf(conversation.plan, 'risks')], tasksLeft(conversation, blueprint));
  if (kind === MEND_TASK) return blueprint.tasks.flatMap((task) => task.files);
  const covered = coveredBefore(conversation, blueprint);
  const needed = new Set<string>();
  const need = (id: string): void => {
    if (covered.has(id) || needed.has(id)) return;
    for (const other of blueprint.tasks.find((task) => task.id === id)?.depends_on ?? []) need(other);
    needed.add(id);
  };
  covered.delete(kind);
  need(kind);
  return blueprint.tasks.filter((task) => needed.has(task.id)).flatMap((task) => task.files);
}

/** The tasks of ours that the plan's task waits for, directly or not. */
function coveredBefore(conversation: Conversation, blueprint: Blueprint): Set<string> {
  const tasks = planTasks(conversation);
  const covered = new Set<string>();
  const seen = new Set<string>();
  const follow = (id: string): void => {
    const task = tasks.find((one) => idOf(one) === id);
    for (const before of task ? textsOf(task, 'depends_on') : []) {
      if (seen.has(before)) continue;
      seen.add(before);
      const kind = kindOfTask(tasks.find((one) => idOf(one) === before) ?? { id: before }, blueprint);
      if (kind !== null) covered.add(kind);
      follow(before);
    }
  };
  follow(conversation.task === null ? '' : idOf(conversation.task));
  return covered;
}

function kindOf(conversation: Conversation, blueprint: Blueprint): string | null {
  return conversation.task === null ? null : kindOfTask(conversation.task, blueprint);
}

function unknownTask(conversation: Conversation, blueprint: Blueprint): SessionStep {
  const summary =
    'The template model did not do this task: it matches nothing it has a template for. Set OPENAI_API_KEY or OPENAI_BASE_URL for a model that can, or take the task out of the plan.';
  if (wasCalled(conversation, 'note')) return finish(summary);
  const text = `${noteOf(leftOfTask(conversation.task ?? {}, blueprint))}\n${summary}`;
  return { say: summary, calls: [{ name: 'note', arguments: { text } }] };
}

function progressOf(conversation: Conversation, files: GeneratedFile[]): { pending: GeneratedFile[]; refused: string[] } {
  const pending: GeneratedFile[] = [];
  const refused: string[] = [];
  for (const file of files) {
    const tries = conversation.calls.filter((call) => call.name === 'write_file' && call.arguments.path === file.path);
    if (tries.some((call) => call.result !== null && !isError(call.result))) continue;
    if (tries.length >= TRIES_MAX) refused.push(file.path);
    else pending.push(file);
  }
  return { pending, refused };
}

function isError(result: string): boolean {
  return /^\s*(?:error|refused|failed|invalid|\(not run\b|the arguments of|there is no tool)|cannot be a file|is larger|a file may have/i.test(result);
}

function wasCalled(conversation: Conversation, name: string): boolean {
  return conversation.calls.some((call) => call.name === name);
}

/** The result of the checks after the last file was written; null when they have not run since. */
function lastVerdict(conversation: Conversation): string | null {
  const last = conversation.calls.findLast((call) => call.name === 'run_checks' || call.name === 'write_file');
  return last?.name === 'run_checks' ? (last.result ?? 'FAILED: the checks gave no answer').trimStart() : null;
}

/** What the tree held when the session started; null while that is not known. */
function presentFiles(conversation: Conversation): string[] | null {
  if (conversation.files !== null) return conversation.files;
  const listing = conversation.calls.find((call) => call.name === 'list_files')?.result ?? null;
  return listing === null ? null : (pathsOf(listing) ?? []);
}
