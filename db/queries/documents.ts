import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { DocumentKind } from '../../contracts/documents.js';
import type { Executor } from '../client.js';
import { documents } from '../schema/index.js';
import type { Page, PageRequest } from './page.js';

export type DocumentHead = Omit<typeof documents.$inferSelect, 'content'> & { latest: number };

export interface DocumentFilter extends PageRequest {
  kind?: DocumentKind | undefined;
  gate?: string | undefined;
  buildId?: string | undefined;
  name?: string | undefined;
  /** Older versions too. */
  all: boolean;
}

// (The outer table's name is written out: a query of one table drops it, and the columns would then be the inner's.)
const latest = sql<number>`(select max(n.version) from documents n where n.project_id = documents.project_id and n.name = documents.name)`.mapWith(Number);
const { content: _content, ...columns } = getTableColumns(documents);
const head = { ...columns, latest };

/** One page of a project's documents without their texts, newest first. All are there: the only `status` is `available`. */
export async function listDocuments(orm: Executor, projectId: string, filter: DocumentFilter): Promise<Page<DocumentHead>> {
  const where = and(
    eq(documents.projectId, projectId),
    filter.kind === undefined ? undefined : eq(documents.kind, filter.kind),
    filter.gate === undefined ? undefined : eq(documents.gate, filter.gate),
    filter.buildId === undefined ? undefined : eq(documents.buildId, filter.buildId),
    filter.name === undefined ? undefined : eq(documents.name, filter.name),
    filter.all ? undefined : sql`documents.version = ${latest}`,
    filter.status === undefined || filter.status === 'available' ? undefined : sql`false`,
  );
  const rows = orm
    .select(head)
    .from(documents)
    .where(where)
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(filter.limit)
    .offset((filter.page - 1) * filter.limit);
  const [items, total] = await Promise.all([rows, orm.$count(documents, where)]);
  return { items, total };
}

/** One version of a document with its text; null when the project has none of that id. */
export async function findDocument(orm: Executor, projectId: string, id: string): Promise<(DocumentHead & { content: string }) | null> {
  const [row] = await orm
    .select({ ...head, content: documents.content })
    .from(documents)
    .where(and(eq(documents.projectId, projectId), eq(documents.id, id)));
  return row ?? null;
}
