import { sql, type SQL } from 'drizzle-orm';
import { isExecutionId } from '../../contracts/ids.js';
import { builds, executions } from '../schema/index.js';

/**
 * The table in which an id's budget and choice of models are kept: of builds or of executions. Both name these columns
 * alike: id, userId, budgetUsd, reservedUsd, costUsd, llmPreference, modelOverride; no others may be used of what this answers.
 */
export function accountTable(ownerId: string): typeof builds {
  // Drizzle has no type for "one of two tables with these columns".
  return isExecutionId(ownerId) ? (executions as unknown as typeof builds) : builds;
}

/** The phase that an account's call counts for; an execution has none. */
export function phaseOf(ownerId: string): SQL<string | null> {
  return isExecutionId(ownerId) ? sql<null>`null` : sql<string | null>`${builds.phase}`;
}
