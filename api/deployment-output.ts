import type { OutputLine } from '../contracts/deployment-output.js';
import { findOutput, type OutputHead } from '../db/queries/deployment-output.js';
import { notFound } from './errors.js';
import type { AppDeps } from './deps.js';
import type { User } from './roles.js';

/** The output of a deployment of the user's. NOT_FOUND, with one text whether it is unknown, impossible or somebody else's. */
export async function loadOutput(deps: AppDeps, user: User, id: string): Promise<OutputHead> {
  // No id is longer, and PostgreSQL takes no NUL.
  const head = id.length <= 200 && !id.includes('\0') ? await findOutput(deps.database.orm, user.id, id) : null;
  if (!head) throw notFound('deployment');
  return head;
}

export function outputLine({ seq, at, source, text }: OutputLine) {
  return { seq, at: at.toISOString(), source, text };
}
