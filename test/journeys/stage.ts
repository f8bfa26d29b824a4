/** The whole product as a person meets it: `mw up`, a scripted model, a real browser that is signed in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { freePortNear } from '../../embedded/ports.js';
import { engineOf, removeAllOf } from '../chaos/engine.js';
import { ChaosStack } from '../chaos/stack.js';
import { launchChromium } from '../harness/chromium.js';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';

// Away from the ports of other suites.
const PORT = 5_200;

export interface Status {
  status: string;
  phase: string | null;
  waiting_for: { kind: string; subject_digest: string } | null;
  deployments: { environment: string; status: string; url: string | null }[];
}

export class Journey {
  private constructor(
    readonly stack: ChaosStack,
    readonly browser: Browser,
    private readonly model: ScriptedLlm,
  ) {}

  static async start(script: string): Promise<Journey> {
    const model = await startScriptedLlm({ script });
    const home = mkdtempSync(join(tmpdir(), 'mw-journey-'));
    const stack = new ChaosStack({ home, port: await freePortNear(PORT + (process.pid % 2_000)), llm: model.baseUrl });
    const [browser] = await Promise.all([launchChromium(), stack.up()]);
    return new Journey(stack, browser, model);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.stack.down();
    await this.model.stop();
    await removeAllOf(engineOf(this.stack.config.settings.DOCKER_HOST), this.stack.instance);
    rmSync(this.stack.options.home, { recursive: true, force: true });
  }

  /** A browser that is signed in by a link, as `mw up` prints it. Everything the page complains about lands in `complaints`. */
  async signedIn(options: Parameters<Browser['newContext']>[0] = {}): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
    const { path } = await this.ask<{ path: string }>('POST', '/auth/links', { to: '/ui' });
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text());
    });
    await page.goto(this.stack.url + path);
    await page.waitForURL(/\/ui/);
    return { context, page, complaints };
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
}
