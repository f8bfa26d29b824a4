import type { Team } from '../../contracts/messages.js';
import type { BuildOptions } from '../../db/schema/builds.js';
import { DEFAULT_ROLE, roleName, type Roles } from '../roles.js';

/** What the operator of this installation wants, where a build says nothing. */
export interface TeamSettings {
  /** Roles that take part; null: all but the reviewer. */
  roles: readonly string[] | null;
  /** Candidates at a task whose tries failed; 1: none. */
  rescueCandidates: number;
}

export const PLANNER = 'product-manager';
export const REVIEWER = 'code-reviewer';

/**
 * Who takes part in a build: what the build asks for, else what the installation says. Planner and developer always do. The
 * reviewer buys a call for each task, so it comes only when it is asked for.
 */
export function teamOf(options: Pick<BuildOptions, 'roles' | 'candidates'>, settings: TeamSettings, roles: Roles): Team {
  const wanted = options.roles ?? settings.roles;
  const named = wanted ? wanted.map(roleName).filter((name) => roles.find(name)) : roles.names().filter((name) => name !== REVIEWER);
  return {
    roles: [...new Set([PLANNER, DEFAULT_ROLE, ...named])].sort(),
    candidates: options.candidates ?? 1,
    rescueCandidates: settings.rescueCandidates,
  };
}
