import type { BuildRow } from '../agent/session-store.js';
import type { DesignKind } from './design-files.js';
import { isObject } from './problem-list.js';

/** What the design of a project should hold. */
export interface Expected {
  openapi: boolean;
  sql: boolean;
  /** It has a page for people: options are drawn. */
  ui: boolean;
}

type Subject = Pick<BuildRow, 'projectType' | 'description' | 'domain'>;

const API_WORDS = /\b(?:rest(?:ful)? (?:api|services?)|https? (?:api|services?|endpoints?)|apis?|endpoints?|web ?services?|microservices?)\b/i;
const DATABASE_WORDS = /\b(?:databases?|sql|sqlite3?|postgres(?:ql)?|mysql|mariadb|sqlalchemy|prisma|drizzle|typeorm|orm|tables? schema)\b/i;
const PAGE_FILES = /\.(?:html?|tsx|jsx|vue|svelte|css)$/i;
// What has no network has no OpenAPI document, whatever its description says of the world around it.
const WITHOUT_API = new Set(['cli', 'library']);

/** By the project's type, its words and its plan. A command-line tool or a library needs no OpenAPI document, and only who keeps data in a database a schema. */
export function expectedOf(build: Subject, plan: Record<string, unknown>): Expected {
  const planned = [...texts(plan['stack']), ...texts(plan['requirements']), text(plan['summary'])].join('\n');
  const said = `${build.description}\n${planned}`;
  return {
    openapi:
      !WITHOUT_API.has(build.projectType) &&
      (build.projectType === 'api' || API_WORDS.test(said)) &&
      !(build.projectType === 'website' && !API_WORDS.test(planned)),
    sql: DATABASE_WORDS.test(planned === '' ? said : planned),
    ui: build.projectType === 'website' || plan['ui'] === true || plannedFiles(plan).some((path) => PAGE_FILES.test(path)),
  };
}

/** What the model is asked to write beside docs/architecture.md, in words. */
export function askFor({ openapi, sql }: Expected): string {
  const files = [
    'docs/architecture.md: parts, data, decisions, each with its reason',
    ...(openapi ? ['docs/openapi.json: OpenAPI 3.1 as JSON, every path of the API with its statuses'] : []),
    ...(sql ? ['docs/schema.sql: the database schema'] : []),
    ...(openapi || sql ? ['docs/schemas/<thing>.schema.json: one JSON Schema for each thing that is checked at the border'] : []),
  ];
  const without = [...(openapi ? [] : ['an OpenAPI document']), ...(sql ? [] : ['a database schema'])];
  return [
    'Write the architecture as files:',
    ...files.map((file) => `- ${file}`),
    ...(without.length > 0 ? [`This project needs no ${without.map((what) => what.replace(/^an? /, '')).join(' and no ')}.`] : []),
  ].join('\n');
}

/** What a document is, by its path and what is in it. */
export function kindOf(path: string, content: string): DesignKind {
  const name = path.split('/').at(-1)?.toLowerCase() ?? '';
  if (/\.sql$/.test(name)) return 'sql';
  if (/^openapi\.|^swagger\./.test(name)) return 'openapi';
  if (!name.endsWith('.json')) return 'document';
  if (/\.schema\.json$/.test(name) || /(^|\/)schemas\//.test(path)) return 'json-schema';
  const head = content.slice(0, 500);
  if (/"openapi"\s*:/.test(head)) return 'openapi';
  return /"\$schema"\s*:\s*"https?:\/\/json-schema\.org/.test(head) ? 'json-schema' : 'document';
}

function plannedFiles(plan: Record<string, unknown>): string[] {
  const tasks = Array.isArray(plan['tasks']) ? (plan['tasks'] as unknown[]) : [];
  return tasks.flatMap((task) => (isObject(task) ? texts(task['files']) : []));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : typeof value === 'string' ? [value] : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
