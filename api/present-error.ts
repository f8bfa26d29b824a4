import type { ErrorRow } from '../db/queries/error-history.js';

/** An entry of the error history, by the names of its contract (spec: camel case). */
export function presentError(row: ErrorRow) {
  return {
    id: row.id,
    projectId: row.projectId,
    buildId: row.buildId,
    buildTitle: row.buildTitle,
    kind: row.kind,
    owner: row.owner,
    message: row.text,
    resolved: row.resolvedAt !== null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
