import type { ChatAnswer, ChatMessage } from '../llm/port.js';
import { INPUTS_INTRODUCTION, inputsText } from '../design/inputs-text.js';
import type { Role } from '../roles.js';
import { charsOf, type Window } from './context/window.js';
import { fenced } from './fence.js';
import { intentOf } from './intent.js';
import type { BuildRow, SessionContext } from './session-store.js';
import { headAndTail } from './tools/output.js';

export { fenced } from './fence.js';

// Files of the map in the first message; the rest is a list_files call away.
const MAP_FILES_MAX = 60;
// Of a small window the opening may take these shares; together with the role and the last message less than a half.
const SHARES = { intent: 0.15, plan: 0.12, task: 0.08, map: 0.05, earlier: 0.05, brief: 0.05, inputs: 0.1, codeMap: 0.15, section: 0.08 };
// A task of the plan in a line.
const PLAN_GOAL_CHARS = 120;

/** What a session starts from. All of it stays the same to the session's end. */
export interface Opening {
  context: SessionContext;
  role: Role;
  plan: Record<string, unknown>;
  /** Paths of the commit the session started from. */
  baseFiles: readonly string[];
  /** How the tries before this one ended, oldest first. */
  earlier: readonly string[];
  /** The symbols of a large code base, shown instead of its files. */
  map?: string | null;
  /** Further sections, in the order given: a repository's map, its own instructions. */
  sections?: readonly string[];
}

/** Role and opening: the same bytes in every request of a session, so that prompt caches hit. */
export function openingMessages(opening: Opening, window: Window): ChatMessage[] {
  return [
    { role: 'system', content: opening.role.prompt },
    { role: 'user', content: openingText(opening, window) },
  ];
}

function openingText({ context: { build, task, session }, plan, baseFiles, earlier, map = null, sections = [] }: Opening, window: Window): string {
  const cut = (text: string, share: number) => headAndTail(text, charsOf(window, share));
  const inputs = inputsText(build);
  const shown = baseFiles.slice(0, MAP_FILES_MAX);
  const more = baseFiles.length > shown.length ? `\n... and ${baseFiles.length - shown.length} more` : '';
  return [
    'The intent, in the words of the person:',
    intentBlock(build, charsOf(window, SHARES.intent)),
    'The approved plan:',
    fenced('plan', planText(plan, charsOf(window, SHARES.plan))),
    ...(inputs ? [INPUTS_INTRODUCTION, fenced('inputs', cut(inputs, SHARES.inputs))] : []),
    'Your task:',
    fenced('task', JSON.stringify({ id: task.taskId, role: task.role, goal: cut(task.goal, SHARES.task), files: task.files })),
    map
      ? `What the code has, as far as your task seems to need it (path, then line: definition); list_files, search_code and find_symbol show the rest:\n${fenced('map', cut(map, SHARES.codeMap))}`
      : `Files now: ${shown.length === 0 ? '(none)' : `\n${fenced('files', cut(shown.join('\n') + more, SHARES.map))}`}`,
    ...(earlier.length > 0 ? [`Earlier tries at this task, whose work you go on from:\n${fenced('tries', cut(earlier.join('\n'), SHARES.earlier))}`] : []),
    // What the engine or a reviewer found in the try before, or how this candidate differs from those beside it.
    ...(session.brief ? [cut(session.brief, SHARES.brief)] : []),
    ...sections.map((section) => cut(section, SHARES.section)),
  ].join('\n\n');
}

/** The plan whole, or of a small window's the tasks in one line each; cut as a last resort. */
function planText(plan: Record<string, unknown>, charsMax: number): string {
  const whole = JSON.stringify(plan);
  const tasks: unknown = plan['tasks'];
  if (whole.length <= charsMax || !Array.isArray(tasks)) return headAndTail(whole, charsMax);
  const lines = tasks.map((task: { id?: unknown; goal?: unknown }) => ({ id: task.id, goal: String(task.goal).split('\n')[0]?.slice(0, PLAN_GOAL_CHARS) }));
  return headAndTail(JSON.stringify({ title: plan['title'], tasks: lines }), charsMax);
}

/** The intent as every request of a build carries it; its longest part cut at `charsMax`. */
export function intentBlock(build: BuildRow, charsMax = Number.POSITIVE_INFINITY): string {
  const intent = { ...intentOf(build), description: headAndTail(build.description, charsMax) };
  return fenced('intent', JSON.stringify(intent));
}

/** One line of what the model said, for watchers. */
export function gist(answer: ChatAnswer): string {
  return headAndTail((answer.content ?? '').replaceAll(/\s+/g, ' ').trim(), 300);
}
