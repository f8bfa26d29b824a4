import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export const TIERS = ['simple', 'medium', 'complex'] as const;
/** What follows when a role's tries are used up: a stronger model, several candidates at once, a person. */
export const ESCALATIONS = ['model', 'candidates', 'person'] as const;
export type Escalation = (typeof ESCALATIONS)[number];

/** A role: who works on a task, with which tools and limits. One markdown file each in activities/roles/. */
export interface Role {
  name: string;
  /** One line for people: what it does. */
  summary: string;
  /** Names of tools (activities/agent/tools); none: it answers structured requests only. */
  tools: string[];
  /** How hard its work usually is: which models it asks. */
  tier: (typeof TIERS)[number];
  /** Limits of one session. */
  turnsMax: number;
  minutesMax: number;
  usdMax: number;
  /** In this order; `person` is always the last. */
  escalation: Escalation[];
  prompt: string;
}

export interface Roles {
  /** The named role; a name nobody knows works as the default developer. */
  get(name: string): Role;
  /** The named role, or null. */
  find(name: string): Role | null;
  names(): string[];
}

export const DEFAULT_ROLE = 'backend-developer';

// The part that every role with tools shares; no role itself.
const SHARED = '_with-tools.md';
const FIELDS = ['summary', 'tools', 'tier', 'turns_max', 'minutes_max', 'usd_max', 'escalation'] as const;
type Field = (typeof FIELDS)[number];

/**
 * Reads the role files of a folder. Throws one error with every problem of every file: better at start than in a build.
 * `knownTools`: the tools there are; left out, names of tools are not checked.
 */
export function loadRoles(dir: string, knownTools?: readonly string[]): Roles {
  const files = readdirSync(dir).filter((name) => name.endsWith('.md'));
  const shared = files.includes(SHARED) ? readFileSync(join(dir, SHARED), 'utf8').trim() : '';
  const roles = new Map<string, Role>();
  const problems: string[] = [];
  for (const file of files.filter((name) => !name.startsWith('_')).sort()) {
    const parsed = parseRole(basename(file, '.md'), readFileSync(join(dir, file), 'utf8'), shared, knownTools);
    if ('role' in parsed) roles.set(parsed.role.name, parsed.role);
    else problems.push(...parsed.problems.map((problem) => `${file}: ${problem}`));
  }
  if (problems.length > 0) throw new Error(`the role files in ${dir} have problems:\n${problems.join('\n')}`);
  const fallback = roles.get(DEFAULT_ROLE);
  if (!fallback) throw new Error(`the role ${DEFAULT_ROLE} is missing in ${dir}`);
  const find = (name: string) => roles.get(roleName(name)) ?? null;
  return { get: (name) => find(name) ?? fallback, find, names: () => [...roles.keys()] };
}

/** A role's name however somebody spells it: `QA Engineer`, `qa_engineer`. */
export function roleName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
}

function parseRole(name: string, text: string, shared: string, knownTools?: readonly string[]): { role: Role } | { problems: string[] } {
  const match = /^---\n([\s\S]*?)\n---\n([\s\S]+)$/.exec(text);
  if (!match) return { problems: ['has no front matter (a block between two lines of ---) with a prompt after it'] };
  const { fields, problems } = readFields(match[1] ?? '');
  const positive = (field: Field, whole: boolean): number => {
    const value = Number(fields.get(field) ?? Number.NaN);
    if (!(value > 0) || (whole && !Number.isInteger(value))) problems.push(`${field} must be a ${whole ? 'whole ' : ''}number above 0`);
    return value;
  };
  const tools = listOf(fields.get('tools'));
  const unknown = knownTools ? tools.filter((tool) => !knownTools.includes(tool)) : [];
  if (unknown.length > 0) problems.push(`tools names ${unknown.join(', ')}; there are ${knownTools?.join(', ')}`);
  if (tools.length > 0 && !tools.includes('finish')) problems.push('tools must hold finish, or a session never ends');
  const tier = TIERS.find((each) => each === fields.get('tier'));
  if (!tier) problems.push(`tier must be one of ${TIERS.join(', ')}`);
  const escalation = listOf(fields.get('escalation')).filter((step): step is Escalation => ESCALATIONS.includes(step as Escalation));
  if (escalation.at(-1) !== 'person' || escalation.length !== listOf(fields.get('escalation')).length)
    problems.push(`escalation must be a list of ${ESCALATIONS.join(', ')} that ends with person`);
  if (!fields.get('summary')) problems.push('summary must say in one line what the role does');
  const own = (match[2] ?? '').trim();
  const limits = { turnsMax: positive('turns_max', true), minutesMax: positive('minutes_max', false), usdMax: positive('usd_max', false) };
  if (problems.length > 0 || !tier) return { problems };
  const prompt = tools.length > 0 && shared ? `${own}\n\n${shared}` : own;
  return { role: { name, summary: fields.get('summary') ?? '', tools, tier, ...limits, escalation, prompt } };
}

function readFields(block: string): { fields: Map<Field, string>; problems: string[] } {
  const fields = new Map<Field, string>();
  const problems: string[] = [];
  for (const line of block.split('\n').filter((each) => each.trim() !== '')) {
    const at = line.indexOf(':');
    const name = line.slice(0, Math.max(0, at)).trim();
    const field = FIELDS.find((each) => each === name);
    if (!field) problems.push(`${JSON.stringify(line.slice(0, 60))} is none of ${FIELDS.map((each) => `${each}:`).join(' ')}`);
    else if (fields.has(field)) problems.push(`${field} is there twice`);
    else fields.set(field, line.slice(at + 1).trim());
  }
  return { fields, problems };
}

function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
