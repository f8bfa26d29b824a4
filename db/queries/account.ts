import { sql, type SQL } from 'drizzle-orm';
import { isChatId } from '../../contracts/chat.js';
import { isExecutionId } from '../../contracts/ids.js';
import { builds, chatSessions, executions } from '../schema/index.js';

/**
 * The table in which an id's budget and choice of models are kept: of builds, executions or conversations. All name these columns
 * alike: id, userId, budgetUsd, reservedUsd, costUsd, llmPreference, modelOverride, endedAt; no others may be used of what this answers.
 */
export function accountTable(ownerId: string): typeof builds {
  // Drizzle has no type for "one of these tables with these columns".
  if (isChatId(ownerId)) return chatSessions as unknown as typeof builds;
  return isExecutionId(ownerId) ? (executions as unknown as typeof builds) : builds;
}

/** The phase that an account's call counts for; the others have none. */
export function phaseOf(ownerId: string): SQL<string | null> {
  return isExecutionId(ownerId) || isChatId(ownerId) ? sql<null>`null` : sql<string | null>`${builds.phase}`;
}
