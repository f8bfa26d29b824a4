import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A role: who works on a task, with which tools and limits. One markdown file each in activities/roles/. */
export interface Role {
  name: string;
  /** Names of tools (activities/agent/tools). */
  tools: string[];
  turnsMax: number;
  prompt: string;
}

export interface Roles {
  /** The named role; a name nobody knows works as the default developer. */
  get(name: string): Role;
  names(): string[];
}

const DEFAULT_ROLE = 'backend-developer';

/** Reads the role files of a folder. Throws when one is malformed: better at start than in a build. */
export function loadRoles(dir: string): Roles {
  const roles = new Map<string, Role>();
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.md'))) {
    const role = parseRole(basename(file, '.md'), readFileSync(join(dir, file), 'utf8'));
    roles.set(role.name, role);
  }
  const fallback = roles.get(DEFAULT_ROLE);
  if (!fallback) throw new Error(`the role ${DEFAULT_ROLE} is missing in ${dir}`);
  return {
    get: (name) =>
      roles.get(
        name
          .trim()
          .toLowerCase()
          .replaceAll(/[\s_]+/g, '-'),
      ) ?? fallback,
    names: () => [...roles.keys()].sort(),
  };
}

function parseRole(name: string, text: string): Role {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]+)$/.exec(text);
  if (!match) throw new Error(`the role file ${name}.md has no front matter`);
  const fields = new Map(
    (match[1] ?? '').split('\n').map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()] as const),
  );
  const tools = (fields.get('tools') ?? '')
    .split(',')
    .map((tool) => tool.trim())
    .filter(Boolean);
  const turnsMax = Number(fields.get('turns_max'));
  if (!Number.isInteger(turnsMax) || turnsMax < 1) throw new Error(`the role file ${name}.md needs turns_max: a whole number`);
  return { name, tools, turnsMax, prompt: (match[2] ?? '').trim() };
}
