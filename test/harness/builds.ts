import { randomBytes } from 'node:crypto';
import type { Database } from '../../db/client.js';
import { submitBuild, type NewBuild } from '../../db/queries/submit.js';

/** A build of its own project that asks for nothing special. */
export function plainBuild(changes: Partial<NewBuild> = {}): NewBuild {
  // As long as nobody meets the same twice, with thousands in one database.
  const suffix = randomBytes(8).toString('hex');
  return {
    id: `int-code-${suffix}`,
    userId: 'local',
    projectId: null,
    newProjectId: `proj-${suffix}`,
    parentBuildId: null,
    title: 'Tasks',
    projectType: 'api',
    description: 'a REST API for tasks',
    domain: null,
    constraints: {},
    artifacts: {},
    options: { tests: true, docs: true, deployment: true, review: false },
    llmPreference: 'balanced',
    budgetUsd: 5,
    plan: null,
    idempotency: null,
    response: {},
    ...changes,
  };
}

/** Submits it as the API would; answers both ids. */
export async function newBuild(db: Database, changes: Partial<NewBuild> = {}): Promise<{ buildId: string; projectId: string }> {
  const build = plainBuild(changes);
  const submitted = await submitBuild(db.pool, build);
  if (submitted !== 'created') throw new Error(`the build was not submitted: ${submitted}`);
  return { buildId: build.id, projectId: build.projectId ?? build.newProjectId };
}
