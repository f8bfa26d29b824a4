import { loadRoles, roleName } from '../activities/roles.js';
import { invalid } from './errors.js';

/** A role as people see it. */
export interface Agent {
  name: string;
  summary: string;
  tools: string[];
  tier: string;
  limits: { turns: number; minutes: number; usd: number };
}

/** The roles of a folder of role files, by name. Throws when one is malformed. */
export function readAgents(dir: string): readonly Agent[] {
  const roles = loadRoles(dir);
  return roles.names().map((name) => {
    const { summary, tools, tier, turnsMax, minutesMax, usdMax } = roles.get(name);
    return { name, summary, tools, tier, limits: { turns: turnsMax, minutes: minutesMax, usd: usdMax } };
  });
}

/** The role that is meant, however it is spelled (`QA Engineer`, `qa_engineer`). INVALID_INPUT at `pointer` when there is none. */
export function agentNamed(agents: readonly Agent[], name: string, pointer: string): Agent {
  const found = agents.find((agent) => agent.name === roleName(name));
  if (found) return found;
  throw invalid(pointer, `there is no role ${JSON.stringify(name.slice(0, 60))}; there are ${agents.map((agent) => agent.name).join(', ')}`);
}
