import { z } from 'zod';
import { digestOf, sha256Hex } from '../../db/canonical-json.js';
import { record } from '../../db/queries/record.js';
import { loadBuild, loadPlan, type BuildRow } from '../agent/session-store.js';
import { keepArtifact } from '../build/artifacts.js';
import { keepDocuments, type NewDocument } from '../build/documents.js';
import type { BuildDeps } from '../build/deps.js';
import { askStructured } from '../build/structured.js';
import type { CallOptions, ChatMessage } from '../llm/port.js';
import { checkDesign, type CheckedDesign } from './check-files.js';
import { commitOnMain } from './commit-on-main.js';
import { dropOldDesignFiles, keepDesignFiles, type DesignFile } from './design-files.js';
import { askFor, expectedOf, type Expected } from './expected.js';
import { designMessages } from './messages.js';

// Times a design with problems goes back: a model that has not mended it by then will not, and the note says what is left.
const REPAIRS_MAX = 2;
// What the gate shows of each note.
const NOTE_CHARS = 400;

const architectureSchema = z.object({
  summary: z.string().max(20_000).default(''),
  files: z
    .array(z.object({ path: z.string().max(400), content: z.string().max(400_000) }))
    .max(50)
    .default([]),
});

export interface ArchitectureRef {
  files: string[];
  summary: string;
  digest: string;
  /** What is wrong or missing though the design goes on. */
  notes: string[];
  /** Options of a page are to be drawn. */
  ui: boolean;
}

/** The architecture as files on main (G3), each checked for what it is. Repeatable: one commit under one step key. */
export async function designArchitecture(deps: BuildDeps, buildId: string, options: CallOptions = {}): Promise<ArchitectureRef> {
  const build = await loadBuild(deps.db.orm, buildId);
  const expected = expectedOf(build, await loadPlan(deps.db.orm, build));
  await dropOldDesignFiles(deps.db.orm, build);
  const { summary, checked } = await askUntilSound(deps, build, expected, options);
  const { files, problems } = checked;
  await commitOnMain(deps, build, {
    step: `${buildId}/architecture/${build.generation}`,
    written: files,
    message: 'docs: design of the approved plan',
    author: 'architect',
  });
  await keepDesignFiles(deps.db.orm, build, files);
  for (const file of files)
    await keepArtifact(deps.db.orm, { buildId, gate: 'G3', name: file.path, mediaType: mediaTypeOf(file.path), content: file.content.toString('utf8') });
  await keepDocuments(
    deps.db,
    build,
    files.map((file) => documentOf(file, `architecture/${build.generation}`)),
  );
  await noteProblems(deps, build, problems);
  return {
    files: files.map((file) => file.path),
    summary: summary.slice(0, 500),
    digest: digestOf({ files: files.map(digested), notes: problems }),
    notes: problems.map((problem) => problem.slice(0, NOTE_CHARS)).slice(0, 10),
    ui: expected.ui,
  };
}

/** Asks, and sends the exact problems back a bounded number of times; the answer with the fewest is kept. Each try is a stored call of its own. */
async function askUntilSound(deps: BuildDeps, build: BuildRow, expected: Expected, options: CallOptions): Promise<{ summary: string; checked: CheckedDesign }> {
  const messages: ChatMessage[] = await designMessages(deps, build, 'architect', askFor(expected));
  let best: { summary: string; checked: CheckedDesign } | null = null;
  for (let round = 0; ; round += 1) {
    const key = `${build.id}/architecture/${build.generation}${round === 0 ? '' : `/mend-${round}`}`;
    const call = { key, buildId: build.id, name: 'architecture', schema: architectureSchema, messages, failure: 'LLM_OUTPUT_INVALID' as const };
    const answer = await askStructured(deps, call, options);
    const checked = checkDesign(answer.files, expected);
    if (!best || checked.problems.length < best.checked.problems.length) best = { summary: answer.summary, checked };
    if (checked.problems.length === 0 || round === REPAIRS_MAX) return best;
    messages.push(
      { role: 'assistant', content: JSON.stringify(answer), toolCalls: [] },
      { role: 'user', content: `The engine checked these files:\n${checked.problems.join('\n')}\nAnswer again with all files, these mended.` },
    );
  }
}

async function noteProblems(deps: BuildDeps, build: BuildRow, problems: string[]): Promise<void> {
  if (problems.length === 0) return;
  const text = `The design is kept although the engine found this:\n${problems.join('\n')}`.slice(0, 4_000);
  await record(deps.db.orm, {
    buildId: build.id,
    key: `architecture/${build.generation}/problems`,
    event: { kind: 'note', text, by: 'architect' },
    journal: { kind: 'risk', owner: 'architect', text },
  });
}

function digested({ path, content }: DesignFile): { path: string; sha256: string } {
  return { path, sha256: sha256Hex(content) };
}

// What machines check is a specification; the rest says how it is made.
const TITLES: Record<string, string> = { openapi: 'API (OpenAPI)', 'json-schema': 'Validation schema', sql: 'Database schema' };

function documentOf({ path, kind, content }: DesignFile, key: string): NewDocument {
  return {
    key,
    kind: kind === 'openapi' || kind === 'json-schema' ? 'specification' : 'design',
    name: path,
    title: TITLES[kind] ?? 'Architecture',
    gate: 'G3',
    author: 'architect',
    mediaType: mediaTypeOf(path),
    content: content.toString('utf8'),
  };
}

function mediaTypeOf(path: string): string {
  if (path.endsWith('.json')) return 'application/json';
  return path.endsWith('.md') ? 'text/markdown' : 'text/plain';
}
