/**
 * Takes the pictures of docs/screens/: a waiting build in the Temporal Web UI, with its summary and details, and the
 * described `approve` signal. Usage: node scripts/screenshot-temporal-ui.mjs <ui url> <build id> [chromium]
 */
import { chromium } from 'playwright-core';

const [, , ui, id, executablePath = '/usr/bin/chromium'] = process.argv;
if (!ui || !id) {
  console.error('usage: node scripts/screenshot-temporal-ui.mjs <ui url> <build id> [chromium]');
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
const visible = (text) => page.getByText(text, { exact: true }).filter({ visible: true }).first();
await page.goto(`${ui}/namespaces/default/workflows/${id}`);
await visible('User Metadata').click();
// The details are a frame of their own.
await page.waitForTimeout(3_000);
await page.screenshot({ path: 'docs/screens/temporal-waiting-build.png' });
await visible('More Actions').click();
await visible('Send a Signal').click();
await page.waitForTimeout(1_000);
await page.getByTestId('signal-select-button').filter({ visible: true }).last().click();
await page.waitForTimeout(500);
await page
  .getByRole('option', { name: /approve/i })
  .filter({ visible: true })
  .first()
  .click();
await page.waitForTimeout(1_000);
await page.screenshot({ path: 'docs/screens/temporal-approve-signal.png' });
await browser.close();
