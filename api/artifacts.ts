import { ARTIFACT_ID } from './artifact-id.js';
import { findUserArtifact } from '../db/queries/artifacts.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import type { User } from './roles.js';

/** The user's artifact. NOT_FOUND, with one text whether it is unknown, impossible or somebody else's. */
export async function loadArtifact(deps: AppDeps, user: User, id: string) {
  const found = ARTIFACT_ID.test(id) ? await findUserArtifact(deps.database.orm, user.id, id) : null;
  if (!found) throw notFound('artifact');
  return found;
}
