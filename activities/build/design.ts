import { z } from 'zod';
import { digestOf } from '../../db/canonical-json.js';
import { record } from '../../db/queries/record.js';
import { fenced, intentBlock } from '../agent/prompt.js';
import { loadBuild, loadPlan, type BuildRow } from '../agent/session-store.js';
import { pathProblem } from '../git/paths.js';
import type { CallOptions } from '../llm/port.js';
import { keepArtifact } from './artifacts.js';
import type { BuildDeps } from './deps.js';
import { askStructured } from './structured.js';

// A design is documents: what could run or configure a tool is not written here.
const DOCUMENT = /\.(md|json|ya?ml|sql|txt|graphql|puml|mmd)$/i;
const CONTROL_FILES = /(^|\/)(package(-lock)?\.json|tsconfig.*\.json|millwright\.json|\.[^/]+)$/i;
const FILES_MAX = 20;
const OPTIONS = 3;

const architectureSchema = z.object({
  summary: z.string().max(20_000).default(''),
  files: z
    .array(z.object({ path: z.string().max(400), content: z.string().max(400_000) }))
    .max(50)
    .default([]),
});

const uxOptionsSchema = z.object({
  options: z
    .array(z.object({ title: z.string().max(200).default('Option'), summary: z.string().max(2_000).default(''), html: z.string().min(1).max(400_000) }))
    .min(1)
    .max(OPTIONS),
});

/** The architecture as files on main (G3). Repeatable: one commit under one step key. */
export async function designArchitecture(
  deps: BuildDeps,
  buildId: string,
  options: CallOptions = {},
): Promise<{ files: string[]; summary: string; digest: string }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const answer = await askStructured(
    deps,
    {
      key: `${buildId}/architecture/${build.generation}`,
      buildId,
      name: 'architecture',
      schema: architectureSchema,
      messages: await designMessages(deps, build, 'architect', 'Write the architecture as files.'),
      failure: 'LLM_OUTPUT_INVALID',
    },
    options,
  );
  const written = answer.files
    .filter((file) => pathProblem(file.path) === null && DOCUMENT.test(file.path) && !CONTROL_FILES.test(file.path))
    .slice(0, FILES_MAX)
    .map((file) => ({ path: file.path, content: Buffer.from(file.content, 'utf8') }));
  await commitOnMain(deps, build, `${buildId}/architecture/${build.generation}`, written, 'docs: design of the approved plan');
  for (const file of written)
    await keepArtifact(deps.db.orm, { buildId, gate: 'G3', name: file.path, mediaType: mediaTypeOf(file.path), content: file.content.toString('utf8') });
  return { files: written.map((file) => file.path), summary: answer.summary.slice(0, 500), digest: digestOf(answer) };
}

/** Three options of the page for a person to choose from (G4), kept as artifacts. */
export async function designUx(deps: BuildDeps, buildId: string, options: CallOptions = {}): Promise<{ titles: string[]; digest: string }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const answer = await askStructured(
    deps,
    {
      key: `${buildId}/ux_options/${build.generation}`,
      buildId,
      name: 'ux_options',
      schema: uxOptionsSchema,
      messages: await designMessages(deps, build, 'ux-designer', 'Draw three options.'),
      failure: 'LLM_OUTPUT_INVALID',
    },
    options,
  );
  for (const [index, option] of answer.options.entries())
    await keepArtifact(deps.db.orm, { buildId, gate: 'G4', name: `ux-option-${index + 1}.html`, mediaType: 'text/html', content: option.html });
  return { titles: answer.options.map((option) => option.title), digest: digestOf(answer) };
}

/** The chosen option becomes a file of the project that later phases follow. */
export async function keepUxChoice(deps: BuildDeps, buildId: string, choice: number): Promise<void> {
  const build = await loadBuild(deps.db.orm, buildId);
  const { options } = await askStructured(deps, {
    key: `${buildId}/ux_options/${build.generation}`,
    buildId,
    name: 'ux_options',
    schema: uxOptionsSchema,
    messages: [],
    failure: 'LLM_OUTPUT_INVALID',
  });
  const chosen = options[Math.min(Math.max(choice, 1), options.length) - 1];
  if (!chosen) return;
  await commitOnMain(
    deps,
    build,
    `${buildId}/ux_choice/${build.generation}`,
    [{ path: 'docs/ux.html', content: Buffer.from(chosen.html, 'utf8') }],
    'docs: the chosen design of the page',
  );
  await record(deps.db.orm, {
    buildId,
    key: `ux_choice/${build.generation}`,
    event: { kind: 'note', text: `The page follows option ${choice}: ${chosen.title}`, by: 'ux-designer' },
  });
}

async function designMessages(deps: BuildDeps, build: BuildRow, role: string, ask: string) {
  const plan = await loadPlan(deps.db.orm, build);
  return [
    { role: 'system' as const, content: deps.roles.get(role).prompt },
    { role: 'user' as const, content: [ask, 'The intent:', intentBlock(build), 'The approved plan:', fenced('plan', JSON.stringify(plan))].join('\n\n') },
  ];
}

async function commitOnMain(deps: BuildDeps, build: BuildRow, step: string, written: { path: string; content: Buffer }[], message: string): Promise<void> {
  if (written.length === 0) return;
  await deps.git.ensureProject(build.projectId);
  const head = await deps.git.head(build.projectId, 'main');
  deps.failpoint('design', 'before');
  const branch = `agt/${step}`;
  await deps.git.createBranch(build.projectId, branch, head ?? '');
  const base = (await deps.git.head(build.projectId, branch)) ?? head;
  // An attempt that was killed may have committed already: a second commit on top of it would be the same step twice.
  const isMade = base !== null && (await deps.git.stepOf(build.projectId, base)) === step;
  const commit = isMade
    ? base
    : await deps.git.commit(build.projectId, { branch, expectedHead: base, step, date: build.createdAt, author: 'architect', message, written, deleted: [] });
  await deps.git.merge(build.projectId, { target: 'main', commit, step: `${step}/merge`, date: build.createdAt, message });
  deps.failpoint('design', 'after');
}

function mediaTypeOf(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  if (path.endsWith('.html')) return 'text/html';
  return path.endsWith('.md') ? 'text/markdown' : 'text/plain';
}
