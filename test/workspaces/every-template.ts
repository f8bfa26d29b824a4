/**
 * `mw test --templates`: every template installed from its registries, built, linted, scanned and tested in its sandbox, and
 * then once more from what was cached, without any network. Not part of the usual run: the larger ones install 250 packages.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CheckReport } from '../../activities/checks/port.js';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { findImageSpec, loadImageSpecs, type ImageSpec } from '../../activities/sandbox/image-spec.js';
import { ownTestCommand } from '../../activities/workspaces/check.js';
import { templateFiles } from '../../activities/workspaces/templates.js';
import { projectRoot } from '../../config.js';
import { TEMPLATE_NAMES, WORKSPACE_TEMPLATES } from '../../contracts/workspaces.js';
import { imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

const templatesDir = join(projectRoot, 'workspace-templates');
const rows: string[][] = [['template', 'image', 'tests', 'coverage', 'first', 'offline', 'checks']];
let engine: TestEngine;
let checks: Checks;
let images: Map<string, ImageSpec>;
beforeAll(async () => {
  engine = await testEngine();
  images = await loadImageSpecs(imagesDir);
  checks = createChecks({ driver: engine.driver, imagesDir });
  for (const language of new Set(Object.values(WORKSPACE_TEMPLATES))) await engine.driver.ensureImage(language);
}, 1_800_000);
afterAll(async () => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  process.stdout.write(`\n${rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')}\n`);
  await engine.close();
});

async function run(template: keyof typeof WORKSPACE_TEMPLATES, round: string): Promise<{ report: CheckReport; seconds: string }> {
  const started = Date.now();
  const files = await templateFiles(templatesDir, template, 'Order Desk');
  const language = WORKSPACE_TEMPLATES[template];
  const report = await checks.run({
    name: `template-${template}-${round}`,
    buildId: 'ws-test',
    language,
    files,
    testCommand: await ownTestCommand(findImageSpec(images, language), files),
    thorough: true,
  });
  return { report, seconds: `${((Date.now() - started) / 1_000).toFixed(1)} s` };
}

// What cannot reach its source (an audit without advisories) is no fault of the template.
const failedIn = (report: CheckReport) =>
  report.checks.filter(({ outcome }) => outcome === 'failed').map(({ name, findings, output }) => ({ name, findings, output: output.slice(-2_000) }));

describe.each(TEMPLATE_NAMES)('the template %s', (template) => {
  it('installs, builds, lints and tests green, and once more without a network', async () => {
    const first = await run(template, 'first');
    const row = [template, WORKSPACE_TEMPLATES[template], String(first.report.tests?.total ?? 0), `${first.report.coveragePercent ?? 0} %`, first.seconds];
    rows.push(row);
    row.push(
      '-',
      failedIn(first.report)
        .map(({ name }) => `${name} failed`)
        .join(', ') || 'green',
    );
    expect(failedIn(first.report)).toEqual([]);
    expect(first.report.tests).toMatchObject({ failed: 0, skipped: 0 });
    expect(first.report.tests?.total).toBeGreaterThan(1);
    const again = await run(template, 'again');
    row[5] = again.seconds;
    // Installing is the only step with a network: what is cached is not installed again.
    expect(again.report.checks.map(({ name }) => name)).not.toContain('install');
    expect(failedIn(again.report)).toEqual([]);
    expect(again.report.tests).toMatchObject({ total: first.report.tests?.total, failed: 0, skipped: 0 });
  }, 1_200_000);
});
