import { expect } from '@jest/globals';
import type { Locator } from 'playwright-core';
import type { Journey } from './stage.js';
import type { Visitor } from './visitor.js';

const WORDS = 'Good evening';

/** A second version of what serves is deployed, looked at, and rolled back on the deployments page: the first serves again. */
export async function rollBackJourney(journey: Journey, first: { id: string; words: string }): Promise<void> {
  const { project_id } = await journey.status(first.id);
  const second = await journey.create(`A page that says "${WORDS}"`, { project_id, options: { docs: false } });
  await journey.waitsFor(second, 'plan');
  await journey.decide(second, 'approve');
  await journey.waitsFor(second, 'deploy');

  const [me, other] = await Promise.all([journey.signedIn(), journey.signedIn()]);
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
  await served.reload();
  await served.getByRole('heading', { name: first.words }).waitFor();
  expect(other.neverReloaded).toBe(true);
  expect([...me.complaints, ...other.complaints]).toEqual([]);
  await Promise.all([me.leave(), other.leave()]);
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
