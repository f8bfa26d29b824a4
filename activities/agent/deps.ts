import type { Database } from '../../db/client.js';
import type { Failpoint } from '../failpoint.js';
import type { Checks } from '../checks/run-checks.js';
import type { GitStore } from '../git/store.js';
import type { LlmProvider } from '../llm/port.js';
import type { Roles } from '../roles.js';
import type { Workspaces } from './workspace.js';

/** What an agent's steps need; values arrive from the composition root. */
export interface AgentDeps {
  db: Database;
  git: GitStore;
  provider: LlmProvider;
  checks: Checks;
  workspaces: Workspaces;
  roles: Roles;
  failpoint: Failpoint;
}
