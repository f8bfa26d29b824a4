/** What an attempt sees of the repository it works in, and what of its answer can be put on it. */
import type { ExecutionFile } from '../../contracts/execution.js';
import { MillwrightError } from '../../contracts/failures.js';
import type { ExecutionRow } from '../../db/queries/executions.js';
import { charsOf, windowOf } from '../agent/context/window.js';
import { fenced } from '../agent/fence.js';
import { asText } from '../agent/tools/output.js';
import type { BuildDeps } from '../build/deps.js';
import { codeIndex } from '../code/code-index.js';
import { rankSymbols, taskWords } from '../code/rank.js';
import { repoMap } from '../code/repo-map.js';
import type { TreeEntry } from '../git/store.js';
import type { Preference } from '../llm/port.js';
import { repositoryFacts, repositoryHints } from '../repos/brief.js';
import type { SandboxFile } from '../sandbox/port.js';
import { filesAfter, fixOf, touchedPaths } from './files.js';
import type { Workplace } from './repository.js';

// Of the model's window, for texts shown whole: beside them stand facts, map, the files so far and what was wrong with them.
const TEXTS_SHARE = 0.4;
// Of a window of a million tokens, too: what is far from the wish only distracts.
const TEXTS_CHARS_MAX = 200_000;
// One long file that nobody named must not hide all others.
const TEXT_BYTES_MAX = 16_000;
// A longer list is the map's to show.
const LISTED_FILES_MAX = 200;
// Written by tools, read by nobody.
const NOT_SHOWN =
  /(^|\/)(package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Cargo\.lock|go\.sum|composer\.lock|Gemfile\.lock)$/;

/** Parts of a prompt: what the repository is, its files, a map, and the texts that the wish seems to need, as many as the model's window takes. */
export async function groundParts(deps: BuildDeps, place: Workplace, execution: ExecutionRow, own: readonly ExecutionFile[]): Promise<string[]> {
  const wish = [execution.prompt, execution.guidance].filter(Boolean).join('\n');
  const route = { tier: 'medium', preference: execution.llmPreference as Preference, model: execution.modelOverride } as const;
  const room = Math.min(TEXTS_CHARS_MAX, charsOf(windowOf(deps.models, route), TEXTS_SHARE));
  const { projectId, baseCommit, baseline } = place;
  const entries = await deps.git.list(projectId, baseCommit);
  const index = await codeIndex(deps.git, projectId, baseCommit);
  const ranked = [...new Set(rankSymbols(index, taskWords(wish)).map(({ file }) => file.path))];
  const named = entries.map(({ path }) => path).filter((path) => wish.includes(path));
  const map = entries.length > LISTED_FILES_MAX ? `Its code, as far as the wish seems to need it:\n${fenced('map', repoMap(index, wish))}` : '';
  const hints = repositoryHints(place);
  return [
    repositoryFacts(place, baseline),
    listing(entries),
    map,
    ...(hints ? [hints] : []),
    await texts(deps, place, chosen(entries, { named, ranked, told: [...own, ...place.facts.hints.filter(({ path }) => !named.includes(path))] }, room)),
  ].filter(Boolean);
}

function listing(entries: readonly TreeEntry[]): string {
  const shown = entries.slice(0, LISTED_FILES_MAX).map(({ path }) => path);
  const rest = entries.length > shown.length ? [`... and ${entries.length - shown.length} more`] : [];
  return `Its files:\n${fenced('files', [...shown, ...rest].join('\n'))}`;
}

interface Order {
  named: readonly string[];
  ranked: readonly string[];
  /** Shown already: as the execution has them, or as hints. */
  told: readonly { path: string }[];
}

/** Files to show: those the wish names, those whose symbols it is about, then the others; as many as there is room for. */
function chosen(entries: readonly TreeEntry[], { named, ranked, told }: Order, charsMax: number): TreeEntry[] {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const asked = new Set(named);
  const shown = new Set(told.map(({ path }) => path));
  let room = charsMax;
  return [...new Set([...named, ...ranked, ...byPath.keys()])].flatMap((path) => {
    const entry = byPath.get(path);
    const fits = entry && entry.bytes <= room && (asked.has(path) || entry.bytes <= TEXT_BYTES_MAX);
    if (!fits || shown.has(path) || NOT_SHOWN.test(path)) return [];
    room -= entry.bytes;
    return [entry];
  });
}

async function texts(deps: BuildDeps, { projectId }: Workplace, entries: TreeEntry[]): Promise<string> {
  const contents = await deps.git.contents(projectId, entries);
  const parts = entries.flatMap(({ path }, at) => {
    const text = asText(contents[at]!);
    return text === null ? [] : [fenced('file', `${path}\n${text}`)];
  });
  return parts.length > 0
    ? `Texts of it, each with its path on the first line (files that are not shown can not be edited, only replaced):\n${parts.join('\n')}`
    : '';
}

/** `filesAfter` on top of the repository: also refused is what git could not commit there. */
export async function filesOnGround(
  deps: BuildDeps,
  { projectId, baseCommit }: Workplace,
  before: readonly ExecutionFile[],
  answer: { content: string | null; finishReason: string },
): Promise<ReturnType<typeof filesAfter>> {
  const paths = (await deps.git.list(projectId, baseCommit)).map(({ path }) => path);
  const known = new Map<string, string | null>();
  for (const path of touchedPaths(before, answer, paths)) {
    const content = await deps.git.read(projectId, baseCommit, path);
    known.set(path, content && asText(content));
  }
  const after = filesAfter(before, answer, { paths, texts: known });
  if ('problem' in after) return after;
  try {
    await deps.git.mustBeWritable(
      projectId,
      baseCommit,
      after.files.map(({ path }) => path),
    );
    return after;
  } catch (error) {
    if (error instanceof MillwrightError && error.code === 'INVALID_INPUT') return { problem: error.detail };
    throw error;
  }
}

/** What a first attempt changed of the repository's own files, tests named apart; null when it only added some. */
export async function fixOnGround(deps: BuildDeps, { projectId, baseCommit }: Workplace, files: readonly ExecutionFile[]): Promise<string | null> {
  const before: ExecutionFile[] = [];
  for (const { path, kind } of files) {
    const content = await deps.git.read(projectId, baseCommit, path);
    if (content) before.push({ path, kind, content: asText(content) ?? '' });
  }
  const known = new Set(before.map(({ path }) => path));
  return before.length > 0
    ? fixOf(
        before,
        files.filter(({ path }) => known.has(path)),
      )
    : null;
}

/** The whole tree with an execution's files laid over it; executable bits stay. */
export async function treeWith(deps: BuildDeps, { projectId, baseCommit }: Workplace, files: readonly ExecutionFile[]): Promise<SandboxFile[]> {
  const changed = new Map(files.map(({ path, content }) => [path, Buffer.from(content, 'utf8')]));
  const tree = await deps.git.files(projectId, baseCommit);
  const known = new Set(tree.map(({ path }) => path));
  const added = [...changed].filter(([path]) => !known.has(path)).map(([path, content]) => ({ path, content }));
  return [...tree.map((file) => ({ ...file, content: changed.get(file.path) ?? file.content })), ...added];
}
