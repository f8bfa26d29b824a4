import { and, asc, eq, like } from 'drizzle-orm';
import { NOT_BUILT_NOTE, notBuiltOfNotes, shortList, splitRisks } from '../../contracts/not-built.js';
import type { Executor } from '../../db/client.js';
import { journal } from '../../db/schema/index.js';
import { loadPlan, type BuildRow } from '../agent/session-store.js';

/** What the plan in force or the agents themselves say is not built, as short lines for the person who decides about the result. */
export async function notBuiltOf(executor: Executor, build: BuildRow): Promise<string[]> {
  const [plan, notes] = await Promise.all([
    loadPlan(executor, build),
    executor
      .select({ text: journal.text })
      .from(journal)
      .where(and(eq(journal.buildId, build.id), eq(journal.kind, 'note'), like(journal.text, `${NOT_BUILT_NOTE}%`)))
      .orderBy(asc(journal.id)),
  ]);
  // A plan is whatever a model or a person wrote: only texts count.
  const risks = Array.isArray(plan['risks']) ? plan['risks'].filter((risk): risk is string => typeof risk === 'string') : [];
  const told = splitRisks(risks).notBuilt;
  // An edited plan's risks quote the lines that the agents note later.
  const noted = notBuiltOfNotes(notes.map(({ text }) => text)).filter((line) => !told.some((risk) => risk.includes(line)));
  return shortList([...told, ...noted]);
}
