import type { BuildDeps } from '../build/deps.js';

/** What work on workspaces needs: a part of what builds need, and the templates. */
export interface WorkspaceDeps extends Pick<BuildDeps, 'db' | 'git' | 'checks' | 'failpoint' | 'repositories'> {
  /** The folder workspace-templates/. */
  templatesDir: string;
}

const PREFIX = 'workspace/';

/** The owner's name of the container a job's checks run in. */
export function containerOfJob(jobId: string): string {
  return `${PREFIX}${jobId}`;
}

/** The job a container belongs to; null for those of builds. */
export function jobOfContainer(name: string): string | null {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length) : null;
}
