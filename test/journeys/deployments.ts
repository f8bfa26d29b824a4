import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { until } from '../harness/until.js';
import type { Journey } from './stage.js';
import type { Visitor } from './visitor.js';

const WORDS = 'Good evening';

/** The next version of what serves is begun on its project's page, deployed, looked at, and rolled back on the deployments page: the first serves again. */
export async function rollBackJourney(journey: Journey, first: { id: string; words: string }): Promise<void> {
  const { project_id } = await journey.status(first.id);
  const [me, other] = await Promise.all([journey.signedIn(), journey.signedIn()]);
  const second = await nextVersion(me, project_id);
  expect((await journey.status(second)).project_id).toBe(project_id);
  await journey.decide(second, 'approve');
  await journey.waitsFor(second, 'deploy');

  await Promise.all([me.open(`/builds/${second}`), other.open('/deployments')]);
  await running(other, first.id).waitFor();
  await journey.seenElsewhere('a deployment begun', () => me.button(/Deploy to staging/).click(), other.page.locator(buildLink(second)));
  await running(other, second).waitFor();
  await running(other, first.id).waitFor({ state: 'detached' });
  const served = await me.follow(me.linkTo(await journey.liveUrl(second)));
  await served.getByRole('heading', { name: WORDS }).waitFor();

  await me.open('/deployments');
  await seesOutput(me);
  await me.button('Roll back', true).click();
  await me.page.getByRole('dialog').getByRole('button', { name: 'Roll back', exact: true }).click();
  await running(other, first.id).waitFor();
  await other.page.getByRole('region', { name: 'History' }).getByText('Rolled back', { exact: true }).waitFor();
  await running(other, first.id).locator('xpath=ancestor::article').getByText('Came back').waitFor();
  await served.reload();
  await served.getByRole('heading', { name: first.words }).waitFor();
  expect(other.neverReloaded).toBe(true);
  expect([...me.complaints, ...other.complaints]).toEqual([]);
  await Promise.all([me.leave(), other.leave()]);
}

/** On the project's page, and from there with what its latest build was asked for. Gives the build, whose plan waits. */
async function nextVersion(me: Visitor, project: string): Promise<string> {
  const { page } = me;
  await me.open(`/projects/${project}`);
  await page.getByRole('link', { name: 'Build the next version' }).click();
  await page.getByRole('group', { name: 'Project' }).getByText('The next version of').waitFor();
  const said = page.getByLabel('What should it do?');
  await until('what the latest build was asked for', async () => (await said.inputValue()) !== '');
  await said.fill(`A page that says "${WORDS}"`);
  await page.getByRole('switch', { name: /^Documents/ }).focus();
  await me.press('Space');
  await me.button(/Make the plan/).click();
  await me.button(/Approve and start/).waitFor();
  return /int-code-\w+/.exec(page.url())?.[0] ?? '';
}

/** What the service prints is read, as it comes and by the keyboard, beside what it serves. */
async function seesOutput(visitor: Visitor): Promise<void> {
  const output = visitor.page.getByRole('button', { name: 'Output', exact: true }).first();
  await output.focus();
  await visitor.page.keyboard.press('Enter');
  const panel = visitor.page.getByRole('region', { name: /^Output of/ });
  await panel.getByText('live', { exact: true }).waitFor();
  await panel.getByText('It has printed nothing yet.').or(panel.getByRole('log')).waitFor();
  await visitor.page.getByRole('button', { name: 'Hide the output' }).click();
  await panel.waitFor({ state: 'detached' });
}

/** The build among those that run now. */
function running(visitor: Visitor, id: string): Locator {
  return visitor.page.getByRole('region', { name: 'Running now' }).locator(buildLink(id)).first();
}

function buildLink(id: string): string {
  return `a[href$="/builds/${id}"]`;
}
