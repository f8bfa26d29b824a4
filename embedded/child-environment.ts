/** The environment of every child process, in one place: explicit, and secrets only where they are used. */
import type { Config, SettingName } from '../config.js';

/** Where the engines of this start are. */
export interface Endpoints {
  temporalAddress: string;
  temporalUiUrl: string | null;
  databaseUrl: string;
  databaseOwnerUrl: string;
  dockerHost: string;
  proxyPort: number;
  instance: string;
}

export type Role = 'worker' | 'api' | 'proxy' | 'migrate';

// What each role is told of the settings a person gave, besides what all are told.
const GIVEN: Record<Role, readonly SettingName[]> = {
  worker: [
    'TEMPORAL_NAMESPACE',
    'MW_QUEUE_PREFIX',
    'MW_FAILPOINT',
    'BLOB_URL',
    'GIT_REMOTE_BASE',
    'OPENAI_API_KEY',
    'OPENAI_BASE_URL',
    'OPENAI_MODEL',
    'MOCK_LLM',
    'LLM_FIRST_BYTE_TIMEOUT_SECONDS',
    'LLM_IDLE_TIMEOUT_SECONDS',
    'LLM_TOTAL_TIMEOUT_SECONDS',
    'SANDBOX_EXTRA_CA',
    'SANDBOX_REGISTRIES',
    'SANDBOX_MEMORY_MB',
    'SANDBOX_CPUS',
    'SANDBOX_PIDS',
    'SANDBOX_WORKSPACE_MB',
    'SANDBOX_OUTPUT_KB',
    'SANDBOX_CONCURRENCY',
    'SANDBOX_RUNTIME',
  ],
  api: ['TEMPORAL_NAMESPACE', 'MW_QUEUE_PREFIX', 'MW_FAILPOINT', 'BLOB_URL'],
  proxy: [],
  migrate: [],
};
const GIVEN_TO_ALL: readonly SettingName[] = ['LOG_LEVEL', 'NO_COLOR', 'CI'];

/** Settings for one of our own processes; it parses them with parseConfig like any other environment. */
export function childEnvironment(config: Config, role: Role, endpoints: Endpoints): Record<string, string> {
  const { settings } = config;
  const common = {
    ...config.inherited,
    ...pick(config, GIVEN_TO_ALL),
    MW_HOME: settings.MW_HOME,
    MW_PORT: String(settings.MW_PORT),
    MW_HOST: settings.MW_HOST,
    MW_PROXY_PORT: String(endpoints.proxyPort),
    MW_INSTANCE: endpoints.instance,
  };
  return { ...common, ...pick(config, GIVEN[role]), ...ofRole(config, role, endpoints) };
}

function ofRole(config: Config, role: Role, endpoints: Endpoints): Record<string, string> {
  const temporal = { TEMPORAL_ADDRESS: endpoints.temporalAddress, ...(endpoints.temporalUiUrl ? { TEMPORAL_UI_URL: endpoints.temporalUiUrl } : {}) };
  const database = { DATABASE_URL: endpoints.databaseUrl };
  switch (role) {
    case 'worker':
      return { ...config.network, ...temporal, ...database, DOCKER_HOST: endpoints.dockerHost };
    case 'api':
      return { ...temporal, ...database };
    case 'migrate':
      return { ...database, DATABASE_OWNER_URL: endpoints.databaseOwnerUrl };
    case 'proxy':
      return {};
  }
}

/** For programs that are not ours: engines, installers, compilers. They see no setting of ours. */
export function toolEnvironment(config: Config): Record<string, string> {
  return { ...config.inherited, ...config.network };
}

function pick(config: Config, names: readonly SettingName[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (config.given[name] === undefined ? [] : [[name, config.given[name]]]))) as Record<string, string>;
}
