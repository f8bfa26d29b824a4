import type { Database } from '../../db/client.js';
import { ownerOfSubject } from '../../db/queries/users.js';
import type { OwnerOf } from './limited.js';

// Far more than are at work on one host; the oldest is forgotten first.
const KNOWN_MAX = 1_000;

/** Whose something is, asked once of each: it never changes. What nobody owns is its own owner. */
export function rememberedOwners(db: Database): OwnerOf {
  const known = new Map<string, string>();
  return async (subject) => {
    const found = known.get(subject) ?? (await ownerOfSubject(db.orm, subject)) ?? subject;
    known.set(subject, found);
    const oldest = known.keys().next().value;
    if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
    return found;
  };
}
