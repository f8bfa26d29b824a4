/**
 * What takes minutes on a new machine is made once, before the first suite: the Temporal program, a Docker engine and the
 * sandbox images. Suites have time limits of their own, and two that build the same thing side by side would both miss them.
 * Compiled to dist/, where jest's global setup finds it.
 */
import { dirname, join } from 'node:path';
import Docker from 'dockerode';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import { loadConfig, projectRoot, type Config } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { openHome } from '../../embedded/home.js';
import { ensureTemporal } from '../../embedded/temporal-binary.js';
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

async function prepareSandboxes({ settings }: Config, images: boolean): Promise<void> {
  await ensureTestDocker();
  if (!images) return;
  const imagesDir = join(projectRoot, 'sandbox-images');
  const driver = createDockerSandboxDriver({ docker: new Docker(), instance: 'prepare', imagesDir, extraCaPem: settings.SANDBOX_EXTRA_CA });
  for (const language of (await loadImageSpecs(imagesDir)).keys()) await driver.ensureImage(language, { onProgress: sayBegin() });
  await driver.close();
}

/** The sentences of an image build without its steps. */
function sayBegin(): (text: string) => void {
  return (text) => (text.startsWith('Step ') ? undefined : report(text));
}
