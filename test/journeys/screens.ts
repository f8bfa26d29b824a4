/** `node dist/test/journeys/screens.js`: a picture of every page, light, dark and on a phone, into docs/screens/. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectRoot } from '../../config.js';
import { pagesOf } from './pages.js';
import { Journey } from './stage.js';

const FOLDER = join(projectRoot, 'docs/screens');
const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;
// Busy machines need minutes for a build.
const BUILD_MS = 300_000;
const POLL_MS = 500;

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + BUILD_MS; Date.now() < end;) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`${what} did not happen within ${BUILD_MS / 1_000} s`);
}

/** One build that ended in production, one that waits for its plan's approval, one that was stopped, and a word in the chat. */
async function fill(journey: Journey): Promise<string> {
  const create = async (description: string) => (await journey.ask<{ id: string }>('POST', '/api/coding_agent/create', { description })).id;
  const waitsFor = (id: string, kind: string) => until(`${id} waiting for ${kind}`, async () => (await journey.status(id)).waiting_for?.kind === kind);
  const decide = (id: string, verb: string, body: object = {}) => journey.ask('POST', `/api/coding_agent/${id}/${verb}`, body);
  const done = await create('a REST API for tasks in Python');
  await waitsFor(done, 'plan');
  await decide(done, 'approve');
  await waitsFor(done, 'deploy');
  await decide(done, 'deploy', { environment: 'staging' });
  await until('staging', async () => (await journey.status(done)).deployments.some(({ status }) => status === 'live'));
  await waitsFor(done, 'deploy');
  await decide(done, 'deploy', { environment: 'production' });
  await until('the end', async () => (await journey.status(done)).status === 'completed');
  const stopped = await create('a REST API for invoices with a PDF export in Python');
  await waitsFor(stopped, 'plan');
  await decide(stopped, 'stop', { reason: 'not needed any more' });
  await waitsFor(await create('a REST API for recipes with search in Python'), 'plan');
  for (const text of [`how far is ${done}`, `what did ${done} cost`]) await journey.ask('POST', '/chat', { message: text }).catch(() => undefined);
  return done;
}

async function take(page: Page, url: string, file: string): Promise<void> {
  await page.goto(url);
  await page.locator('h1').first().waitFor();
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: file, animations: 'disabled' });
}

const journey = await Journey.start('service');
try {
  const built = await fill(journey);
  mkdirSync(FOLDER, { recursive: true });
  for (const { look, ...options } of LOOKS) {
    const { page, complaints } = await journey.signedIn(options);
    for (const { name, path } of pagesOf(built)) await take(page, `${journey.stack.url}/ui${path}`, join(FOLDER, `${name}-${look}.png`));
    if (complaints.length > 0) throw new Error(`the pages complained: ${complaints.join('; ')}`);
  }
  process.stdout.write(`Pictures of ${pagesOf(built).length} pages are in docs/screens.\n`);
} finally {
  await journey.stop();
}
