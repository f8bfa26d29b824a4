import { INPUT_BYTES_MAX, INPUT_EXCERPT_CHARS, INPUTS_BYTES_MAX, INPUTS_EXCERPT_CHARS, type BuildInputFile } from '../contracts/inputs.js';
import { findUserArtifacts } from '../db/queries/artifacts.js';
import type { Intent } from '../schemas/intent.js';
import type { AppDeps } from './deps.js';
import { invalid } from './errors.js';
import type { User } from './roles.js';
import { safeFileName } from './uploads/file-name.js';
import { isTextType } from './uploads/media-type.js';

type Found = Awaited<ReturnType<typeof findUserArtifacts>>[number];
interface Named {
  id: string;
  kind: BuildInputFile['kind'];
  pointer: string;
}

const FOLDERS: Record<BuildInputFile['kind'], string> = { document: 'docs/input', dataset: 'data' };

/** The files an intent names, with the beginning of each text. INVALID_INPUT (with the place) for one that is not there, not theirs, or too large. */
export async function resolveInputs(
  deps: AppDeps,
  user: User,
  { artifact_ids = [], datasets = [] }: Intent['artifacts'],
  at = '/artifacts/artifact_ids',
): Promise<BuildInputFile[]> {
  const named: Named[] = [
    ...artifact_ids.map((id, index) => ({ id, kind: 'document' as const, pointer: `${at}/${index}` })),
    ...datasets.map((id, index) => ({ id, kind: 'dataset' as const, pointer: `/artifacts/datasets/${index}` })),
  ];
  const rows = await findUserArtifacts(
    deps.database.orm,
    user.id,
    named.map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inputs: BuildInputFile[] = [];
  let bytes = 0;
  let room = INPUTS_EXCERPT_CHARS;
  for (const each of named) {
    const row = checked(each, byId.get(each.id));
    bytes += row.bytes;
    if (bytes > INPUTS_BYTES_MAX) throw invalid(each.pointer, `all files of a build together may have ${INPUTS_BYTES_MAX / 1024 / 1024} MB`);
    const excerpt = isTextType(row.mediaType) ? await excerptOf(deps, row, Math.min(room, INPUT_EXCERPT_CHARS)) : null;
    room -= excerpt?.length ?? 0;
    inputs.push({ id: row.id, kind: each.kind, path: pathFor(each, row, inputs), media_type: row.mediaType, bytes: row.bytes, sha256: row.sha256, excerpt });
  }
  return inputs;
}

function checked({ pointer }: Named, row: Found | undefined): Found {
  if (!row) throw invalid(pointer, 'there is no artifact of yours with that id; it may have expired');
  if (row.bytes > INPUT_BYTES_MAX) throw invalid(pointer, `a file of a build may have ${INPUT_BYTES_MAX / 1024 / 1024} MB; a sample of the data is enough`);
  return row;
}

/** A file, or the folder a ZIP becomes. */
function pathFor({ kind, id }: Named, { name, mediaType }: Found, others: BuildInputFile[]): string {
  const file = safeFileName(mediaType === 'application/zip' ? name.replace(/\.zip$/i, '') : name);
  const path = `${FOLDERS[kind]}/${file}`;
  // File systems that do not tell cases apart would lose one of two.
  return others.some((other) => other.path.toLowerCase() === path.toLowerCase()) ? `${FOLDERS[kind]}/${id}-${file}` : path;
}

async function excerptOf(deps: AppDeps, row: Found, chars: number): Promise<string | null> {
  if (chars <= 0 || row.bytes === 0) return '';
  if (row.content !== null) return cut(row.content, chars);
  // A character has at most four bytes.
  const stream = await deps.blobs.open(row.id, { start: 0, end: Math.min(row.bytes, chars * 4) - 1 });
  if (!stream) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return cut(new TextDecoder('utf-8').decode(Buffer.concat(chunks), { stream: true }), chars);
}

/** Storable in PostgreSQL: no NUL, no half a character. */
function cut(text: string, chars: number): string {
  return text.slice(0, chars).replaceAll('\u0000', '\ufffd').toWellFormed();
}
