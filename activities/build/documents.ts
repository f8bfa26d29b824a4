import { and, desc, eq } from 'drizzle-orm';
import type { DocumentKind } from '../../contracts/documents.js';
import type { Gate } from '../../contracts/messages.js';
import { sha256Hex } from '../../db/canonical-json.js';
import type { Database, Transaction } from '../../db/client.js';
import { storable } from '../../db/queries/record.js';
import { documents, projects } from '../../db/schema/index.js';

// What people read; the whole of something larger is an artifact.
const DOCUMENT_CHARS_MAX = 1024 * 1024;
const TITLE_CHARS_MAX = 200;

export interface NewDocument {
  /** Names the step that writes it: the same again adds nothing, whatever it says. */
  key: string;
  kind: DocumentKind;
  /** Its path; versions are counted by it. */
  name: string;
  title: string;
  /** The gate it justifies; null for what is written after the last. */
  gate: Gate | null;
  author: string;
  mediaType: string;
  content: string;
}

/**
 * Keeps documents of a build as the next versions of their project's. A text that is the newest version already adds none, so
 * versions tell of changes. Repeatable, also beside itself: versions are numbered under the project's row.
 */
export async function keepDocuments(db: Database, build: { id: string; projectId: string }, drafts: readonly NewDocument[]): Promise<void> {
  if (drafts.length === 0) return;
  await db.orm.transaction(async (tx) => {
    await tx.select({ id: projects.id }).from(projects).where(eq(projects.id, build.projectId)).for('no key update');
    for (const draft of drafts) await keepOne(tx, build, draft);
  });
}

async function keepOne(tx: Transaction, build: { id: string; projectId: string }, draft: NewDocument): Promise<void> {
  const { key, name } = draft;
  const mine = and(eq(documents.buildId, build.id), eq(documents.name, name), eq(documents.key, key));
  if ((await tx.$count(documents, mine)) > 0) return;
  const [newest] = await tx
    .select({ version: documents.version, sha256: documents.sha256 })
    .from(documents)
    .where(and(eq(documents.projectId, build.projectId), eq(documents.name, name)))
    .orderBy(desc(documents.version))
    .limit(1);
  const whole = storable(draft.content);
  const content = whole.length > DOCUMENT_CHARS_MAX ? `${whole.slice(0, DOCUMENT_CHARS_MAX).toWellFormed()}\n... (cut)` : whole;
  const sha256 = sha256Hex(content);
  if (newest?.sha256 === sha256) return;
  const version = (newest?.version ?? 0) + 1;
  await tx.insert(documents).values({
    ...draft,
    id: `doc-${sha256Hex(`${build.projectId}\n${name}\n${version}`).slice(0, 20)}`,
    buildId: build.id,
    projectId: build.projectId,
    title: storable(draft.title).slice(0, TITLE_CHARS_MAX).toWellFormed(),
    version,
    bytes: Buffer.byteLength(content),
    sha256,
    content,
  });
}
