/** The PageRenderer: a headless browser of tool-images/browser in a sandbox of its own, without a network and with every limit. */
import { MillwrightError } from '../../../contracts/failures.js';
import { findImageSpec, loadImageSpecs, type CheckSpec } from '../../sandbox/image-spec.js';
import type { Sandbox, SandboxDriver } from '../../sandbox/port.js';
import { plainText } from '../../sandbox/text.js';
import type { PageRenderer, RenderRequest, Rendered } from './port.js';

const BROWSER = 'browser';
// A screen of 1280 x 800 is some hundred kilobytes; ten times that is no picture of a page.
const SHOT_BYTES_MAX = 4 * 1024 * 1024;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
// Beside the pages' own time limits: opening the container, filling it, reading pictures.
const OVERHEAD_SECONDS = 120;
// A page that has no picture after two has none.
const TRIES = 2;
// Before anything of the page, so that nothing of it runs or loads: what the person sees there is what a page without scripts can show. (Switching
// scripts off by a flag of the browser switches its screenshots off as well.)
const POLICY = `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`;
const WITHOUT = 'the options are shown without screenshots';

/** `driver` makes sandboxes of `imagesDir`, the folder tool-images/. */
export function createBrowserRenderer({ driver, imagesDir }: { driver: SandboxDriver; imagesDir: string }): PageRenderer {
  return {
    async render(request) {
      try {
        const [command] = findImageSpec(await loadImageSpecs(imagesDir), BROWSER).checks;
        if (!command) throw new MillwrightError('IMAGE_BUILD_FAILED', `${BROWSER}/image.json has no command`);
        return await renderWith(driver, command, request);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (!(error instanceof MillwrightError)) throw error;
        return { shots: request.pages.map(() => null), problem: `${WITHOUT}: ${error.detail.slice(0, 400)}` };
      }
    },
  };
}

async function renderWith(driver: SandboxDriver, command: CheckSpec, request: RenderRequest): Promise<Rendered> {
  const { name, buildId, pages, signal, onProgress } = request;
  await driver.remove(name);
  const lifetimeSeconds = pages.length * TRIES * command.timeoutSeconds + OVERHEAD_SECONDS;
  const sandbox = await driver.open({ name, language: BROWSER, buildId, purpose: 'checks', lifetimeSeconds }, { signal, onProgress });
  try {
    await sandbox.reset(pages.map(({ html }, index) => ({ path: `page-${index + 1}.html`, content: Buffer.from(`${POLICY}${html}`, 'utf8') })));
    const shots: (Buffer | null)[] = [];
    const problems: string[] = [];
    for (const index of pages.keys()) {
      const shot = await shootPatiently(sandbox, command, index + 1, signal);
      shots.push(shot instanceof Buffer ? shot : null);
      if (typeof shot === 'string') problems.push(`option ${index + 1}: ${shot}`);
    }
    return { shots, problem: problems.length > 0 ? `not every option has a screenshot (${problems.join('; ')})` : null };
  } finally {
    await sandbox.dispose();
  }
}

/** A browser that hangs at its start (it does now and then on a busy machine) is started once more. */
async function shootPatiently(sandbox: Sandbox, command: CheckSpec, number: number, signal: AbortSignal | undefined): Promise<Buffer | string> {
  let shot: Buffer | string = '';
  for (let attempt = 1; attempt <= TRIES && typeof shot === 'string'; attempt += 1) shot = await shoot(sandbox, command, number, signal);
  return shot;
}

/** The picture, or why there is none. */
async function shoot(sandbox: Sandbox, { command, timeoutSeconds }: CheckSpec, number: number, signal: AbortSignal | undefined): Promise<Buffer | string> {
  const [page, shot] = [`/workspace/page-${number}.html`, `/tmp/shot-${number}.png`];
  const ran = await sandbox.exec({ command, timeoutSeconds, env: { PAGE: page, SHOT: shot }, signal });
  const picture = await sandbox.readFile(shot, SHOT_BYTES_MAX + 1);
  if (picture && picture.length <= SHOT_BYTES_MAX && picture.subarray(0, PNG.length).equals(PNG)) return picture;
  const said = plainText(ran.stderr).trim().split('\n').at(-1)?.slice(0, 160) ?? '';
  return `the browser made no picture (${ran.outcome}${ran.exitCode === null ? '' : ` ${ran.exitCode}`}${said === '' ? '' : `, ${said}`})`;
}
