import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { pagesOf } from './pages.js';
import { Journey } from './stage.js';

// A build takes 15 s on a quiet machine; a busy one takes minutes.
const BUILD_MS = 240_000;

let journey: Journey;
let built = '';
beforeAll(async () => {
  journey = await Journey.start('service');
}, BUILD_MS);
afterAll(() => journey.stop(), 120_000);

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

describe('a person with a browser', () => {
  it(
    'says what they want, approves the plan, watches through a killed API, deploys, and deploys on by chat; another browser sees it all',
    async () => {
      const { page, complaints } = await journey.signedIn();
      await page.getByRole('link', { name: 'New build' }).first().click();
      await page.getByLabel('What should it do?').fill('a REST API for tasks in Python');
      await button(page, /Make the plan/).click();
      await button(page, /Approve and start/).waitFor({ timeout: BUILD_MS });
      const id = /int-code-\w+/.exec(page.url())?.[0] ?? '';
      expect(id).not.toBe('');
      built = id;

      const other = await journey.signedIn();
      await other.page.goto(`${journey.stack.url}/ui/builds/${id}`);
      const review = other.page.getByRole('link', { name: 'Review the plan' });
      await review.waitFor({ timeout: BUILD_MS });

      await button(page, /Approve and start/).click();
      await review.waitFor({ state: 'detached', timeout: BUILD_MS });
      journey.stack.kill('api');
      // Nobody presses reload: both pages come to the next decision by themselves.
      for (const each of [page, other.page])
        await button(each, /Deploy to staging/)
          .first()
          .waitFor({ timeout: BUILD_MS });
      await button(page, /Deploy to staging/)
        .first()
        .click();
      await button(other.page, /Deploy to production/)
        .first()
        .waitFor({ timeout: BUILD_MS });
      const live = (await journey.status(id)).deployments.find(({ environment, status }) => environment === 'staging' && status === 'live');
      expect((await fetch(`${live?.url}/health`)).status).toBe(200);

      await page.goto(`${journey.stack.url}/ui/chat`);
      await page.getByLabel('Message').fill(`deploy ${id} to production`);
      await page.keyboard.press('Enter');
      await button(page, 'Confirm').click({ timeout: BUILD_MS });
      await other.page.getByText('Completed').first().waitFor({ timeout: BUILD_MS });
      expect((await journey.status(id)).deployments.filter(({ status }) => status === 'live')).toHaveLength(2);
      expect([...complaints, ...other.complaints]).toEqual([]);
    },
    2 * BUILD_MS,
  );

  it.each(['light', 'dark'] as const)(
    'finds nothing on any page that keeps people who use a screen reader or the keyboard out (%s)',
    async (colorScheme) => {
      const { page, complaints } = await journey.signedIn({ colorScheme });
      const found: string[] = [];
      for (const { name, path } of pagesOf(built)) {
        await page.goto(`${journey.stack.url}/ui${path}`);
        await page.locator('h1').first().waitFor({ timeout: BUILD_MS });
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached', timeout: BUILD_MS });
        found.push(...(await seriousFindings(page)).map((finding) => `${name}: ${finding}`));
      }
      expect({ found, complaints }).toEqual({ found: [], complaints: [] });
    },
    2 * BUILD_MS,
  );
});

interface Finding {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe calls serious or critical, with the first place of each. */
async function seriousFindings(page: Page): Promise<string[]> {
  // Evaluated by the test and not added to the page, whose policy runs no other script.
  await page.evaluate(axe.source);
  const violations = await page.evaluate<Finding[]>('axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary?.split('\n')[1]?.trim() ?? ''}`);
}
