/** The environment of every child process, in one place: explicit, and secrets only where they are used. */
import { withoutSecrets, type Config, type SettingName } from '../config.js';

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

// What a role is not told of the settings a person gave: what it has no use for, secrets above all. Everything else it hears,
// so that a new setting reaches its reader without a second list. `null`: nothing but what all are told.
const WITHHELD: Record<Role, readonly SettingName[] | null> = {
  worker: ['DATABASE_OWNER_URL', 'MW_NO_INSTALL'],
  api: ['DATABASE_OWNER_URL', 'MW_NO_INSTALL', 'OPENAI_API_KEY', 'GIT_REMOTE_BASE', 'DOCKER_HOST', 'SANDBOX_EXTRA_CA'],
  proxy: null,
  migrate: null,
};
// What stands for a key where only its presence is of use.
const KEY_IS_THERE = 'set';
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
  return { ...common, ...pick(config, toldTo(config, role)), ...ofRole(config, role, endpoints) };
}

function ofRole(config: Config, role: Role, endpoints: Endpoints): Record<string, string> {
  const temporal = { TEMPORAL_ADDRESS: endpoints.temporalAddress, ...(endpoints.temporalUiUrl ? { TEMPORAL_UI_URL: endpoints.temporalUiUrl } : {}) };
  const database = { DATABASE_URL: endpoints.databaseUrl };
  switch (role) {
    case 'worker':
      return { ...config.network, ...config.modelVariables, ...temporal, ...database, DOCKER_HOST: endpoints.dockerHost };
    case 'api':
      return { ...modelsShown(config), ...temporal, ...database };
    case 'migrate':
      return { ...database, DATABASE_OWNER_URL: endpoints.databaseOwnerUrl };
    case 'proxy':
      return {};
  }
}

/** For who shows which providers could be asked and asks none: that a key is there, not the key; addresses without secrets. */
function modelsShown({ models, modelVariables, given }: Config): Record<string, string> {
  const addresses = new Set(Object.values(models.providers).map(({ base_url_env: name }) => name));
  const shown = Object.entries(modelVariables).map(([name, value]) => [name, addresses.has(name) ? withoutSecrets(value) : KEY_IS_THERE]);
  return { ...(given.OPENAI_API_KEY ? { OPENAI_API_KEY: KEY_IS_THERE } : {}), ...(Object.fromEntries(shown) as Record<string, string>) };
}

/** For programs that are not ours: engines, installers, compilers. They see no setting of ours. */
export function toolEnvironment(config: Config): Record<string, string> {
  return { ...config.inherited, ...config.network };
}

function toldTo(config: Config, role: Role): SettingName[] {
  const withheld = WITHHELD[role];
  return withheld ? (Object.keys(config.given) as SettingName[]).filter((name) => !withheld.includes(name)) : [];
}

function pick(config: Config, names: readonly SettingName[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (config.given[name] === undefined ? [] : [[name, config.given[name]]]))) as Record<string, string>;
}
