import { expect } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { Shown } from './pages.js';
import type { Journey } from './stage.js';

/** Visits the pages and expects that none keeps people who use a screen reader or the keyboard out. */
export async function expectAccessible(journey: Journey, pages: readonly Shown[], colorScheme: 'light' | 'dark'): Promise<void> {
  const visitor = await journey.signedIn({ colorScheme });
  const found: string[] = [];
  for (const shown of pages) {
    await visitor.show(shown);
    found.push(...(await seriousFindings(visitor.page)).map((finding) => `${shown.name}: ${finding}`));
  }
  expect({ found, complaints: visitor.complaints }).toEqual({ found: [], complaints: [] });
  await visitor.leave();
}

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
