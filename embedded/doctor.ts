/** `mw doctor`: looks at everything a start needs and tells all that is missing at once. Leaves everything as it is. */
import { existsSync, mkdtempSync, rmdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, type Config } from '../config.js';
import { DEFAULT_SOCKET, engineAnswers, engineInfo, isPlainAddress } from './docker-api.js';
import { missingLimits } from './docker.js';
import { homeAt } from './home.js';
import { leftBridges } from './left-bridges.js';
import { supervisorOf } from './lock.js';
import { silentEngines, type SilentEngine } from './outside.js';
import { missingParts } from './parts.js';
import { readAllLiving } from './pidfile.js';
import { isFree, portHolder } from './ports.js';
import { postgresPackage, serverAccount } from './postgres-files.js';
import { answersOk, apiUrl, readHealth } from './services.js';
import { findProgram, findTemporal } from './temporal-binary.js';
import { unservedRoutes } from './unserved.js';

export interface Finding {
  name: string;
  /** `warn`: works, but not as well as it could. */
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  /** What to do; empty when all is well. */
  todo: string;
}

// Images of two languages, the Temporal server, databases and workspaces.
const DISK_BYTES = { needed: 2 * 1024 ** 3, comfortable: 5 * 1024 ** 3 };
const OUTSIDE_SEARCH = '/usr/sbin:/sbin:/usr/local/sbin';

/** `load` is asked for the settings here, so that their problems are findings like others. */
export async function examine(load: () => Config): Promise<Finding[]> {
  const node = nodeFinding();
  let config: Config;
  try {
    config = load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [node, ...error.problems.map((problem) => fail('settings', problem, 'Correct or unset it.'))];
  }
  const looks = [
    homeFinding,
    diskFinding,
    portFinding,
    temporalFinding,
    postgresFinding,
    dockerFinding,
    baseImageFinding,
    llmFinding,
    runningFinding,
    blobsFinding,
  ];
  const findings = await Promise.all(looks.map((look) => guarded(look, config)));
  const parts = missingParts(config).map(({ name, todo }) => warn(name, 'not running', todo));
  const routes = (await unservedRoutes(homeAt(config.settings.MW_HOME))).map(({ detail, todo }) => fail('deployment', detail, todo));
  return [node, ok('settings', 'they can be read'), ...findings, ...(await bridgeFindings(config)), ...parts, ...routes];
}

async function guarded(look: (config: Config) => Finding | Promise<Finding>, config: Config): Promise<Finding> {
  try {
    return await look(config);
  } catch (error) {
    return fail(look.name.replace(/Finding$/, ''), (error as Error).message, '');
  }
}

function nodeFinding(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 20 || (major === 20 && minor >= 19);
  return fits ? ok('node', process.version) : fail('node', `${process.version} is too old`, 'Install Node.js >= 20.19.');
}

/** The nearest folder that exists: where MW_HOME is, or will be made. */
function existingFolder(folder: string): string {
  return existsSync(folder) ? folder : existingFolder(dirname(folder));
}

function homeFinding({ settings }: Config): Finding {
  const folder = existingFolder(settings.MW_HOME);
  try {
    // Asking for rights is not enough: root has them all, also where nothing can be made (a read-only disk, /proc, a file).
    rmdirSync(mkdtempSync(join(folder, '.mw-doctor-')));
  } catch (error) {
    const what = folder === settings.MW_HOME ? `${folder} can't be written` : `${settings.MW_HOME} can't be made`;
    return fail('home', `${what} (${(error as NodeJS.ErrnoException).code})`, 'Set MW_HOME to a folder you may write.');
  }
  if (process.getuid?.() === 0 && /^\/root(\/|$)/.test(settings.MW_HOME)) {
    return fail('home', `PostgreSQL runs as another user, who can't reach ${settings.MW_HOME}`, 'Set MW_HOME to a folder outside /root.');
  }
  return ok('home', settings.MW_HOME);
}

function diskFinding({ settings }: Config): Finding {
  const { bavail, bsize } = statfsSync(existingFolder(settings.MW_HOME));
  const free = bavail * bsize;
  const detail = `${(free / 1024 ** 3).toFixed(1)} GB free for ${settings.MW_HOME}`;
  if (free < DISK_BYTES.needed) return fail('disk', detail, 'Free at least 2 GB, or set MW_HOME to a larger disk.');
  return free < DISK_BYTES.comfortable ? warn('disk', detail, '5 GB are comfortable.') : ok('disk', detail);
}

async function portFinding(config: Config): Promise<Finding> {
  const { MW_PORT, MW_HOST, MW_HOME } = config.settings;
  if (readAllLiving(homeAt(MW_HOME).run)['api'] || (await isFree(MW_PORT, MW_HOST))) return ok('port', `${MW_PORT}`);
  return fail('port', `${MW_PORT} is taken by ${portHolder(MW_PORT) ?? 'another program'}`, 'Stop that, or set MW_PORT to a free port.');
}

async function temporalFinding(config: Config): Promise<Finding> {
  const { TEMPORAL_ADDRESS, MW_HOME } = config.settings;
  if (TEMPORAL_ADDRESS) return (await silentFinding(config, 'temporal')) ?? ok('temporal', `outside, at ${TEMPORAL_ADDRESS}`);
  const path = config.inherited['PATH'] ?? '';
  const binary = findTemporal(homeAt(MW_HOME), path);
  if (binary) return ok('temporal', binary);
  const go = findProgram('go', path);
  if (go) return warn('temporal', 'no program yet', `The first start downloads it, or builds it with ${go} in up to 3 minutes (longer on a slow machine).`);
  return warn(
    'temporal',
    'no program yet, and no Go to build it with',
    'The first start tries to download it. Otherwise install the Temporal CLI or Go >= 1.24.',
  );
}

async function postgresFinding(config: Config): Promise<Finding> {
  const { DATABASE_URL } = config.settings;
  if (DATABASE_URL) return (await silentFinding(config, 'postgres')) ?? ok('postgres', `outside, at ${new URL(DATABASE_URL).host}`);
  const found = postgresPackage();
  if (!found) return fail('postgres', `no programs for ${process.platform}-${process.arch}`, "Run 'npm ci' without '--omit=optional', or set DATABASE_URL.");
  serverAccount();
  return ok('postgres', `embedded, ${found.version}`);
}

/** A failure when a setting names this part and nobody answers there. */
async function silentFinding(config: Config, part: SilentEngine['part']): Promise<Finding | null> {
  const silent = (await silentEngines(config)).find((each) => each.part === part);
  return silent ? fail(part, `nothing answers there (${silent.setting}): ${silent.address}`, `Start it, or unset ${silent.setting}.`) : null;
}

async function dockerFinding(config: Config): Promise<Finding> {
  const host = config.settings.DOCKER_HOST ?? DEFAULT_SOCKET;
  if (!isPlainAddress(host)) return warn('docker', `${host} can't be examined from here`, '');
  if (await engineAnswers(host)) {
    const missing = await missingLimits(host);
    if (missing.length > 0)
      return fail(
        'docker',
        `the engine can't limit: ${missing.join(', ')}`,
        'Generated code needs these limits. Run the engine as root, or with cgroup delegation.',
      );
    const { ServerVersion, CgroupVersion } = await engineInfo(host);
    return ok('docker', `${ServerVersion} at ${host}, cgroup v${CgroupVersion ?? '1'}`);
  }
  const silent = await silentFinding(config, 'docker');
  if (silent) return silent;
  const root = process.getuid?.() === 0;
  if (root && findProgram('dockerd', `${config.inherited['PATH'] ?? ''}:${OUTSIDE_SEARCH}`)) return ok('docker', 'not running; the next start starts it');
  if (root && findProgram('apt-get', config.inherited['PATH'] ?? '') && !config.settings.MW_NO_INSTALL)
    return warn('docker', 'not installed', 'The next start installs it by apt-get.');
  return fail('docker', `no engine answers at ${host}`, 'Install and start Docker, or set DOCKER_HOST.');
}

// More are as well removed in two goes.
const BRIDGES_SHOWN = 20;

/** Nothing where none are left over, or the engine can't be asked (another finding says so). */
async function bridgeFindings({ settings }: Config): Promise<Finding[]> {
  const left = await leftBridges(settings.DOCKER_HOST ?? DEFAULT_SOCKET).catch(() => []);
  if (left.length === 0) return [];
  const detail = `${left.length} ${left.length === 1 ? 'bridge is' : 'bridges are'} here that this Docker engine has no network for`;
  const why = 'An engine that was killed left them, or another engine on this host has them. Each takes up a few addresses, no more.';
  const names = left.slice(0, BRIDGES_SHOWN).join(' ');
  return [warn('network', detail, `${why} If there is no other engine, as root: for bridge in ${names}; do ip link delete "$bridge"; done`)];
}

function baseImageFinding(config: Config): Finding {
  const found = findProgram('mmdebstrap', `${config.inherited['PATH'] ?? ''}:${OUTSIDE_SEARCH}`);
  if (found) return ok('base image', 'pulled, or made by mmdebstrap');
  return warn('base image', 'no mmdebstrap', 'Only needed where no image registry answers: apt-get install -y mmdebstrap');
}

async function llmFinding(config: Config): Promise<Finding> {
  // Only here: it brings the clients of all models along.
  const { reportModels } = await import('./models.js');
  const report = reportModels(config);
  if (report.answers === 'template')
    return warn(
      'model',
      'the built-in template model answers',
      'Set the key of a provider (mw models lists them), or OPENAI_BASE_URL, to use a language model.',
    );
  const first = [...new Set(Object.values(report.chains).flatMap((chain) => chain.slice(0, 1)))].join(', ');
  const unpriced = report.models.filter(({ price }) => price === null).map(({ name }) => name);
  if (unpriced.length > 0) return warn('model', first, `Nobody knows the price of ${unpriced.join(', ')}: no budget binds it. Give it one in MW_MODELS_FILE.`);
  const named = [config.settings.LLM_SIMPLE_PROVIDER, config.settings.LLM_MEDIUM_PROVIDER, config.settings.LLM_COMPLEX_PROVIDER];
  const wanted = report.providers.filter(({ name, missing }) => missing && named.some((each) => each?.split('/')[0] === name));
  if (wanted.length > 0) return warn('model', first, `Passed over: ${wanted.map(({ name, missing }) => `${name} (${missing})`).join(', ')}.`);
  return ok('model', `${first}; whether it answers: mw models`);
}

async function runningFinding(config: Config): Promise<Finding> {
  const home = homeAt(config.settings.MW_HOME);
  const supervisor = supervisorOf(home.run);
  const living = Object.entries(readAllLiving(home.run))
    .map(([name, { pid }]) => `${name} ${pid}`)
    .join(', ');
  if (!supervisor)
    return living === '' ? ok('running', 'no') : warn('running', `without a supervisor: ${living}`, "'mw up' takes them over, 'mw down' stops them.");
  if (await answersOk(`${apiUrl(config)}/readyz`)) return ok('running', `supervisor ${supervisor.pid}, ${living}`);
  return fail(
    'running',
    `supervisor ${supervisor.pid}, ${living}, but ${apiUrl(config)}/readyz is not ready`,
    `Look at: mw logs   (in ${join(home.root, 'logs')})`,
  );
}

/** Whose the store is only the API knows, when it runs. */
async function blobsFinding(config: Config): Promise<Finding> {
  const { BLOB_URL, MW_HOME } = config.settings;
  const blobs = (await readHealth(apiUrl(config)))?.parts?.blobs;
  if (blobs?.ok === false)
    return fail('blobs', blobs.detail ?? "the store is not this database's", 'Set DATABASE_URL and BLOB_URL to what belongs together (docs/operations.md).');
  return ok('blobs', BLOB_URL === null ? join(MW_HOME, 'blobs') : `outside, in BLOB_URL (${new URL(BLOB_URL).protocol})`);
}

function ok(name: string, detail: string): Finding {
  return { name, status: 'ok', detail, todo: '' };
}
function warn(name: string, detail: string, todo: string): Finding {
  return { name, status: 'warn', detail, todo };
}
function fail(name: string, detail: string, todo: string): Finding {
  return { name, status: 'fail', detail, todo };
}
