import { findUserArtifact } from '../db/queries/artifacts.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import type { User } from './roles.js';

/** What ids of artifacts look like; anything else is not asked for. */
export const ARTIFACT_ID = /^art-[0-9a-z]{4,60}$/;

/** The user's artifact. NOT_FOUND, with one text whether it is unknown, impossible or somebody else's. */
export async function loadArtifact(deps: AppDeps, user: User, id: string) {
  const found = ARTIFACT_ID.test(id) ? await findUserArtifact(deps.database.orm, user.id, id) : null;
  if (!found) throw notFound('artifact');
  return found;
}
