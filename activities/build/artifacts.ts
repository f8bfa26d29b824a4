import { sha256Hex } from '../../db/canonical-json.js';
import type { Database, Executor } from '../../db/client.js';
import type { BlobStore } from '../../blobs/index.js';
import { storable } from '../../db/queries/record.js';
import { artifacts } from '../../db/schema/index.js';

// What one artifact may hold in the database; larger ones are cut with a mark.
const ARTIFACT_CHARS_MAX = 8 * 1024 * 1024;

export interface NewArtifact {
  buildId: string;
  gate?: string;
  name: string;
  mediaType: string;
  content: string;
}

/** Keeps a text artifact; its id is derived from build, name and content, so that a redo keeps one. */
export async function keepArtifact(executor: Executor, artifact: NewArtifact): Promise<{ id: string; sha256: string; bytes: number }> {
  const whole = storable(artifact.content);
  const content = whole.length > ARTIFACT_CHARS_MAX ? `${whole.slice(0, ARTIFACT_CHARS_MAX)}\n... (cut)` : whole;
  const sha256 = sha256Hex(content);
  const id = artifactId(artifact.buildId, artifact.name, sha256);
  const bytes = Buffer.byteLength(content);
  await executor
    .insert(artifacts)
    .values({ id, buildId: artifact.buildId, gate: artifact.gate ?? null, name: artifact.name, mediaType: artifact.mediaType, bytes, sha256, content })
    .onConflictDoNothing();
  return { id, sha256, bytes };
}

/** Keeps bytes as an artifact: in the blob store under the artifact's id, which a redo makes again. The blob first: a row never points at nothing. */
export async function keepBinaryArtifact(
  deps: { db: Database; blobs: BlobStore },
  artifact: Omit<NewArtifact, 'content'> & { bytes: Buffer },
): Promise<{ id: string; sha256: string; bytes: number }> {
  const { buildId, gate = null, name, mediaType, bytes } = artifact;
  const sha256 = sha256Hex(bytes);
  const id = artifactId(buildId, name, sha256);
  await deps.blobs.put(id, bytes);
  await deps.db.orm.insert(artifacts).values({ id, buildId, gate, name, mediaType, bytes: bytes.length, sha256, content: null }).onConflictDoNothing();
  return { id, sha256, bytes: bytes.length };
}

function artifactId(buildId: string, name: string, sha256: string): string {
  return `art-${sha256Hex(`${buildId}\n${name}\n${sha256}`).slice(0, 20)}`;
}
