/** "What is it doing", "what was built", "show me the files": from rows, like every answer by rules. */
import { ago } from '../../contracts/age.js';
import { splitRisks } from '../../contracts/not-built.js';
import { workWords } from '../../contracts/work-words.js';
import type { Executor } from '../../db/client.js';
import { findArtifactByName } from '../../db/queries/build-lists.js';
import type { BuildRow } from '../../db/queries/builds.js';
import { readDeploymentLines, readLastStep, readPlanOf, readTaskLines, readTestFacts, type LastStep } from '../../db/queries/chat-facts.js';
import { planSchema } from '../../schemas/plan.js';
import { cite, code, head, words, type RuleReply } from './reply.js';

type Answer = Omit<RuleReply, 'buildId'>;

// A screenful; the page that is cited has the rest.
const FILES_MAX = 12;
const LINES_MAX = 8;

/** What is at work this moment, and the last thing that was heard of it. */
export async function doing(orm: Executor, build: BuildRow): Promise<Answer> {
  const citations = [cite('doing', build.id, 'activity')];
  if (build.endedAt !== null) return { text: `${head(build)} Nothing of it is at work any more.`, citations, suggestions: [] };
  const [tasks, last] = await Promise.all([readTaskLines(orm, build.id), readLastStep(orm, build.id)]);
  const running = tasks.filter(({ status }) => status === 'running');
  const lines = running.map(
    ({ id, goal, role, attempts }) => `- ${code(id, 60)}, ${role.replaceAll('-', ' ')}${attempts > 1 ? `, try ${attempts}` : ''}: ${words(goal, 200)}`,
  );
  const heard = last ? stepWords(last) : '';
  const text = [
    `${head(build)}${build.phase ? ` It is in the phase ${build.phase}.` : ''} ${build.waitingFor ? words(build.waitingFor.summary) : 'It waits for nobody.'}`,
    lines.length > 0 ? `At work on:\n\n${lines.join('\n')}` : '',
    heard === '' ? '' : `The last that was heard, ${ago(last?.secondsAgo ?? 0)}: ${heard}`,
  ];
  return { text: text.filter(Boolean).join('\n\n'), citations, suggestions: [] };
}

function stepWords({ kind, data }: LastStep): string {
  const text = (name: string): string => (typeof data[name] === 'string' ? data[name] : '');
  switch (kind) {
    case 'turn':
      return `${code(text('task'), 60)} ${text('text') ? `said: ${words(text('text'), 240)}` : 'took a turn'}`;
    case 'tool':
      return `${code(text('task'), 60)} used ${code(text('tool'), 40)}: ${words(text('summary'), 200)}`;
    case 'checks.started':
      return `the checks of ${words(text('subject'), 60)} began.`;
    case 'checks.ended':
      return `the checks of ${words(text('subject'), 60)} ended: ${words(text('summary'), 200)}`;
    case 'working':
      return `${words(workWords(text('what')), 120)}.`;
    case 'retrying':
      return `${words(workWords(text('what')), 120)} is tried again: ${words(text('detail'), 200)}`;
    default:
      return '';
  }
}

/** The result so far: what was asked for, what is done, where it is, and what was left out. */
export async function built(orm: Executor, build: BuildRow): Promise<Answer> {
  const [tasks, { checks }, deployments, given] = await Promise.all([
    readTaskLines(orm, build.id),
    readTestFacts(orm, build.id),
    readDeploymentLines(orm, build.id, LINES_MAX),
    readPlanOf(orm, build),
  ]);
  const plan = planSchema.safeParse(given);
  const done = tasks.filter(({ status }) => status === 'done');
  const [last] = checks;
  const live = deployments.filter(({ status, url }) => status === 'live' && url);
  const { notBuilt } = splitRisks(plan.success ? plan.data.risks : []);
  const list = (intro: string, lines: string[]) => (lines.length === 0 ? '' : `${intro}\n\n${lines.map((line) => `- ${line}`).join('\n')}`);
  const parts = [
    head(build),
    tasks.length === 0
      ? 'Nothing has been built yet: its tasks begin once the plan is approved.'
      : list(
          `${done.length} of ${tasks.length} tasks are done:`,
          done.slice(0, LINES_MAX).map(({ goal }) => words(goal, 200)),
        ) || `None of its ${tasks.length} tasks is done yet.`,
    last ? `Its last checks ${last.passed ? 'passed' : 'failed'}${last.tests > 0 ? ` (${last.tests} tests)` : ''}.` : '',
    build.result ? `The code is on the branch ${code(build.result.branch, 100)}, commit ${code(build.result.commit.slice(0, 12))}.` : '',
    list(
      'It serves:',
      live.map(({ environment, url }) => `${environment}: ${url}`),
    ),
    list(
      'Left out:',
      notBuilt.slice(0, LINES_MAX).map((line) => words(line, 200)),
    ),
  ];
  return {
    text: parts.filter(Boolean).join('\n\n'),
    citations: [cite('built', build.id, 'the build'), cite('files', build.id, 'files')],
    suggestions: [`show me the files of ${build.id}`, `did the tests of ${build.id} pass`, `what did ${build.id} cost`],
  };
}

/** The files that were changed, by the diff that the build keeps; before there is one, those that its plan names. */
export async function files(orm: Executor, build: BuildRow): Promise<Answer> {
  const [diff, tasks] = await Promise.all([findArtifactByName(orm, build.id, 'build.diff'), readTaskLines(orm, build.id)]);
  const changed = changedFiles(typeof diff?.content === 'string' ? diff.content : '');
  const planned = [...new Set(tasks.flatMap((task) => task.files))];
  const lines =
    changed.length > 0 ? changed.map(({ path, added, removed }) => `${code(path, 200)} (+${added} −${removed} lines)`) : planned.map((path) => code(path, 200));
  const shown = lines.slice(0, FILES_MAX).map((line) => `- ${line}`);
  if (lines.length > shown.length) shown.push(`- and ${lines.length - shown.length} more`);
  const intro =
    changed.length > 0
      ? `${build.id} changed ${changed.length} ${changed.length === 1 ? 'file' : 'files'}:`
      : `No diff of ${build.id} is kept yet: there is one once its tasks are merged. The files that its plan names:`;
  const none = `${build.id} has no files yet: it is ${build.status}.`;
  return {
    text: shown.length > 0 ? `${intro}\n\n${shown.join('\n')}` : none,
    citations: [cite('files', build.id, 'files')],
    suggestions: [`what was built in ${build.id}`, `did the tests of ${build.id} pass`],
  };
}

/** Paths of a unified diff with their numbers of lines; pure. */
export function changedFiles(diff: string): { path: string; added: number; removed: number }[] {
  const found: { path: string; added: number; removed: number }[] = [];
  let inHunk = false;
  for (const line of diff.split('\n')) {
    const path = /^diff --git a\/.* b\/(.*)$/.exec(line)?.[1];
    if (path !== undefined) {
      found.push({ path, added: 0, removed: 0 });
      inHunk = false;
      continue;
    }
    if (line.startsWith('@@')) inHunk = true;
    const file = found.at(-1);
    if (!file || !inHunk) continue;
    if (line.startsWith('+')) file.added += 1;
    if (line.startsWith('-')) file.removed += 1;
  }
  return found;
}
