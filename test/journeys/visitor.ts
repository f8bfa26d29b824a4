import type { BrowserContext, Locator, Page } from 'playwright-core';
import type { Shown } from './pages.js';

// A person presses Tab a dozen times before they give up; a page with a long plan has more to pass.
const TABS_MAX = 80;
// The second key of a shortcut counts for 1.2 s: on a busy machine it comes too late, and one tries again.
const SHORTCUT = { tries: 50, waitMs: 2_000 };

/** Somebody with a browser of their own. */
export class Visitor {
  /** What the page threw, and what its policy refused. */
  readonly complaints: string[] = [];
  /** How often the page was loaded, and how often by its address in `open`. */
  #loads = 0;
  #opened = 0;

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
  ) {}

  static async enter(context: BrowserContext, url: string, path: string): Promise<Visitor> {
    const page = await context.newPage();
    const visitor = new Visitor(context, page, url);
    page.on('pageerror', (error) => visitor.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) visitor.complaints.push(message.text());
    });
    await page.goto(url + path);
    await page.waitForURL(/\/ui/);
    page.on('load', () => (visitor.#loads += 1));
    return visitor;
  }

  /** Opens a place below /ui by its address. */
  async open(path: string): Promise<void> {
    this.#opened += 1;
    await this.page.goto(`${this.url}/ui${path}`);
    await this.page.locator('h1').first().waitFor();
  }

  /** Whether whatever the page showed came without its being loaded anew, `open` apart. */
  get neverReloaded(): boolean {
    return this.#loads === this.#opened;
  }

  async leave(): Promise<void> {
    await this.context.close();
  }

  /** Opens a page and waits until all that it reads is there. */
  async show({ path, prepare }: Shown): Promise<void> {
    await this.open(path);
    await this.page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    await prepare?.(this);
  }

  button(name: string | RegExp, exact = false): Locator {
    return this.page.getByRole('button', { name, exact }).first();
  }

  /** A link to an address, whatever it says. */
  linkTo(url: string): Locator {
    return this.page.locator(`a[href^="${url}"]`).first();
  }

  /** Clicks a link that opens a window of its own; gives that window. */
  async follow(link: Locator): Promise<Page> {
    const [opened] = await Promise.all([this.context.waitForEvent('page'), link.click()]);
    return opened;
  }

  /** The keyboard alone: Tab until it has the focus. Rejects when it cannot be reached. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < TABS_MAX; presses += 1) {
      if ((await target.and(this.page.locator(':focus')).count()) > 0) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`${String(target)} is not reached with ${TABS_MAX} times Tab`);
  }

  /** `g` and a letter: to a place of the menu. */
  async goBy(letter: string, path: string): Promise<void> {
    const isThere = ({ pathname }: URL): boolean => pathname === `/ui${path}`;
    for (let tries = 0; tries < SHORTCUT.tries; tries += 1) {
      await this.press('g', letter);
      const arrived = await this.page.waitForURL(isThere, { timeout: SHORTCUT.waitMs }).then(
        () => true,
        () => false,
      );
      if (arrived) return;
    }
    throw new Error(`the keys g ${letter} do not lead to ${path}`);
  }

  /** Until a dialog is open and has the focus, so that keys go into it. */
  async dialogHasFocus(): Promise<void> {
    await this.page.getByRole('dialog').locator(':focus').waitFor();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Types into whatever has the focus. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
}
