/** schemathesis, which makes up requests from an OpenAPI document: from PyPI, exactly as pinned, into the cache, once a machine. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig, projectRoot } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { homeAt } from '../../embedded/home.js';
import { run } from '../../embedded/process.js';
import { findProgram } from '../../embedded/temporal-binary.js';

const PACKAGE = 'schemathesis==4.32.5';
// Everything it came with when it was tried. What it needs of these depends on the version of Python.
const CONSTRAINTS = join(projectRoot, 'test/api/schemathesis.txt');
// About 30 MB of wheels: 10 to 20 s; a slow line gets more.
const INSTALL_MS = 300_000;

export interface Schemathesis {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** How it is called. Rejects with what is missing when it can't be installed. */
export async function ensureSchemathesis(): Promise<Schemathesis> {
  const config = loadConfig();
  const env = toolEnvironment(config);
  const python = findProgram('python3', env['PATH'] ?? '');
  if (!python) throw new Error('The API is tested with schemathesis, which needs Python >= 3.10 with pip: there is no python3 on PATH.');
  const digest = createHash('sha256').update(readFileSync(CONSTRAINTS)).digest('hex').slice(0, 12);
  const { cache } = homeAt(config.settings.MW_HOME);
  const folder = join(cache, `schemathesis-${digest}`);
  if (!existsSync(folder)) await install(python, folder, env);
  // A plain folder of packages, unlike a virtual environment, may be made beside and moved into place.
  return { command: python, args: ['-m', 'schemathesis.cli'], env: { ...env, PYTHONPATH: folder, PYTHONDONTWRITEBYTECODE: '1' } };
}

async function install(python: string, folder: string, env: Record<string, string>): Promise<void> {
  const next = `${folder}-${process.pid}`;
  process.stderr.write('Installing schemathesis for the tests of the API (once; 10 to 20 s).\n');
  mkdirSync(join(next, '..'), { recursive: true, mode: 0o711 });
  try {
    const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', '--target', next, '-c', CONSTRAINTS, PACKAGE];
    await run(python, args, { env, timeoutMs: INSTALL_MS });
    // Of two runs that install at once the first one's stays.
    if (!existsSync(folder)) renameSync(next, folder);
  } catch (error) {
    throw new Error(`schemathesis could not be installed from PyPI: ${(error as Error).message}`, { cause: error });
  } finally {
    rmSync(next, { recursive: true, force: true });
  }
}
