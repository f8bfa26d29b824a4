import type { Database } from '../../db/client.js';
import type { Failpoint } from '../failpoint.js';
import type { Checks } from '../checks/run-checks.js';
import type { GitStore } from '../git/store.js';
import type { ModelRouter } from '../llm/port.js';
import type { BudgetRules } from '../llm/scopes.js';
import type { Roles } from '../roles.js';
import type { Workspaces } from './workspace.js';

/** What an agent's steps need; values arrive from the composition root. */
export interface AgentDeps {
  db: Database;
  git: GitStore;
  models: ModelRouter;
  /** What beside a build's own budget binds; nothing when absent. */
  budgets?: BudgetRules;
  checks: Checks;
  workspaces: Pick<Workspaces, 'run' | 'synced' | 'release'>;
  roles: Roles;
  failpoint: Failpoint;
}
