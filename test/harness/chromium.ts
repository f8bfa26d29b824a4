/** A real browser for the tests: Debian's, installed once where it is missing. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { loadConfig } from '../../config.js';
import { toolEnvironment } from '../../embedded/child-environment.js';
import { run } from '../../embedded/process.js';

const PROGRAM = '/usr/bin/chromium';
// A new machine fetches about 100 MB.
const INSTALL_MS = 10 * 60_000;
// Another apt may be at work; it is waited for, in seconds.
const PATIENCE = ['-o', 'DPkg::Lock::Timeout=300'];
// Started as root; and it asks nobody outside by itself.
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const LAUNCH_MS = 60_000;

/** Installs the browser when it is missing. Rejects with apt's own words when it can't. */
export async function ensureChromium(report: (sentence: string) => void = () => undefined): Promise<void> {
  if (existsSync(PROGRAM)) return;
  report('Installing Chromium for the tests of the web app: apt-get install -y chromium (once; 20 to 90 s).');
  const env = { ...toolEnvironment(loadConfig()), DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', [...PATIENCE, 'update', '-qq'], { env, timeoutMs: INSTALL_MS });
  await run('apt-get', [...PATIENCE, 'install', '-y', '-qq', '--no-install-recommends', 'chromium'], { env, timeoutMs: INSTALL_MS });
}

/** The browser; one that hangs at its start on a busy machine is started once more. */
export async function launchChromium(): Promise<Browser> {
  await ensureChromium();
  const start = () => chromium.launch({ executablePath: PROGRAM, args: FLAGS, timeout: LAUNCH_MS });
  return start().catch(start);
}
