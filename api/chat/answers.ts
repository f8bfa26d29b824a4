/** Questions about a build, answered from rows: no model is asked, and the same rows give the same answer. */
import { dollars } from '../../contracts/money.js';
import type { Executor } from '../../db/client.js';
import { liveEnvironments, type BuildRow } from '../../db/queries/builds.js';
import {
  readCostLines,
  readDeploymentLines,
  readFindingLines,
  readJournalLines,
  readPlanOf,
  readTaskLines,
  readTestFacts,
  type BuildHead,
} from '../../db/queries/chat-facts.js';
import { planSchema } from '../../schemas/plan.js';
import { failingLines, testsReply } from './answer-tests.js';
import { built, doing, files } from './answer-work.js';
import { planQuestion } from './plan-question.js';
import { cite, code, head, waitLine, words, type RuleReply } from './reply.js';
import type { BuildTopic } from './topics.js';

// A screenful; the pages that are cited have the rest.
const LINES_MAX = 8;
// The question of the built-in model, with its examples, in whole.
const QUESTION_CHARS_MAX = 1_000;

/** The answer to a question about one build. */
export async function answerFor(orm: Executor, topic: BuildTopic, build: BuildRow): Promise<RuleReply> {
  const answer = await ANSWERS[topic](orm, build);
  return { buildId: build.id, ...answer };
}

type Answer = Omit<RuleReply, 'buildId'>;

const ANSWERS: Record<BuildTopic, (orm: Executor, build: BuildRow) => Promise<Answer>> = {
  status,
  waiting: async (orm, build) => ({
    text: `${head(build)} ${await waitText(orm, build)}`,
    citations: [cite('status', build.id, 'status')],
    suggestions: await nextIn(orm, build),
  }),
  tests: async (orm, build) => testsReply(build, await readTestFacts(orm, build.id)),
  cost,
  findings,
  journal,
  deployments,
  plan,
  doing: async (orm, build) => ({ ...(await doing(orm, build)), suggestions: build.endedAt ? [`what was built in ${build.id}`] : await nextIn(orm, build) }),
  built,
  files,
};

async function status(orm: Executor, build: BuildRow): Promise<Answer> {
  const tasks = await readTaskLines(orm, build.id);
  const done = tasks.filter(({ status: state }) => state === 'done').length;
  const at = tasks.find(({ status: state }) => state === 'running');
  const phase = build.phase && build.endedAt === null ? `, in the phase ${build.phase}` : '';
  const work = tasks.length > 0 ? ` ${done} of ${tasks.length} tasks are done${at ? `; now: ${words(at.goal, 160)}` : ''}.` : '';
  const lines = [
    `${head(build)} It is at ${Math.round(build.progress)} %${phase}.${work} It has cost ${dollars(build.costUsd)} of ${dollars(build.budgetUsd)}.`,
    build.failure ? `It ended because: ${words(build.failure.detail)}` : await waitText(orm, build),
  ];
  return { text: lines.filter(Boolean).join('\n\n'), citations: [cite('status', build.id, 'status')], suggestions: await nextIn(orm, build) };
}

async function cost(orm: Executor, build: BuildRow): Promise<Answer> {
  const lines = await readCostLines(orm, build.id, LINES_MAX);
  const held = build.reservedUsd > 0 ? ` ${dollars(build.reservedUsd)} more are held for calls under way.` : '';
  const estimate = build.estimate ? ` It was estimated at ${dollars(build.estimate.usd)}.` : '';
  const table = lines.map(
    ({ model, purpose, calls, usd, tokens }) =>
      `- ${code(model, 60)} for ${purpose}: ${dollars(usd)}, ${calls} ${calls === 1 ? 'call' : 'calls'}, ${tokens} tokens`,
  );
  const text = [`${build.id} has cost **${dollars(build.costUsd)}** of its budget of ${dollars(build.budgetUsd)}.${held}${estimate}`, table.join('\n')];
  return { text: text.filter(Boolean).join('\n\n'), citations: [cite('cost', build.id, 'cost and budget')], suggestions: [] };
}

async function findings(orm: Executor, build: BuildRow): Promise<Answer> {
  const found = await readFindingLines(orm, build.id, LINES_MAX);
  const lines = found.map(
    ({ kind, action, path, line, detail }) => `- **${kind}** (${action})${path ? ` ${code(`${path}${line ? `:${line}` : ''}`)}` : ''}: ${code(detail)}`,
  );
  const text =
    lines.length > 0
      ? `What the honesty guard found in ${build.id}:\n\n${lines.join('\n')}`
      : `The honesty guard has found nothing in ${build.id}. What scans for security said is the proof of the gate Security (G7).`;
  return {
    text,
    citations: [
      cite('findings', build.id, 'findings'),
      { label: 'gates', href: `/api/coding_agent/${build.id}/gates`, page: `/ui/builds/${build.id}?tab=checks` },
    ],
    suggestions: [],
  };
}

async function journal(orm: Executor, build: BuildRow): Promise<Answer> {
  const entries = (await readJournalLines(orm, build.id, LINES_MAX)).toReversed();
  const lines = entries.map(({ kind, owner, text }) => `- **${kind}**, ${owner}: ${words(text, 240)}`);
  const failing = failingLines(await readTestFacts(orm, build.id));
  const text = lines.length > 0 ? `The newest of ${build.id}'s journal:\n\n${lines.join('\n')}` : `Nothing has been noted for ${build.id} yet.`;
  return {
    text: failing.length > 0 ? `${text}\n\nFailing now:\n\n${failing.join('\n')}` : text,
    citations: [cite('journal', build.id, 'journal')],
    suggestions: failing.length > 0 ? [`why did the tests of ${build.id} fail`] : [],
  };
}

async function deployments(orm: Executor, build: BuildRow): Promise<Answer> {
  const rows = await readDeploymentLines(orm, build.id, LINES_MAX);
  const lines = rows.map(
    ({ environment, status: state, url, detail }) =>
      `- **${environment}**: ${state}${url ? `, ${url}` : ''}${detail && state !== 'live' ? `: ${words(detail, 200)}` : ''}`,
  );
  const text =
    lines.length > 0 ? `Deployments of ${build.id}, the newest first:\n\n${lines.join('\n')}` : `${build.id} has not been deployed. ${waitLine(build)}`;
  return { text, citations: [cite('deployments', build.id, 'deployments')], suggestions: await nextIn(orm, build) };
}

async function plan(orm: Executor, build: BuildRow): Promise<Answer> {
  const citations = [cite('plan', build.id, `plan${build.planVersion ? ` version ${build.planVersion}` : ''}`)];
  const parsed = planSchema.safeParse(await readPlanOf(orm, build));
  if (!parsed.success) return { text: `${build.id} has no plan yet: it is ${build.status}.`, citations, suggestions: [] };
  const states = new Map((await readTaskLines(orm, build.id)).map((task) => [task.id, task.status]));
  const tasks = parsed.data.tasks.map(({ id, goal }, at) => `${at + 1}. ${words(goal, 200)}${states.has(id) ? ` (${states.get(id)})` : ''}`);
  const asked = parsed.data.questions.map((each) => `It asks: ${words(each, QUESTION_CHARS_MAX)}`).join('\n\n');
  const text = [`**${words(parsed.data.title, 200)}**`, words(parsed.data.summary), asked, tasks.join('\n'), waitLine(build)];
  return { text: text.filter(Boolean).join('\n\n'), citations, suggestions: await nextIn(orm, build) };
}

/** The user's builds, as a list. */
export function buildsReply(heads: readonly BuildHead[]): RuleReply {
  const open = heads.filter(({ endedAt }) => endedAt === null);
  const shown = (open.length > 0 ? open : heads).slice(0, LINES_MAX);
  const intro = open.length > 0 ? `${open.length} ${open.length === 1 ? 'build is' : 'builds are'} not finished:` : 'No build is under way. The last ones:';
  const none = {
    text: 'There are no builds yet. Say what you want: "build me a REST API for tasks in Python".',
    suggestions: ['build me a REST API for tasks in Python'],
  };
  return {
    buildId: null,
    ...(heads.length === 0 ? none : { text: `${intro}\n\n${buildLines(shown)}`, suggestions: shown.slice(0, 3).map(({ id }) => `how far is ${id}`) }),
    citations: [{ label: 'builds', href: '/api/coding_agent/active', page: '/ui' }],
  };
}

export function buildLines(heads: readonly BuildHead[]): string {
  return heads
    .map(
      ({ id, title, status: state, progress, waitingFor }) =>
        `- **${id}** ${words(title, 100)}: ${state}, ${Math.round(progress)} %${waitingFor ? `, waits for: ${words(waitingFor.summary, 120)}` : ''}`,
    )
    .join('\n');
}

/** What a build waits for; of a plan that asks something, what it says of itself and what it asks. */
async function waitText(orm: Executor, build: BuildRow): Promise<string> {
  const asked = await planQuestion(orm, build);
  if (!asked) return waitLine(build);
  return `${waitLine(build)}\n\n${words(asked.summary, QUESTION_CHARS_MAX)}\n\nIt asks: ${words(asked.question, QUESTION_CHARS_MAX)} Say "answer ${build.id}: ..."; it then plans again.`;
}

/** What can be said about this build now, by what it asks and what it serves already. */
async function nextIn(orm: Executor, build: BuildRow): Promise<string[]> {
  if (await planQuestion(orm, build)) return [`answer ${build.id}: `, ...nextOf(build)];
  const live = build.waitingFor?.kind === 'deploy' ? await liveEnvironments(orm, [build.id]) : null;
  return nextOf(build, live?.get(build.id));
}

/** What can be said about this build now. `live`: the environments that it serves, where that is known. */
export function nextOf({ id, waitingFor, endedAt }: Pick<BuildHead, 'id' | 'waitingFor' | 'endedAt'>, live: readonly string[] = []): string[] {
  if (endedAt !== null) return [];
  if (waitingFor?.kind === 'deploy' && live.includes('staging')) return [`deploy ${id} to production`, `complete ${id}`];
  if (waitingFor?.kind === 'deploy') return [`deploy ${id} to staging`, `deploy ${id} to production`];
  if (waitingFor?.kind === 'question') return [`answer ${id}: `];
  return waitingFor ? [`approve ${id}`, `show me the plan of ${id}`, `reject ${id} because `] : [`stop ${id}`, `tell ${id} to `];
}
