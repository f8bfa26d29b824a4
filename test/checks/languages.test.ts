import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createChecks, type Checks } from '../../activities/checks/run-checks.js';
import { smokeCheck } from '../../activities/checks/smoke.js';
import { missingLimitsOf } from '../../activities/sandbox/docker/held-limits.js';
import { docker, imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

let engine: TestEngine;
let checks: Checks;

beforeAll(async () => {
  engine = await testEngine();
  checks = createChecks({ driver: engine.driver, imagesDir });
});
afterAll(() => engine.close());

// Whatever lies in sandbox-images/ is held to this: adding a language is adding a folder.
const languages = readdirSync(imagesDir);

// Each in a fresh container without a network and with every limit, as generated code is.
describe.each(languages)('the image of %s', (language) => {
  it('is built, and its size told', async () => {
    const started = Date.now();
    const { id } = await engine.driver.ensureImage(language);
    const { Size } = await docker.getImage(id).inspect();
    process.stdout.write(`${language}: ${Math.round(Size / 1e6)} MB, ready after ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
    expect(Size).toBeLessThan(700e6);
  }, 900_000);

  it('passes its smoke project, and names what is wrong with the bad one: test, format, lint and security, each by its file', async () => {
    expect((await smokeCheck(checks, imagesDir, language)).problems).toEqual([]);
    expect(await engine.containers()).toEqual([]);
  }, 300_000);

  it('runs in containers that the engine holds to every limit', async () => {
    const sandbox = await engine.open({ language });
    expect(await missingLimitsOf(docker, sandbox.containerId)).toEqual([]);
    await sandbox.dispose();
  }, 300_000);
});
