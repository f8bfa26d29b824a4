/** The whole product as people meet it: `mw up`, a scripted model, real browsers that are signed in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { freePortNear } from '../../embedded/ports.js';
import { engineOf, removeAllOf } from '../chaos/engine.js';
import { ChaosStack } from '../chaos/stack.js';
import { launchChromium } from '../harness/chromium.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';
import { Visitor } from './visitor.js';

// Away from the ports of other suites.
const PORT = 5_200;
// A build takes 15 s on a quiet machine; a busy one takes minutes.
export const BUILD_MS = 300_000;
const POLL_MS = 300;
// For a failure's report only: a page that does not even give its text says enough by that.
const LOOK_MS = 5_000;
const SCENE_CHARS = 6_000;

export interface Status {
  status: string;
  title: string;
  phase: string | null;
  project_id: string;
  waiting_for: { kind: string; subject_digest: string; summary: string } | null;
  tasks: { id: string; goal: string; status: string }[];
  deployments: { id: string; environment: string; status: string; url: string | null }[];
}

export class Journey {
  /** How long it took until another browser showed what was done in one. */
  readonly lags: { what: string; ms: number }[] = [];

  private constructor(
    readonly stack: ChaosStack,
    readonly browser: Browser,
    private readonly model: ScriptedLlm,
  ) {}

  static async start(): Promise<Journey> {
    const model = await startScriptedLlm({ script: 'journeys' });
    const home = mkdtempSync(join(tmpdir(), 'mw-journey-'));
    const stack = new ChaosStack({ home, port: await freePortNear(PORT + (process.pid % 2_000)), llm: model.baseUrl });
    const browser = await launchChromium();
    const journey = new Journey(stack, browser, model);
    await stack.up().catch(async (error: unknown) => {
      await journey.stop();
      throw error;
    });
    return journey;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stack.down().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    await this.model.stop();
    await removeAllOf(engineOf(this.stack.config.settings.DOCKER_HOST), this.stack.instance);
    rmSync(this.stack.options.home, { recursive: true, force: true });
  }

  /** A browser of its own that is signed in by a link, as `mw up` prints it. */
  async signedIn(options: Parameters<Browser['newContext']>[0] = {}): Promise<Visitor> {
    const { path } = await this.ask<{ path: string }>('POST', '/auth/links', { to: '/ui' });
    const context = await this.browser.newContext(options);
    context.setDefaultTimeout(BUILD_MS);
    return Visitor.enter(context, this.stack.url, path);
  }

  /** Does something in one browser and waits until another one shows it, which nobody reloads. How long that took is a figure. */
  async seenElsewhere(what: string, act: () => Promise<unknown>, sight: Locator, state: 'visible' | 'detached' = 'visible'): Promise<void> {
    const began = performance.now();
    const seen = sight
      .first()
      .waitFor({ state })
      .then(() => this.lags.push({ what, ms: performance.now() - began }));
    await Promise.all([seen, act()]);
  }

  /** Does it; when it fails, what every build and every page showed then is told beside the error. */
  async told<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      process.stderr.write(`${await this.#scene()}\n`);
      throw error;
    }
  }

  async #scene(): Promise<string> {
    const rows = (text: string) => this.stack.sql(text).then((all) => all.map((row) => JSON.stringify(row)).join('\n'));
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    const seen = await Promise.allSettled([
      rows('select id, status, phase, waiting_for, failure, updated_at from builds'),
      rows('select id, status, detail, updated_at from deployments'),
      ...pages.map(async (page) => `${page.url()}\n${await page.locator('body').innerText({ timeout: LOOK_MS })}`),
    ]);
    return seen.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)).slice(0, SCENE_CHARS)).join('\n');
  }

  /** The figures in a line. */
  get lagLine(): string {
    const worst = Math.max(0, ...this.lags.map(({ ms }) => ms));
    return `seen in another browser after: ${this.lags.map(({ what, ms }) => `${what} ${Math.round(ms)} ms`).join(', ')}; at most ${Math.round(worst)} ms\n`;
  }

  /** A call with the operator's token. Rejects when it is refused. */
  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(this.stack.url + path, {
      method,
      headers: { authorization: `Bearer ${this.stack.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  status(id: string): Promise<Status> {
    return this.ask('GET', `/api/coding_agent/status/${id}`);
  }

  /** Submits a build past the page; gives its id. */
  async create(description: string, more: object = {}): Promise<string> {
    return (await this.ask<{ id: string }>('POST', '/api/coding_agent/create', { description, ...more })).id;
  }

  decide(id: string, verb: string, body: object = {}): Promise<unknown> {
    return this.ask('POST', `/api/coding_agent/${id}/${verb}`, body);
  }

  /** Where a build serves, once it does. */
  async liveUrl(id: string): Promise<string> {
    const { deployments } = await this.until(`${id} serving`, id, (now) => now.deployments.some(({ status }) => status === 'live'));
    return deployments.find(({ status }) => status === 'live')?.url ?? '';
  }

  waitsFor(id: string, kind: string): Promise<Status> {
    return this.until(`${id} waiting for ${kind}`, id, ({ waiting_for }) => waiting_for?.kind === kind);
  }

  async until(what: string, id: string, isSo: (status: Status) => boolean): Promise<Status> {
    for (const end = Date.now() + BUILD_MS; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, POLL_MS))) {
      const status = await this.status(id);
      if (isSo(status)) return status;
    }
    throw new Error(`${what} did not happen within ${BUILD_MS / 1_000} s`);
  }
}
