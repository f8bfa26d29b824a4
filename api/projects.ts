import { MillwrightError } from '../contracts/failures.js';
import { findProject, type ProjectRow } from '../db/queries/projects.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import type { User } from './roles.js';

const PROJECT_ID = /^[\w.-]{1,64}$/;

/** The user's project. NOT_FOUND, with one text whether it is unknown, impossible, deleted or somebody else's. */
export async function loadProject(deps: AppDeps, user: User, id: string): Promise<ProjectRow> {
  const found = PROJECT_ID.test(id) ? await findProject(deps.database.orm, user.id, id) : null;
  if (!found) throw notFound('project');
  return found;
}

/** ACTION_NOT_ALLOWED when the project of a build was deleted: its code went with it. */
export async function requireCode(deps: AppDeps, user: User, build: { projectId: string }): Promise<void> {
  if (await findProject(deps.database.orm, user.id, build.projectId)) return;
  throw new MillwrightError('ACTION_NOT_ALLOWED', 'The project of this build was deleted, and its code with it: there is nothing to go on from.');
}
