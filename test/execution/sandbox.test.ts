import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Docker from 'dockerode';
import { createChecks } from '../../activities/checks/run-checks.js';
import { createDockerSandboxDriver } from '../../activities/sandbox/docker/driver.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import type { SandboxDriver } from '../../activities/sandbox/port.js';
import { projectRoot } from '../../config.js';
import { ensureTestDocker } from '../harness/docker.js';
import { noRepositories } from '../repos/no-fetcher.js';
import { ExecutionStage } from './stage.js';

const imagesDir = join(projectRoot, 'sandbox-images');
let driver: SandboxDriver;
let stage: ExecutionStage;
let template: ExecutionStage;
beforeAll(async () => {
  await ensureTestDocker();
  driver = createDockerSandboxDriver({ docker: new Docker(), instance: `exec-${process.pid}`, imagesDir });
  const deps = { checks: createChecks({ driver, imagesDir }), repositories: { ...noRepositories, images: await loadImageSpecs(imagesDir) } };
  [stage, template] = await Promise.all([ExecutionStage.open({ deps }), ExecutionStage.open({ deps, template: true })]);
}, 60_000);
afterAll(async () => {
  await Promise.all([stage.close(), template.close()]);
  await driver.reap(() => true);
  await driver.close();
});

describe('executions in real sandboxes', () => {
  it.each([
    ['python', 'a calculator in Python, wrong 1 times', /test_subtract/],
    ['node', 'a calculator in TypeScript, wrong 1 times', /subtracts/],
  ])(
    'get the parsed errors of %s and mend the code',
    async (language, prompt, error) => {
      const { row, attempts } = await stage.ended(await stage.start(prompt, { language, dialect: language === 'node' ? 'typescript' : null }));
      expect(row).toMatchObject({ status: 'passed', attempt: 2 });
      expect(attempts[0]).toMatchObject({ errorType: 'test', errorMessage: expect.stringMatching(error), testsTotal: 2, testsPassed: 1 });
      expect(attempts[1]).toMatchObject({ state: 'passed', testsTotal: 2, testsPassed: 2 });
    },
    60_000,
  );

  it('end an attempt that never ends at its time, and say so to the next', async () => {
    const { row, attempts } = await stage.ended(await stage.start('a calculator in Python, endless 1 times', { timeoutSeconds: 3 }));
    expect(row).toMatchObject({ status: 'passed', attempt: 2 });
    expect(attempts[0]).toMatchObject({ errorType: 'timeout', errorMessage: expect.stringContaining('It was not done after') });
  }, 60_000);

  it('work without any model, from templates', async () => {
    const { row } = await template.ended(await template.start('a function that says whether a number is prime, in Python'));
    expect(row).toMatchObject({ status: 'passed', attempt: 1, model: 'template', costUsd: 0 });
    const unknown = await template.ended(await template.start('a quantum simulator'));
    expect(unknown.row).toMatchObject({ status: 'failed', failure: { code: 'INTENT_NOT_UNDERSTOOD' }, files: null });
  }, 60_000);
});
