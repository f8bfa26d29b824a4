import { and, asc, eq, getTableColumns, sql } from 'drizzle-orm';
import type { InferSelectModel } from 'drizzle-orm';
import type { Executor } from '../client.js';
import { artifacts, events, gates, journal, tasks } from '../schema/index.js';
import { TIMELINE_KINDS } from './builds.js';
import { readPage, type Page, type PageRequest } from './page.js';

export type GateRow = InferSelectModel<typeof gates>;
export type JournalRow = InferSelectModel<typeof journal>;
export type ArtifactRow = InferSelectModel<typeof artifacts>;

/** The gates of a build in the order they were opened; `status` is the gate's state. */
export function listGates(orm: Executor, buildId: string, page: PageRequest) {
  const where = and(eq(gates.buildId, buildId), page.status === undefined ? undefined : eq(gates.state, page.status));
  return readPage(orm, gates, where, [asc(gates.openedAt), asc(gates.gate), asc(gates.generation)], page);
}

/** An artifact without what it holds: that can be megabytes. */
export type ArtifactHead = Omit<ArtifactRow, 'content'>;

/** The artifacts of a build without their contents, oldest first. All are there: the only `status` is `available`. */
export async function listArtifacts(orm: Executor, buildId: string, page: PageRequest): Promise<Page<ArtifactHead>> {
  const { content: _content, ...head } = getTableColumns(artifacts);
  const where = and(eq(artifacts.buildId, buildId), page.status !== undefined && page.status !== 'available' ? sql`false` : undefined);
  const rows = orm.select(head).from(artifacts).where(where).orderBy(asc(artifacts.createdAt), asc(artifacts.id));
  const [items, total] = await Promise.all([rows.limit(page.limit).offset((page.page - 1) * page.limit), orm.$count(artifacts, where)]);
  return { items, total };
}

/** Notes, questions, errors and deliverables of a build in the order they came; `status` is the entry's state. */
export function listJournal(orm: Executor, buildId: string, page: PageRequest) {
  const where = and(eq(journal.buildId, buildId), page.status === undefined ? undefined : eq(journal.state, page.status));
  return readPage(orm, journal, where, [asc(journal.id)], page);
}

/** The tasks of a build in the order they run. */
export function listTasks(orm: Executor, buildId: string, page: PageRequest) {
  const where = and(eq(tasks.buildId, buildId), page.status === undefined ? undefined : eq(tasks.status, page.status));
  return readPage(orm, tasks, where, [asc(tasks.ordinal), asc(tasks.taskId)], page);
}

/** Every task of a build; a plan has 60 at most. */
export function listAllTasks(orm: Executor, buildId: string) {
  return orm.select().from(tasks).where(eq(tasks.buildId, buildId)).orderBy(asc(tasks.ordinal), asc(tasks.taskId));
}

/** Phases, gates, deployments and ends of a build; `status` is an event kind. */
export function listTimeline(orm: Executor, buildId: string, page: PageRequest) {
  const kind = page.status === undefined ? undefined : eq(events.kind, page.status);
  return readPage(orm, events, and(eq(events.buildId, buildId), sql`${events.kind} in ${TIMELINE_KINDS}`, kind), [asc(events.seq)], page);
}

/** One artifact of a build by its id; null when there is none. */
export async function findArtifact(orm: Executor, buildId: string, artifactId: string): Promise<ArtifactRow | null> {
  const rows = await orm
    .select()
    .from(artifacts)
    .where(and(eq(artifacts.buildId, buildId), eq(artifacts.id, artifactId)));
  return rows[0] ?? null;
}

/** The newest artifact of a build with that name; null when there is none. */
export async function findArtifactByName(orm: Executor, buildId: string, name: string): Promise<ArtifactRow | null> {
  const rows = await orm
    .select()
    .from(artifacts)
    .where(and(eq(artifacts.buildId, buildId), eq(artifacts.name, name)))
    .orderBy(sql`${artifacts.createdAt} desc`)
    .limit(1);
  return rows[0] ?? null;
}
