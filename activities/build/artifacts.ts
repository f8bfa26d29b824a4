import { sha256Hex } from '../../db/canonical-json.js';
import type { Executor } from '../../db/client.js';
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
  const id = `art-${sha256Hex(`${artifact.buildId}\n${artifact.name}\n${sha256}`).slice(0, 20)}`;
  const bytes = Buffer.byteLength(content);
  await executor
    .insert(artifacts)
    .values({ id, buildId: artifact.buildId, gate: artifact.gate ?? null, name: artifact.name, mediaType: artifact.mediaType, bytes, sha256, content })
    .onConflictDoNothing();
  return { id, sha256, bytes };
}
