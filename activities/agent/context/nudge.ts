/** What a model that goes in circles is told: something it does not have in front of it. A retry without new information is the same try. */
import type { AgentDeps } from '../deps.js';
import { pathProblem } from '../../git/paths.js';
import { fenced } from '../fence.js';
import type { SessionRun } from '../session-run.js';
import type { StepRow } from '../session-store.js';
import type { Circle } from '../stuck.js';
import { asText, headAndTail } from '../tools/output.js';
import { failingLines } from './failing.js';
import { knownFailing } from './failing-known.js';
import { charsOf, windowOf } from './window.js';

// All of it together; it stays in the conversation until that is summarised.
const SHARE = 0.08;
const CHARS_MAX = 8_000;
// Around the line that fails.
const LINES_AROUND = 12;
// A file's beginning where no line is known.
const LINES_SHOWN = 60;
const FILES_SHOWN = 3;
const TRIED_MAX = 8;

const WHAT: Record<Circle, string> = {
  equal_calls: 'You made the same call three times, and it answered the same each time.',
  equal_errors: 'The same error came three times, and no file was changed in between.',
  alternation: 'You go to and fro between the same two steps.',
  no_progress: 'Three rounds of checks failed in the same way: what you change does not touch the cause.',
};

/** The nudge's text: what goes round, the real text of the files in question, the failing checks, what was tried. */
export async function nudgeText(deps: AgentDeps, run: SessionRun, circle: Circle): Promise<string> {
  const chars = Math.min(CHARS_MAX, charsOf(windowOf(deps.models, run.route), SHARE));
  const failing = knownFailing(run);
  const files = await filesInQuestion(deps, run, Math.floor(chars / 2 / FILES_SHOWN));
  return [
    `${WHAT[circle]} Doing it once more will not help. What may:`,
    ...files,
    ...(failing && failing.items.length > 0 ? [`What fails, in full:\n${fenced('failing', headAndTail(failingLines(failing), Math.floor(chars / 4)))}`] : []),
    `Tried already:\n${headAndTail(tried(run.steps), Math.floor(chars / 4))}`,
    'Say in one sentence what you now think the cause is, then take a step you have not taken yet: read the code that calls it, run a smaller command, change another place, or ask_human when something is missing that you cannot find. If this goes on, the session ends and another model takes over.',
  ].join('\n');
}

function tried(steps: readonly StepRow[]): string {
  const lines = steps.slice(-3 * TRIED_MAX).map((step) => `- ${step.tool}${step.ok ? '' : ' (failed)'}: ${step.summary}`);
  return [...new Set(lines)].slice(-TRIED_MAX).join('\n');
}

/** The files that fail or that the last steps were about, as they really are at the session's head. */
async function filesInQuestion(deps: AgentDeps, run: SessionRun, charsEach: number): Promise<string[]> {
  const places = new Map<string, number | null>();
  for (const { file, line } of knownFailing(run)?.items ?? []) if (file && !places.has(file)) places.set(file, line);
  for (const path of pathsOfCalls(run).toReversed()) if (!places.has(path)) places.set(path, null);
  const shown: string[] = [];
  for (const [path, line] of places) {
    if (shown.length >= FILES_SHOWN) break;
    if (pathProblem(path) !== null) continue;
    const content = await deps.git.read(run.context.build.projectId, run.head, path).catch(() => null);
    const text = content && asText(content);
    if (text) shown.push(`${path} as it really is${line ? `, around line ${line}` : ''}:\n${fenced('file', headAndTail(excerpt(text, line), charsEach))}`);
  }
  return shown;
}

function excerpt(text: string, line: number | null): string {
  const lines = text.split('\n');
  const from = line === null ? 0 : Math.max(0, line - 1 - LINES_AROUND);
  const until = line === null ? LINES_SHOWN : line + LINES_AROUND;
  return lines
    .slice(from, until)
    .map((one, at) => `${from + at + 1}: ${one}`)
    .join('\n');
}

/** Paths that the last calls named, oldest first. */
function pathsOfCalls(run: SessionRun): string[] {
  const calls = run.answers.slice(-TRIED_MAX).flatMap((entry) => entry.answer.toolCalls);
  return calls.flatMap((call) => {
    const path = /"path"\s*:\s*"([^"\\]{1,400})"/.exec(call.arguments)?.[1];
    return path ? [path] : [];
  });
}
