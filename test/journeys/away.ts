import { expect } from '@jest/globals';
import type { Journey } from './stage.js';

/** Goes to a page whose code was never fetched while the API is away: it comes when the API does, and nobody reloads anything. */
export async function awayJourney(journey: Journey): Promise<void> {
  const me = await journey.signedIn();
  await me.open('');
  journey.stack.hold('api');
  journey.stack.kill('api');
  const failed = me.page.waitForEvent('requestfailed', (request) => request.url().includes('/assets/learning-page'));
  await me.page.getByRole('link', { name: 'Learning' }).first().click();
  await failed;
  journey.stack.release('api');
  await me.page.getByRole('heading', { name: 'Learning' }).waitFor();
  expect(me.neverReloaded).toBe(true);
  expect(me.complaints).toEqual([]);
  await me.leave();
}
