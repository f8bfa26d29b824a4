import { and, eq, ne, sql } from 'drizzle-orm';
import { sha256Hex } from '../../db/canonical-json.js';
import type { Executor } from '../../db/client.js';
import { designFiles } from '../../db/schema/index.js';
import type { BuildRow } from '../agent/session-store.js';

export type DesignKind = 'openapi' | 'sql' | 'json-schema' | 'document' | 'page' | 'input';

export interface DesignFile {
  path: string;
  kind: DesignKind;
  content: Buffer;
  /** What is wrong with it though it is kept; null when nothing is. */
  problem: string | null;
}

export type DesignFileRow = typeof designFiles.$inferSelect;

/** Remembers what later phases must follow. A redo of the design replaces what the one before it wrote. */
export async function keepDesignFiles(executor: Executor, build: Pick<BuildRow, 'id' | 'generation'>, files: DesignFile[]): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map(({ path, kind, content, problem }) => ({
    buildId: build.id,
    path,
    kind,
    sha256: sha256Hex(content),
    generation: build.generation,
    problem,
  }));
  await executor
    .insert(designFiles)
    .values(rows)
    .onConflictDoUpdate({
      target: [designFiles.buildId, designFiles.path],
      set: { kind: sql`excluded.kind`, sha256: sql`excluded.sha256`, generation: sql`excluded.generation`, problem: sql`excluded.problem` },
    });
}

/** What the design of a build is made of, by path; a fork has the rows of the build it came from. */
export function loadDesignFiles(executor: Executor, build: Pick<BuildRow, 'id'>): Promise<DesignFileRow[]> {
  return executor.select().from(designFiles).where(eq(designFiles.buildId, build.id)).orderBy(designFiles.path);
}

/** Forgets what an earlier generation designed. */
export async function dropOldDesignFiles(executor: Executor, build: Pick<BuildRow, 'id' | 'generation'>): Promise<void> {
  await executor.delete(designFiles).where(and(eq(designFiles.buildId, build.id), ne(designFiles.generation, build.generation)));
}
