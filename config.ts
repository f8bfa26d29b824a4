/**
 * The only reader of process.env. Every setting has its name, type, default and meaning in SETTINGS; all problems are
 * told at once; what a person sees of it (`describe`) holds no secret.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { isWebPort } from './contracts/web-ports.js';
import { readModels } from './models-file.js';
import type { ModelsFile } from './schemas/models.js';

/** The folder of package.json: assets that are not code (migrations, roles, sandbox images) are read from there. */
export const projectRoot: string = findProjectRoot(dirname(fileURLToPath(import.meta.url)));

/** Compiled code and the workflow bundle; sources run straight from tests find their programs here too. */
export const distFolder: string = join(projectRoot, 'dist');

function findProjectRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('package.json was not found above the code: the checkout is incomplete');
  return findProjectRoot(parent);
}

const port = (standard: number) => whole(1, 65_535, standard);
const webPort = (standard: number) => port(standard).refine(isWebPort, 'no browser asks anybody at this port; choose another');
const whole = (min: number, max: number, standard: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(min).max(max)).default(standard);
const decimal = (min: number, max: number, standard: number) =>
  z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'must be a number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(standard);
const flag = () =>
  z
    .enum(['1', 'true', 'yes', '0', 'false', 'no'])
    .transform((text) => ['1', 'true', 'yes'].includes(text))
    .default(false);
const optional = () => z.string().nullable().default(null);
const folder = () => z.string().refine(isAbsolute, 'must be an absolute path');
const file = () =>
  folder()
    .refine((path) => existsSync(path), 'there is no such file')
    .nullable()
    .default(null);
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )
    .nullable()
    .default(null);
/** Entries separated by commas, each as the pattern has it. */
const list = (each: RegExp, problem: string, read = (entry: string) => entry) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((entry) => read(entry.trim()))
        .filter((entry) => entry !== ''),
    )
    .pipe(z.array(z.string().regex(each, `${problem}, separated by commas`)));
const modelName = () =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,39}(\/\S{1,200})?$/, 'must be a provider of the models file, or provider/model')
    .nullable()
    .default(null);
// What finished builds of this and other agents spend (half of it on code), with room: a phase may take what an earlier one left.
const PHASE_SHARES = 'plan=10,design=10,code=50,test=20,document=10,deploy=10';
const shares = () =>
  z
    .string()
    .regex(/^[a-z]+=\d{1,3}(,[a-z]+=\d{1,3})*$/, 'must be phase=percent, several separated by commas')
    .default(PHASE_SHARES)
    .transform((text) => Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0], Number(pair.split('=')[1])])) as Record<string, number>);
const roleNames = () =>
  z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*(,[a-z]+(-[a-z]+)*)*$/, 'must be names of roles (GET /api/agents lists them), separated by commas without spaces')
    .transform((text) => text.split(','))
    .nullable()
    .default(null);
const hostPort = () =>
  z
    .string()
    .regex(/^[^\s/:]+:\d+$/, 'must be host:port')
    .nullable()
    .default(null);

// Printed as "(set)": these carry passwords or keys.
const SECRET = new Set(['DATABASE_URL', 'DATABASE_OWNER_URL', 'OPENAI_API_KEY', 'BLOB_URL', 'GIT_REMOTE_BASE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']);

const SETTINGS = z.object({
  MW_HOME: folder()
    .default(process.getuid?.() === 0 ? '/var/lib/millwright' : join(homedir(), '.millwright'))
    .describe('folder of all state'),
  MW_PORT: webPort(4400).describe('port of API and web app'),
  MW_HOST: z.string().default('127.0.0.1').describe('address that API, web app and deployments listen on'),
  MW_PROXY_PORT: port(4480).describe('port of the deployments; a free one near it when taken'),
  MW_INSTANCE: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/, 'must be 1 to 32 of a-z, 0-9 and -')
    .nullable()
    .default(null)
    .describe('label of our containers; made from MW_HOME'),
  MW_NO_INSTALL: flag().describe('never install system packages'),
  MW_QUEUE_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]{0,64}$/, 'must be at most 64 of A-Z, a-z, 0-9, ., _ and -')
    .default('')
    .describe('put before the names of all task queues'),
  MW_FAILPOINT: z
    .string()
    .regex(/^[\w.-]+:[\w-]+(,[\w.-]+:[\w-]+)*$/, 'must be name:position, several separated by commas')
    .nullable()
    .default(null)
    .describe('test hook: where the worker kills itself once'),
  TEMPORAL_ADDRESS: hostPort().describe('a Temporal server to use instead of the embedded one'),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[A-Za-z0-9._-]+$/, 'must be a namespace name')
    .default('default')
    .describe('namespace on that server'),
  TEMPORAL_UI_URL: url('http:', 'https:').describe('where people find the Temporal Web UI'),
  DATABASE_URL: url('postgres:', 'postgresql:').describe('a PostgreSQL to use instead of the embedded one'),
  DATABASE_OWNER_URL: url('postgres:', 'postgresql:').describe('the same database as the role that owns the schema, for migrations'),
  DOCKER_HOST: z
    .string()
    .regex(/^(unix|tcp|http|https|ssh):\/\/.+/, 'must start with unix://, tcp:// or ssh://')
    .nullable()
    .default(null)
    .describe('a Docker engine to use instead of the local one'),
  BLOB_URL: url('file:', 's3:').describe('folder of large files that all hosts share, or s3://bucket/prefix?endpoint=https://host; in MW_HOME by default'),
  AWS_ACCESS_KEY_ID: optional().describe('key of the S3 bucket; what the machine itself may do otherwise'),
  AWS_SECRET_ACCESS_KEY: optional().describe('its secret'),
  AWS_REGION: optional().describe('region of the S3 bucket'),
  EXECUTION_MAX_RETRIES: whole(1, 10, 5).describe('attempts of an execution that does not say how many'),
  EXECUTION_TIMEOUT_SECONDS: whole(1, 3_600, 300).describe('seconds that the checks of one attempt may take together'),
  EXECUTION_DAILY_LIMIT: whole(0, 1_000_000, 100).describe('executions a user may begin in a day (UTC); 0: no limit'),
  ARTIFACT_MAX_SIZE_MB: whole(1, 2_000, 50).describe('largest upload'),
  ARTIFACT_RETENTION_DAYS: whole(1, 36_500, 30).describe('days that uploads are kept, and what a build left after its end'),
  REPO_ALLOW: list(/^(\/[^\s]*|\[?[A-Za-z0-9.:-]+\]?)$/, 'must be hosts, host:port or absolute folders', (entry) => entry.replace(/^file:\/\//, ''))
    .default([])
    .describe('repositories that may be private: hosts, host:port, or folders of this machine, separated by commas'),
  WEBHOOK_ALLOW: list(/^\[?[A-Za-z0-9.:-]+\]?(:\d+)?$/, 'must be hosts or host:port')
    .default([])
    .describe('hosts that webhooks may lead to though they are private or speak plain http, separated by commas'),
  GIT_REMOTE_BASE: optional().describe('where project repositories are kept; a folder of MW_HOME by default'),
  OPENAI_API_KEY: optional().describe('key of the model endpoint; without key and base URL the built-in template model answers'),
  OPENAI_BASE_URL: url('http:', 'https:').describe('any OpenAI-compatible endpoint'),
  OPENAI_MODEL: z.string().default('gpt-5.4-mini').describe('model to ask there'),
  MW_MODELS_FILE: file().describe('your own models file, merged over models.json: providers, models, prices, chains'),
  LLM_SIMPLE_PROVIDER: modelName().describe('provider, or provider/model, that is asked first for simple work'),
  LLM_MEDIUM_PROVIDER: modelName().describe('the same for work of medium complexity'),
  LLM_COMPLEX_PROVIDER: modelName().describe('the same for complex work'),
  OLLAMA_BASE_URL: url('http:', 'https:').describe('an Ollama server, e.g. http://127.0.0.1:11434'),
  LLM_UNPRICED: z.enum(['allow', 'refuse']).default('allow').describe('whether models without a known price are asked: no budget binds for them'),
  MOCK_LLM: flag().describe('use the built-in template model whatever else is set'),
  LLM_FIRST_BYTE_TIMEOUT_SECONDS: whole(1, 3600, 120).describe('wait for the first byte of an answer'),
  LLM_IDLE_TIMEOUT_SECONDS: whole(1, 3600, 60).describe('wait between two pieces of an answer'),
  LLM_TOTAL_TIMEOUT_SECONDS: whole(1, 7200, 600).describe('wait for a whole answer'),
  COST_LIMIT_DAILY: decimal(0, 1_000_000, 0).describe('dollars a user may spend on models in a day (UTC); 0: no limit'),
  COST_LIMIT_MONTHLY: decimal(0, 1_000_000, 200).describe('dollars a user may spend on models in a calendar month (UTC); 0: no limit'),
  COST_ALERT_THRESHOLD: decimal(0, 1_000_000, 50).describe('dollars a month at which a user is told, once; 0: never'),
  BUDGET_PHASE_SHARES: shares().describe('percent of a budget that each phase should not exceed'),
  BUDGET_PHASE_LIMIT: z.enum(['warn', 'wait']).default('warn').describe('what happens then: a warning, or a wait for a person'),
  BUILD_ROLES: roleNames().describe('roles that take part in builds, separated by commas, besides planner and developer; all but code-reviewer by default'),
  BUILD_RESCUE_CANDIDATES: whole(1, 5, 1).describe('sessions side by side at a task whose tries failed; 1: none, a person is asked at once'),
  SANDBOX_EXTRA_CA: file().describe('PEM bundle that image builds and dependency installs trust; NODE_EXTRA_CA_CERTS when that is set'),
  AUDIT_ADVISORIES: file().describe('OSV advisories as a JSON list, for the audit of dependencies; without them the audit is unavailable'),
  AUDIT_FAIL_FROM: z
    .enum(['none', 'low', 'moderate', 'high', 'critical'])
    .default('none')
    .describe('severity from which a hole in a dependency fails the checks; none: all are advice'),
  SANDBOX_REGISTRIES: list(/^[A-Za-z0-9.-]+(:\d+)?$/, 'must be host names')
    .nullable()
    .default(null)
    .describe('hosts that dependency installs may reach, separated by commas'),
  HONESTY_POLICY: list(/^[a-z-]+\s*=\s*(allow|warn|ask|deny)$/, 'must be kind=allow|warn|ask|deny')
    .default([])
    .describe('what follows from a finding of the honesty guard, where it differs from the default'),
  HONESTY_MUTANTS: whole(0, 100, 8).describe('changes of meaning that a build is tried with at most, to see whether its tests notice'),
  HONESTY_MUTATION_SECONDS: whole(0, 3600, 3).describe('for how long; 0 switches it off'),
  SANDBOX_MEMORY_MB: whole(64, 1_048_576, 1024).describe('memory of one sandbox'),
  SANDBOX_CPUS: decimal(0.1, 256, 2).describe('CPUs of one sandbox'),
  SANDBOX_PIDS: whole(16, 32_768, 256).describe('processes of one sandbox'),
  SANDBOX_WORKSPACE_MB: whole(16, 65_536, 256).describe('workspace of one sandbox; counts as memory'),
  SANDBOX_OUTPUT_KB: whole(16, 65_536, 1024).describe('output of one command'),
  SANDBOX_CONCURRENCY: whole(0, 256, 0).describe('sandboxes at work at once on this host; 0: as many as the memory of its engine holds, at most four a CPU'),
  SANDBOX_WARM: whole(0, 16, 1).describe('empty sandboxes kept ready for the next session or check; 0: none'),
  SANDBOX_RUNTIME: optional().describe('container runtime of sandboxes, runsc for instance; the default of the engine otherwise'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info').describe('what processes log'),
  NO_COLOR: z
    .string()
    .transform((text) => text !== '')
    .default(false)
    .describe('no colours'),
  CI: z
    .string()
    .transform((text) => !['', '0', 'false'].includes(text))
    .default(false)
    .describe('nobody is at the terminal'),
});

type Settings = z.output<typeof SETTINGS>;
export type SettingName = keyof Settings;

// What any program needs to work at all, and nothing that tells it more.
const INHERITED = ['PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TERM'];
// The way to the network, for whoever fetches something.
const NETWORK = [
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'GOPROXY',
  'GONOSUMDB',
  'GOSUMDB',
  'GOFLAGS',
  'GOPATH',
  'GOCACHE',
];

export interface Config {
  /** Every setting by its own name, parsed; see SETTINGS for the meaning. */
  readonly settings: Readonly<Settings>;
  /** Settings that were given, as they were given: what a child process may be told. */
  readonly given: Readonly<Partial<Record<SettingName, string>>>;
  readonly inherited: Readonly<Record<string, string>>;
  readonly network: Readonly<Record<string, string>>;
  /** The models file, merged. */
  readonly models: ModelsFile;
  /** Values of the variables that the models file names: keys and base URLs. Secret. */
  readonly modelVariables: Readonly<Record<string, string>>;
}

/** All problems of the settings at once, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`the settings have ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** Parses an environment. Empty values count as not set. Throws ConfigError. */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const known = Object.keys(SETTINGS.shape) as SettingName[];
  const given = pick(env, known) as Partial<Record<SettingName, string>>;
  const network = pick(env, NETWORK);
  const extraCa = network['NODE_EXTRA_CA_CERTS'];
  if (!given.SANDBOX_EXTRA_CA && extraCa && existsSync(extraCa)) given.SANDBOX_EXTRA_CA = extraCa;
  const parsed = SETTINGS.safeParse(given);
  const problems = [...unknownNames(env, known), ...(parsed.success ? [] : parsed.error.issues.map(problemText))];
  if (given.DATABASE_OWNER_URL && !given.DATABASE_URL) problems.push('DATABASE_OWNER_URL needs DATABASE_URL beside it');
  const models = readModels(join(projectRoot, 'models.json'), parsed.success ? parsed.data.MW_MODELS_FILE : null);
  problems.push(...models.problems, ...(parsed.success ? unknownProviders(parsed.data, models.file) : []));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const config = { settings: parsed.data, given, inherited: pick(env, INHERITED), network, models: models.file, modelVariables: pick(env, models.variables) };
  // A config that lands in a log or an error report shows what describe() shows.
  return Object.defineProperty(config, 'toJSON', { value: () => describe(config), enumerable: false });
}

/** The configuration of this process. Throws ConfigError. */
export function loadConfig(): Config {
  return parseConfig(process.env);
}

/** How people call the launcher here, as it says itself (`mw`, `./mw` or another path); `./mw` when nobody says. */
export function commandName(): string {
  const name = process.env['MILLWRIGHT_COMMAND'] ?? '';
  // Anything else could not be typed without quotes.
  return /^[\w./-]+$/.test(name) ? name : './mw';
}

/** Every setting as a person may see it: defaults too, secrets never. */
export function describe(config: Pick<Config, 'settings' | 'given'>): Record<string, string> {
  const lines = Object.entries(config.settings).map(([name, value]) => {
    if (value === null) return [name, '(not set)'];
    if (SECRET.has(name)) return [name, '(set)'];
    if (typeof value === 'string' && /^[a-z]+:\/\//.test(value)) return [name, withoutSecrets(value)];
    return [name, typeof value === 'object' && !Array.isArray(value) ? (config.given[name as SettingName] ?? PHASE_SHARES) : String(value)];
  });
  return Object.fromEntries(lines) as Record<string, string>;
}

/** An address as a person may see it: some carry a key before the host or behind the question mark. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = url.password = url.search = '';
  return url.toString().replace(/\/$/, '');
}

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : []))) as Record<string, string>;
}

function unknownProviders(settings: Settings, models: ModelsFile): string[] {
  const known = Object.keys(models.providers);
  return (['LLM_SIMPLE_PROVIDER', 'LLM_MEDIUM_PROVIDER', 'LLM_COMPLEX_PROVIDER'] as const).flatMap((name) => {
    const provider = settings[name]?.split('/')[0];
    return provider === undefined || known.includes(provider) ? [] : [`${name}: there is no provider ${provider} (there are ${known.join(', ')})`];
  });
}

function problemText(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`;
}

function unknownNames(env: Readonly<Record<string, string | undefined>>, known: readonly string[]): string[] {
  const unknown = Object.keys(env).filter((name) => name.startsWith('MW_') && !known.includes(name));
  const ours = known.filter((name) => name.startsWith('MW_')).join(', ');
  return unknown.map((name) => `${name}: there is no such setting (there are ${ours})`);
}
