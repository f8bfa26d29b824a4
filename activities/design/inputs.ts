import { eq } from 'drizzle-orm';
import { INPUTS_BYTES_MAX, inputsOf, type BuildInputFile } from '../../contracts/inputs.js';
import { record } from '../../db/queries/record.js';
import { artifacts } from '../../db/schema/index.js';
import type { BuildRow } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import { pathProblem } from '../git/paths.js';
import { keepDesignFiles } from './design-files.js';
import { commitOnMain } from './commit-on-main.js';
import { unzip } from './unzip.js';

// More files than that are a project, not something to work from: a repository is given as one.
const UNZIPPED_FILES_MAX = 500;

interface Placed {
  path: string;
  content: Buffer;
}

/**
 * Commits the person's files to main: documents under docs/input/, data sets under data/, a ZIP as a folder there. There and not in a folder of the
 * sandbox, so that every session, every check and the result have the same bytes; that they stay as they are, the design check watches. Repeatable.
 */
export async function placeInputs(deps: BuildDeps, build: BuildRow): Promise<void> {
  const inputs = inputsOf(build.artifacts);
  if (inputs.length === 0) return;
  const written: Placed[] = [];
  const left: string[] = [];
  let room = INPUTS_BYTES_MAX;
  for (const input of inputs) {
    const placed = await filesOf(deps, input, room);
    if ('problem' in placed) {
      left.push(`${input.path} (${placed.problem})`);
      continue;
    }
    written.push(...placed.files);
    room -= placed.files.reduce((sum, { content }) => sum + content.length, 0);
  }
  await commitOnMain(deps, build, { step: `${build.id}/inputs/${build.generation}`, written, message: 'docs: files the person gave along', author: 'person' });
  await keepDesignFiles(
    deps.db.orm,
    build,
    written.map(({ path, content }) => ({ path, kind: 'input', content, problem: null })),
  );
  if (left.length > 0)
    await record(deps.db.orm, {
      buildId: build.id,
      key: `inputs/${build.generation}/left`,
      event: { kind: 'note', text: `These files could not be given to the agents: ${left.join('; ')}`.slice(0, 2_000), by: 'millwright' },
    });
}

async function filesOf(deps: BuildDeps, { id, path, media_type }: BuildInputFile, room: number): Promise<{ files: Placed[] } | { problem: string }> {
  const content = await contentOf(deps, id);
  if (!content) return { problem: 'it is gone: expired or deleted' };
  if (media_type !== 'application/zip') return content.length > room ? { problem: 'there is no room for it' } : { files: [{ path, content }] };
  const unzipped = await unzip(content, { files: UNZIPPED_FILES_MAX, bytes: room });
  if ('problem' in unzipped) return unzipped;
  const files = unzipped.files.map((file) => ({ path: `${path}/${file.path}`, content: file.content }));
  const problem = files.map((file) => pathProblem(file.path)).find((each) => each !== null);
  return problem ? { problem } : { files };
}

async function contentOf(deps: BuildDeps, artifactId: string): Promise<Buffer | null> {
  const [row] = await deps.db.orm.select({ content: artifacts.content }).from(artifacts).where(eq(artifacts.id, artifactId));
  if (!row) return null;
  return row.content === null ? deps.blobs.read(artifactId) : Buffer.from(row.content, 'utf8');
}
