import type { PlanTask } from '../../schemas/plan.js';
import { DEFAULT_ROLE, type Roles } from '../roles.js';

/** Words in the name of a role nobody has, with the role that is meant; the first that fits counts. */
const MEANT: [RegExp, string][] = [
  [/front|\bui\b|react|vue|svelte|css|html|\bweb\b|client|browser/, 'frontend-developer'],
  [/\bux\b|design/, 'ux-designer'],
  [/data|\bdba?\b|sql|schema/, 'database-engineer'],
  [/ops|infra|\bsre\b|\bci\b|cloud|docker|platform/, 'devops-engineer'],
  [/secur|pentest/, 'security-engineer'],
  [/\bqa\b|test|quality/, 'qa-engineer'],
  [/doc|writ/, 'technical-writer'],
  [/review/, 'code-reviewer'],
  [/release/, 'release-manager'],
  [/archit/, 'architect'],
  [/analy|research/, 'analyst'],
  [/product|manager|\bpm\b|owner/, 'product-manager'],
];

/** Kinds of files that are one role's alone; a task all of whose files are of one kind is that role's. */
const OWNED: [RegExp, string][] = [
  [/\.(html?|css|scss|less|jsx|tsx|vue|svelte)$/i, 'frontend-developer'],
  [/\.sql$|(^|\/)migrations\//i, 'database-engineer'],
  [/(^|\/)(Dockerfile[^/]*|docker-compose[^/]*|\.github\/.+|\.gitlab-ci\.yml|Jenkinsfile)$|\.tf$/i, 'devops-engineer'],
];

const WRITING_TOOLS = ['write_file', 'edit_file', 'apply_patch'];

export interface Assignment {
  role: string;
  /** Why it is another than the plan says; null when it is the same. */
  note: string | null;
}

/**
 * The role that does a task: the plan's own word where it is a role that can write and takes part, else what its words or
 * its files mean. A task of the developer whose files are all of one kind goes to the role of that kind.
 */
export function assignRole(task: Pick<PlanTask, 'id' | 'role' | 'files'>, roles: Roles, team: readonly string[]): Assignment {
  const named = roles.find(task.role);
  const meant = named ? ofFiles(named.name, task.files) : (meantBy(task.role) ?? ofFiles(DEFAULT_ROLE, task.files));
  const able = roles.find(meant)?.tools.some((tool) => WRITING_TOOLS.includes(tool)) ? meant : DEFAULT_ROLE;
  const role = team.includes(able) ? able : DEFAULT_ROLE;
  return { role, note: role === named?.name ? null : noteOn(task, { known: named !== null, able, role }) };
}

function meantBy(role: string): string | null {
  const words = role.toLowerCase().replaceAll(/[_-]+/g, ' ');
  return MEANT.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}

/** Only the developer's tasks are handed on: every other role was chosen on purpose. */
function ofFiles(role: string, files: readonly string[]): string {
  if (role !== DEFAULT_ROLE || files.length === 0) return role;
  return OWNED.find(([pattern]) => files.every((file) => pattern.test(file)))?.[1] ?? role;
}

function noteOn(task: Pick<PlanTask, 'id' | 'role'>, { known, able, role }: { known: boolean; able: string; role: string }): string {
  const said = JSON.stringify(task.role.slice(0, 60));
  if (able !== role) return `Task ${task.id} goes to the ${role}: the ${able} takes no part in this build.`;
  if (!known) return `Task ${task.id} goes to the ${role}: there is no role ${said}.`;
  return `Task ${task.id} goes to the ${role} instead of the role ${said}, by what it has to write.`;
}
