/**
 * What takes minutes on a new machine is made once, before the first suite: the Temporal program, a Docker engine and the
 * sandbox images. Suites have time limits of their own, and two that build the same thing side by side would both miss them.
 * Compiled to dist/, where jest's global setup finds it.
 */
import { dirname } from 'node:path';
import { loadConfig, type Config } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { openHome } from '../../embedded/home.js';
import { buildImages } from '../../embedded/images.js';
import { ensureTemporal } from '../../embedded/temporal-binary.js';
import { ensureChromium } from './chromium.js';
import { ensureTestDocker } from './docker.js';

const report = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** Answers the folder of the Temporal program, for the search path of the suites. Rejects when it can't be had; without an engine the suites that need one say so. */
export async function prepareMachine(options: { images: boolean }): Promise<{ binFolder: string }> {
  const config = loadConfig();
  const [binary] = await Promise.all([
    temporalProgram(config),
    prepareSandboxes(config, options.images).catch((error: Error) => report(`No sandboxes for the tests: ${error.message}`)),
  ]);
  return { binFolder: dirname(binary) };
}

function temporalProgram(config: Config): Promise<string> {
  const env = toolEnvironment(config);
  return ensureTemporal(openHome(config.settings.MW_HOME), { path: env['PATH'] ?? '', env, report });
}

async function prepareSandboxes(config: Config, images: boolean): Promise<void> {
  await ensureTestDocker();
  // After the engine: both may have to be installed, and apt works for one at a time.
  if (images) await ensureChromium(report).catch((error: Error) => report(`No browser for the tests: ${error.message}`));
  if (images) await buildImages(config, report);
}
