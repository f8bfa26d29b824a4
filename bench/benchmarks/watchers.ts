/** Five hundred clients of one API process: how late they hear of what happens, what they cost it, and what becomes of those that take nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext, Benchmark } from '../benchmark.js';
import { Crowd, type Measured } from '../crowd.js';
import { figure, type Figure } from '../figure.js';
import { openApi } from '../own-api.js';
import { Recorder } from '../recorder.js';
import { percentile } from '../statistics.js';
import type { Watcher } from '../watcher.js';

const LAG_MS_MAX = 1_000;
const MEMORY_MB_MAX = 512;
// A reader that comes back has megabytes to read; longer than this it would have been quicker to load the page anew.
const CATCH_UP_S_MAX = 10;
// Stalled half a minute readers are cut, those of feeds at the next heartbeat (15 s) after that.
const SECONDS = 65;
const QUICK_SECONDS = 15;
const LOOK_MS = 20;
const COME_BACK_MS = 60_000;
const ARRIVAL_LOOK_MS = 500;

export const watchers: Benchmark = { name: 'watchers', model: 'template', run };

async function run({ stack, quick, say }: BenchContext): Promise<Figure[]> {
  const api = await openApi(stack, 'watchers');
  const recorder = new Recorder(api.database);
  try {
    const crowd = await Crowd.gather(api, recorder, say);
    const seconds = quick ? QUICK_SECONDS : SECONDS;
    say(`events for ${seconds} s${quick ? '' : `; ${crowd.stalled.length} readers take nothing meanwhile`}.`);
    // In less time nobody is cut.
    const measured = await crowd.watch(seconds, !quick);
    await arrived(crowd);
    const figures = await awakeFigures(crowd, measured, seconds);
    if (!quick) figures.push(...(await stalledFigures(crowd)));
    crowd.close();
    return figures;
  } finally {
    await recorder.close();
    await api.close();
  }
}

/** What was recorded last is on its way: it counts as missed only when it is not there long after. */
async function arrived(crowd: Crowd): Promise<void> {
  for (const deadline = Date.now() + COME_BACK_MS; Date.now() < deadline && (await crowd.incomplete(crowd.awake)).length > 0;) await sleep(ARRIVAL_LOOK_MS);
}

async function awakeFigures(crowd: Crowd, { memory, cpu, recorded }: Measured, seconds: number): Promise<Figure[]> {
  const lags = crowd.awake.flatMap((watcher) => watcher.lags);
  const passing = crowd.awake.reduce((sum, watcher) => sum + watcher.passing, 0);
  const gaps = crowd.awake.filter((watcher) => watcher.gaps > 0 || watcher.ended).length;
  const note = [
    `p50 ${percentile(lags, 50)} ms, p99 ${percentile(lags, 99)} ms, max ${percentile(lags, 100)} ms`,
    `${recorded} events (${(recorded / seconds).toFixed(0)} a second), ${lags.length} arrivals and ${passing} in passing`,
    `the API used ${(cpu / seconds / 10).toFixed(0)} % of a core`,
  ].join('; ');
  return [
    figure(`${crowd.size} streams: event committed to client`, 'ms', lags, { of: 'p95', atMost: LAG_MS_MAX }, { note }),
    figure(`${crowd.size} streams: awake readers that missed something, or were cut`, 'failed', [(await crowd.incomplete(crowd.awake)).length + gaps], {
      of: 'median',
      atMost: 0,
    }),
    figure(`${crowd.size} streams: resident memory of the API, at most`, 'MB', [Math.max(...memory)], { of: 'median', atMost: MEMORY_MB_MAX }),
  ];
}

/** They read again: what was buffered, `gap`, the end; and come back for the rest. */
async function stalledFigures(crowd: Crowd): Promise<Figure[]> {
  const last = await crowd.lastOfLoud();
  const took = await Promise.all(crowd.stalled.map((watcher) => comeBack(watcher, last)));
  const uncut = crowd.stalled.filter(({ gaps }) => gaps === 0).length;
  const incomplete = (await crowd.incomplete(crowd.stalled)).length;
  const streams = took.filter((_seconds, index) => crowd.stalled[index]?.stream.kind === 'build');
  return [
    figure(
      'readers that took nothing: not cut with a `gap`',
      'failed',
      [uncut],
      { of: 'median', atMost: 0 },
      { note: `of ${took.length}, ${streams.length} of them readers of one build, the others of a feed` },
    ),
    figure('readers that took nothing: have not everything in the end', 'failed', [incomplete], { of: 'median', atMost: 0 }),
    figure('readers that took nothing: had caught up, from reading again', 's', streams, { of: 'p95', atMost: CATCH_UP_S_MAX }),
  ];
}

/** Reads to the end of the old connection and on in a new one until nothing is left; answers the seconds. */
async function comeBack(watcher: Watcher, last: number): Promise<number> {
  const began = performance.now();
  const until = async (isSo: () => boolean) => {
    for (const deadline = began + COME_BACK_MS; !isSo() && performance.now() < deadline;) await sleep(LOOK_MS);
  };
  watcher.resume();
  await until(() => watcher.ended);
  if (!watcher.ended) return Number.POSITIVE_INFINITY;
  await watcher.open();
  // A feed has nothing of before: lists are read instead.
  await until(() => watcher.stream.kind === 'feed' || watcher.lastSeq >= last);
  return (performance.now() - began) / 1_000;
}
