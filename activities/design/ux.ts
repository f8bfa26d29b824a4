import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { digestOf } from '../../db/canonical-json.js';
import { record } from '../../db/queries/record.js';
import { artifacts } from '../../db/schema/index.js';
import { loadBuild, type BuildRow } from '../agent/session-store.js';
import { keepArtifact, keepBinaryArtifact } from '../build/artifacts.js';
import { keepDocuments } from '../build/documents.js';
import type { BuildDeps } from '../build/deps.js';
import { askStructured } from '../build/structured.js';
import type { CallOptions } from '../llm/port.js';
import { imageNews } from '../report.js';
import { commitOnMain } from './commit-on-main.js';
import { keepDesignFiles } from './design-files.js';
import { designMessages } from './messages.js';

const OPTIONS = 3;
const OPTIONS_FILE = 'ux-options.json';
const CHOSEN_PAGE = 'docs/ux.html';

const uxOptionsSchema = z.object({
  options: z
    .array(z.object({ title: z.string().max(200).default('Option'), summary: z.string().max(2_000).default(''), html: z.string().min(1).max(400_000) }))
    .min(1)
    .max(OPTIONS),
});

const keptOptionsSchema = z.object({
  generation: z.number(),
  options: z.array(z.object({ title: z.string(), summary: z.string(), name: z.string(), artifact: z.string() })).min(1),
});
type KeptOptions = z.infer<typeof keptOptionsSchema>;

export interface UxRef {
  titles: string[];
  digest: string;
  /** Artifact ids of the pages, in the order of the titles. */
  pages: string[];
}

/** Three options of the page for a person to choose from (G4), kept as artifacts. Hostile text: it is only ever sent as a sandboxed attachment. */
export async function designUx(deps: BuildDeps, buildId: string, options: CallOptions = {}): Promise<UxRef> {
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
  const kept: KeptOptions = { generation: build.generation, options: [] };
  for (const [index, { title, summary, html }] of answer.options.entries()) {
    const name = `ux-option-${index + 1}.html`;
    const { id } = await keepArtifact(deps.db.orm, { buildId, gate: 'G4', name, mediaType: 'text/html', content: html });
    kept.options.push({ title, summary, name, artifact: id });
  }
  await keepArtifact(deps.db.orm, { buildId, gate: 'G4', name: OPTIONS_FILE, mediaType: 'application/json', content: JSON.stringify(kept, null, 2) });
  if (answer.options.length < OPTIONS)
    await record(deps.db.orm, {
      buildId,
      key: `ux_options/${build.generation}/few`,
      event: { kind: 'note', text: `${OPTIONS} options were asked for and ${answer.options.length} drawn.`, by: 'ux-designer' },
    });
  return { titles: answer.options.map((option) => option.title), digest: digestOf(answer), pages: kept.options.map((option) => option.artifact) };
}

/** Pictures of the options, as artifacts of G4. What a browser cannot do is told, and stops nothing. */
export async function renderUx(
  deps: BuildDeps,
  buildId: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ screenshots: (string | null)[]; note: string | null }> {
  const build = await loadBuild(deps.db.orm, buildId);
  const { options: kept } = await loadOptions(deps, build);
  const pages = await Promise.all(kept.map(async ({ artifact }) => ({ html: await contentOf(deps, artifact) })));
  deps.failpoint('render', 'before');
  const name = `${buildId}/ux/${build.generation}`;
  const { shots, problem } = await deps.renderer.render({ name, buildId, pages, signal: options.signal, onProgress: imageNews(deps, buildId) });
  const screenshots: (string | null)[] = [];
  for (const [index, bytes] of shots.entries()) {
    const named = { buildId, gate: 'G4', name: `ux-option-${index + 1}.png`, mediaType: 'image/png' };
    screenshots.push(bytes && (await keepBinaryArtifact(deps, { ...named, bytes })).id);
  }
  deps.failpoint('render', 'after');
  if (problem)
    await record(deps.db.orm, { buildId, key: `ux_shots/${build.generation}`, event: { kind: 'note', text: problem.slice(0, 1_000), by: 'ux-designer' } });
  return { screenshots, note: problem?.slice(0, 300) ?? null };
}

/** The chosen option becomes a file of the project that later phases follow; the nearest when there is no such number. */
export async function keepUxChoice(deps: BuildDeps, buildId: string, choice: number): Promise<void> {
  const build = await loadBuild(deps.db.orm, buildId);
  const { options } = await loadOptions(deps, build);
  const chosen = options[Math.min(Math.max(choice, 1), options.length) - 1];
  if (!chosen) return;
  const content = Buffer.from(await contentOf(deps, chosen.artifact), 'utf8');
  const written = [{ path: CHOSEN_PAGE, content }];
  await commitOnMain(deps, build, {
    step: `${buildId}/ux_choice/${build.generation}`,
    written,
    message: 'docs: the chosen design of the page',
    author: 'ux-designer',
  });
  await keepDesignFiles(deps.db.orm, build, [{ path: CHOSEN_PAGE, kind: 'page', content, problem: null }]);
  await keepDocuments(deps.db, build, [
    {
      key: `ux_choice/${build.generation}`,
      kind: 'design',
      name: CHOSEN_PAGE,
      title: `Page: ${chosen.title}`,
      gate: 'G4',
      author: 'ux-designer',
      mediaType: 'text/html',
      content: content.toString('utf8'),
    },
  ]);
  await record(deps.db.orm, {
    buildId,
    key: `ux_choice/${build.generation}`,
    event: { kind: 'note', text: `The page follows option ${choice}: ${chosen.title}`, by: 'ux-designer' },
  });
}

async function loadOptions(deps: BuildDeps, build: BuildRow): Promise<KeptOptions> {
  const rows = await deps.db.orm
    .select({ content: artifacts.content })
    .from(artifacts)
    .where(and(eq(artifacts.buildId, build.id), eq(artifacts.name, OPTIONS_FILE)))
    .orderBy(desc(artifacts.createdAt));
  const kept = rows.map(({ content }) => keptOptionsSchema.parse(JSON.parse(content ?? '{}'))).find(({ generation }) => generation === build.generation);
  if (!kept) throw new Error(`build ${build.id} has no options of a page`);
  return kept;
}

async function contentOf(deps: BuildDeps, id: string): Promise<string> {
  const [row] = await deps.db.orm.select({ content: artifacts.content }).from(artifacts).where(eq(artifacts.id, id));
  return row?.content ?? '';
}
