/** An hour of a build page in a browser while its build streams: memory of the page and of the API must stay as it is. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../test/harness/chromium.js';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { figure, type Figure } from '../figure.js';
import { cpuMs, rssMb } from '../machine.js';
import { openApi, type OwnApi } from '../own-api.js';
import { PageMemory, type PageSample } from '../page-memory.js';
import { Recorder } from '../recorder.js';
import { Storyteller } from '../storyteller.js';

// What is measured fluctuates by some percent; what is kept for ever shows as more within an hour.
const TIMES_MAX = 1.2;
const QUICK_MINUTES = 1;
// One a minute, but enough for quarters of a short run.
const SAMPLE_MS = 60_000;
const SAMPLES_MIN = 24;
// Nearly as many as the page keeps (20,000: web/src/data/build-view.ts): what grows once they are full would grow for ever.
const PAST_EVENTS = 19_000;
// Nineteen thousand events on a machine that is busy with other things.
const OPEN_MS = 4 * 60_000;

export const streaming: Benchmark = { name: 'streaming', model: 'template', onlyNamed: true, run };

interface Sample extends PageSample {
  apiMb: number;
}

async function run({ stack, quick, minutes, say }: BenchContext): Promise<Figure[]> {
  const lastsMs = (quick ? QUICK_MINUTES : minutes) * 60_000;
  const api = await openApi(stack, 'streaming');
  const recorder = new Recorder(api.database);
  let browser: Browser | null = null;
  try {
    const build = await recorder.build('local', 'A build that lasts');
    const story = new Storyteller(recorder, build);
    await story.past(PAST_EVENTS);
    browser = await launchChromium();
    const page = await openPage(browser, api, `/ui/builds/${build}?tab=activity`);
    await page.getByText(`${(await recorder.lastSeq(build)).toLocaleString('en')} events`).waitFor({ timeout: OPEN_MS });
    say(`a page with ${PAST_EVENTS} events is open; streaming for ${lastsMs / 60_000} minutes.`);
    const cpuBefore = cpuMs(api.pid);
    const [told, samples] = await Promise.all([story.tell(lastsMs), sampled(page, api, lastsMs, say)]);
    const share = (cpuMs(api.pid) - cpuBefore) / lastsMs;
    await story.end();
    // The page has followed to the very end.
    await page.getByText(story.lastWords).first().waitFor({ timeout: OPEN_MS });
    return figuresOf(
      samples,
      `${told} events and twice as much in passing in ${(lastsMs / 60_000).toFixed(0)} min; the API used ${(share * 100).toFixed(1)} % of a core`,
    );
  } finally {
    await browser?.close();
    await recorder.close();
    await api.close();
  }
}

/** A browser that is signed in, on a page. */
async function openPage(browser: Browser, { url, token }: OwnApi, path: string): Promise<Page> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/auth/links`, { method: 'POST', headers, body: '{}' });
  const link = (await response.json()) as { path: string };
  const page = await browser.newPage();
  await page.goto(url + link.path);
  await page.waitForURL(/\/ui/);
  await page.goto(url + path);
  return page;
}

async function sampled(page: Page, api: OwnApi, lastsMs: number, say: BenchContext['say']): Promise<Sample[]> {
  const memory = await PageMemory.of(page);
  const samples: Sample[] = [];
  const everyMs = Math.min(SAMPLE_MS, lastsMs / SAMPLES_MIN);
  for (let next = Date.now() + everyMs, end = Date.now() + lastsMs; next <= end; next += everyMs) {
    await sleep(Math.max(0, next - Date.now()));
    const sample = { ...(await memory.sample()), apiMb: rssMb(api.pid) };
    samples.push(sample);
    say(`${samples.length}: heap ${sample.heapMb.toFixed(1)} MB, ${sample.nodes} nodes, API ${sample.apiMb.toFixed(0)} MB.`);
  }
  return samples;
}

/** The last quarter beside the second: in the first the page and the API still warm up. */
function figuresOf(samples: readonly Sample[], note: string): Figure[] {
  const quarter = Math.floor(samples.length / 4);
  const of = (pick: (sample: Sample) => number) => ({ second: samples.slice(quarter, 2 * quarter).map(pick), last: samples.slice(-quarter).map(pick) });
  const flat = (name: string, unit: 'MB' | 'nodes', pick: (sample: Sample) => number, more?: string) => {
    const { second, last } = of(pick);
    const all = samples.map(pick);
    const range = `from ${Math.min(...all).toFixed(1)} to ${Math.max(...all).toFixed(1)} over ${samples.length} samples`;
    return figure(
      name,
      unit,
      last,
      { of: 'median', timesFloor: TIMES_MAX },
      {
        floor: { label: 'its second quarter', samples: second },
        note: more ? `${range}; ${more}` : range,
      },
    );
  };
  return [
    flat('streaming, last quarter: heap of the page, garbage collected', 'MB', ({ heapMb }) => heapMb, note),
    flat('streaming, last quarter: nodes of the page', 'nodes', ({ nodes }) => nodes),
    flat('streaming, last quarter: listeners of the page', 'nodes', ({ listeners }) => listeners),
    flat('streaming, last quarter: resident memory of the API', 'MB', ({ apiMb }) => apiMb),
  ];
}
