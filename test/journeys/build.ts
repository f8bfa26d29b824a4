import { expect } from '@jest/globals';
import type { Journey } from './stage.js';

/**
 * Says what they want, approves, watches through a killed API, deploys, and deploys on by chat; another browser sees it all.
 * Gives the build.
 */
export async function buildJourney(journey: Journey): Promise<string> {
  const me = await journey.signedIn();
  const { page } = me;
  await page.getByRole('link', { name: 'New build' }).first().click();
  await page.getByLabel('What should it do?').fill('a REST API for tasks in Python');
  await me.button(/Make the plan/).click();
  await me.button(/Approve and start/).waitFor();
  const id = /int-code-\w+/.exec(page.url())?.[0] ?? '';
  expect(id).not.toBe('');

  const other = await journey.signedIn();
  await other.open(`/builds/${id}`);
  const review = other.page.getByRole('link', { name: 'Review the plan' });
  await review.waitFor();
  await journey.seenElsewhere('an approval', () => me.button(/Approve and start/).click(), review, 'detached');
  journey.stack.kill('api');
  // Nobody presses reload: both pages come to the next decision by themselves.
  for (const each of [me, other]) await each.button(/Deploy to staging/).waitFor();
  await me.button(/Deploy to staging/).click();
  await other.button(/Deploy to production/).waitFor();
  const live = (await journey.status(id)).deployments.find(({ environment, status }) => environment === 'staging' && status === 'live');
  expect((await fetch(`${live?.url}/health`)).status).toBe(200);

  await me.open('/chat');
  await page.getByLabel('Message').fill(`deploy ${id} to production`);
  await me.press('Enter');
  await me.button('Confirm', true).click();
  await page.getByText(`${id} is being deployed to production`).waitFor();
  await other.page.getByText('Completed').first().waitFor();
  expect((await journey.status(id)).deployments.filter(({ status }) => status === 'live')).toHaveLength(2);
  expect(other.neverReloaded).toBe(true);
  expect([...me.complaints, ...other.complaints]).toEqual([]);
  await Promise.all([me.leave(), other.leave()]);
  return id;
}
