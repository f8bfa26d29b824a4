/** The tests on several variants of one tree, one after the other in one container: quick, and a measure rather than a verdict. */
import { findImageSpec, loadImageSpecs } from '../sandbox/image-spec.js';
import type { SandboxFile } from '../sandbox/port.js';
import { runCheck } from './run-check.js';
import type { ChecksDeps } from './run-checks.js';

export interface VariantsRequest {
  /** Unique name of this run: the container's name. */
  name: string;
  buildId: string;
  language: string;
  files: SandboxFile[];
  /** Each a list of files that replace those of the tree. */
  variants: SandboxFile[][];
  /** No further variant is begun after this, counted from the call. */
  seconds: number;
  signal?: AbortSignal;
}

/** How the tests of each variant ended, in order; shorter than the variants when time ran out. */
export type VariantRunner = (request: VariantsRequest) => Promise<('passed' | 'failed')[]>;

// A variant may loop for ever; that is noticed after this.
const VARIANT_SECONDS_MAX = 20;
const OVERHEAD_SECONDS = 60;

export function createVariants({ driver, imagesDir }: ChecksDeps): VariantRunner {
  return async (request) => {
    const { files, variants, seconds, signal } = request;
    const until = Date.now() + seconds * 1000;
    const image = findImageSpec(await loadImageSpecs(imagesDir), request.language);
    const check = image.checks.find(({ name }) => name === 'test');
    if (!check) return [];
    const installed = await driver.installDependencies(image.language, files, { signal });
    await driver.remove(request.name);
    const lifetimeSeconds = seconds + VARIANT_SECONDS_MAX + OVERHEAD_SECONDS;
    const sandbox = await driver.open(
      { name: request.name, language: image.language, buildId: request.buildId, purpose: 'checks', lifetimeSeconds, dependencies: installed.volume },
      { signal },
    );
    try {
      await sandbox.reset(files);
      const original = new Map(files.map((file) => [file.path, file]));
      const outcomes: ('passed' | 'failed')[] = [];
      for (const written of variants) {
        // One is always tried, however long the container took to open.
        if (outcomes.length > 0 && Date.now() >= until) break;
        await sandbox.apply({ written, deleted: [] });
        // How much is covered is not asked here.
        const quick = { ...check, coverage: undefined, timeoutSeconds: Math.min(check.timeoutSeconds, VARIANT_SECONDS_MAX) };
        const { judged } = await runCheck(sandbox, quick, { signal });
        outcomes.push(judged.result.outcome === 'passed' ? 'passed' : 'failed');
        await sandbox.apply({ written: written.flatMap(({ path }) => original.get(path) ?? []), deleted: [] });
      }
      return outcomes;
    } finally {
      await sandbox.dispose();
    }
  };
}
