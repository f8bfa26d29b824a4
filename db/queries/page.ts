import type { InferSelectModel, SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Executor } from '../client.js';

export interface PageRequest {
  /** From 1. */
  page: number;
  /** Rows a page. */
  limit: number;
  status?: string | undefined;
}
export interface Page<T> {
  items: T[];
  total: number;
}

/** One page of a table and how many rows there are in all. */
export async function readPage<T extends PgTable>(
  orm: Executor,
  table: T,
  where: SQL | undefined,
  order: SQL[],
  page: PageRequest,
): Promise<Page<InferSelectModel<T>>> {
  const rows = orm
    .select()
    .from(table as PgTable)
    .where(where)
    .orderBy(...order)
    .limit(page.limit)
    .offset((page.page - 1) * page.limit);
  const [items, total] = await Promise.all([rows, orm.$count(table, where)]);
  return { items: items as InferSelectModel<T>[], total };
}
