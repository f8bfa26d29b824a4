import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { BUSY, SCROLL, SENTINEL, UNFOLD, type Sighting } from './sentinel.js';

// A machine that is busy with other suites draws slowly; what is not there by then is told as missing.
const PATIENCE_MS = 90_000;
const LOOK_MS = 50;
// A part that is told about all the time is never still.
const SETTLE_MS = 5_000;

/** Everything that must not happen, from all pages of one browser. */
export interface Incidents {
  /** Marks of payloads that ran, dialogs, windows. */
  ran: string[];
  /** Requests to another origin. */
  asked: string[];
  made: Set<string>;
  violations: Set<string>;
}

/** Pages of one browser that are watched from inside and outside. */
export class Watched {
  readonly incidents: Incidents = { ran: [], asked: [], made: new Set(), violations: new Set() };
  /** Marks that were shown, on any page. */
  readonly marks = new Set<string>();

  private constructor(
    private readonly context: BrowserContext,
    private readonly url: string,
  ) {}

  static async open(context: BrowserContext, url: string): Promise<Watched> {
    const watched = new Watched(context, url);
    const { ran, asked } = watched.incidents;
    await context.exposeFunction('ran', (mark: unknown) => void ran.push(String(mark)));
    await context.addInitScript(SENTINEL);
    const leaves = (request: Request) => !/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== url;
    context.on('requestfinished', (request) => void (leaves(request) && asked.push(request.url())));
    // What a policy stopped has asked nobody.
    context.on('requestfailed', (request) => void (leaves(request) && request.failure()?.errorText !== 'csp' && asked.push(request.url())));
    return watched;
  }

  async page(): Promise<Page> {
    const page = await this.context.newPage();
    page.on('dialog', (dialog) => (this.incidents.ran.push(`dialog ${dialog.message()}`), void dialog.dismiss()));
    page.on('popup', (popup) => this.incidents.ran.push(`window ${popup.url()}`));
    return page;
  }

  /** Opens a page, unfolds and scrolls it until `isDone` of what was shown, and keeps what was seen. `act` is done once, when the page stands. */
  async visit(page: Page, path: string, isDone: () => boolean, act?: (page: Page) => Promise<unknown>): Promise<void> {
    await page.goto(this.url + path);
    await page.locator('h1').first().waitFor({ timeout: PATIENCE_MS });
    await act?.(page);
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: PATIENCE_MS });
    for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(LOOK_MS)) {
      await page.evaluate(UNFOLD);
      // Opening one part may close another: what is being fetched is given the time to come, or on a busy machine it never would.
      await this.settled(page);
      await this.look(page);
      if (!isDone()) await page.evaluate(SCROLL);
      await this.look(page);
      if ((isDone() && (await page.evaluate<number>(BUSY)) === 0) || Date.now() > deadline) return;
    }
  }

  private async settled(page: Page): Promise<void> {
    const busy = page.locator('[aria-busy="true"]').first();
    await busy.waitFor({ state: 'detached', timeout: SETTLE_MS }).catch(() => undefined);
  }

  /** Takes over what the sentinels of a page saw so far. */
  async look(page: Page): Promise<void> {
    const { marks, made, violations } = await page.evaluate<Sighting>('window.__sentinel()');
    for (const mark of marks) this.marks.add(mark);
    for (const one of made) this.incidents.made.add(one);
    for (const one of violations) this.incidents.violations.add(one);
  }
}
