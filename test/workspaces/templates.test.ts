import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { syntaxProblem } from '../../activities/code/syntax.js';
import { slugOf, templateFiles } from '../../activities/workspaces/templates.js';
import { TEMPLATE_NAMES } from '../../contracts/workspaces.js';
import { TEMPLATES } from '../../schemas/workspaces.js';
import { projectRoot } from '../../config.js';
import { imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

const templatesDir = join(projectRoot, 'workspace-templates');
const LINT: Record<string, RegExp> = { python: /ruff/, go: /golangci/, java: /checkstyle/, csharp: /editorconfig/ };

describe('the templates', () => {
  it('are the folders, and what the API takes', () => {
    expect(readdirSync(templatesDir).sort()).toEqual([...TEMPLATE_NAMES].sort());
    expect(TEMPLATES).toEqual(TEMPLATE_NAMES);
  });

  it.each(TEMPLATE_NAMES)('%s parses, has tests, a linter and a README, and is named', async (template) => {
    const files = await templateFiles(templatesDir, template, 'Order Desk');
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['README.md', '.gitignore']));
    expect(paths.some((path) => /test/i.test(path))).toBe(true);
    const all = files.map(({ path, content }) => `${path}\n${content.toString()}`).join('\n');
    expect(all).toMatch(LINT[template] ?? /eslint\.config/);
    expect(all).toContain('order-desk');
    expect(all).not.toContain('template-name');
    for (const { path, content } of files) {
      if (path.endsWith('.json')) JSON.parse(content.toString());
      expect([path, await syntaxProblem(path, null, content.toString())]).toEqual([path, null]);
    }
  });

  it('get a name that every package manager takes', () => {
    expect(['Order Desk', 'Über 9', '  --x--  ', '日本', '9lives', 'a'.repeat(99)].map(slugOf)).toEqual([
      'order-desk',
      'u-ber-9',
      'x',
      'service',
      'lives',
      'a'.repeat(50),
    ]);
  });
});

describe('in their sandboxes', () => {
  let engine: TestEngine;
  let checks: Checks;
  beforeAll(async () => {
    engine = await testEngine();
    checks = createChecks({ driver: engine.driver, imagesDir });
    for (const language of ['python', 'node', 'go', 'java']) await engine.driver.ensureImage(language);
  }, 900_000);
  afterAll(() => engine.close());

  it.each([
    ['python', 'python', 8],
    ['express', 'node', 8],
    ['go', 'go', 3],
    ['java', 'java', 6],
  ])('%s installs, builds, lints and tests green', async (template, language, tests) => {
    const files = await templateFiles(templatesDir, template, 'Order Desk');
    const report = await checks.run({ name: `template-${template}`, buildId: 'ws-test', language, files, thorough: true });
    // What cannot reach its source (an audit without the network) is no fault of the template.
    const bad = report.checks.filter(({ outcome }) => outcome === 'failed').map(({ name, findings, output }) => ({ name, findings, output }));
    expect(bad).toEqual([]);
    expect(report.tests).toMatchObject({ total: tests, failed: 0, skipped: 0 });
    expect(report.coveragePercent).toBeGreaterThan(70);
  });
});
