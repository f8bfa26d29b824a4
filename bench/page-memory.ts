/** What a page of Chromium keeps, by its own figures. */
import type { CDPSession, Page } from 'playwright-core';

export interface PageSample {
  /** Used heap of its scripts, after garbage was collected. */
  heapMb: number;
  /** Of documents, attached or held by a script. */
  nodes: number;
  listeners: number;
}

// What the first collection lets go may hold the last of something.
const COLLECTIONS = 2;

export class PageMemory {
  private constructor(private readonly session: CDPSession) {}

  static async of(page: Page): Promise<PageMemory> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    return new PageMemory(session);
  }

  async sample(): Promise<PageSample> {
    for (let round = 0; round < COLLECTIONS; round += 1) await this.session.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.session.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
    return { heapMb: of('JSHeapUsedSize') / 2 ** 20, nodes: of('Nodes'), listeners: of('JSEventListeners') };
  }
}
