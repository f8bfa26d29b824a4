/** Five hundred clients of one API process, the builds they watch, and what is recorded meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuildEvent } from '../contracts/events.js';
import type { BenchContext } from './benchmark.js';
import { cpuMs, rssMb } from './machine.js';
import type { OwnApi } from './own-api.js';
import type { Recorder } from './recorder.js';
import { Watcher, type Stream } from './watcher.js';

// 24 users with five builds each, watched by three browsers or terminals a build, and five lists: 20 streams a user, its limit.
const CROWD = { users: 24, builds: 5, watchers: 3, feeds: 5 };
// One more user, whose build says a lot: most of its watchers take nothing. Together 500.
const LOUD = { stalled: { streams: 10, feeds: 5 }, awake: { streams: 3, feeds: 2 } };
// An agent's turn or call takes seconds: 120 builds that record one event a second each are a busy installation.
const EVENT_EVERY_MS = 1_000;
// 30 a second of 30 KB for 15 s: more than the buffers of the connections hold.
const FLOOD = { perSecond: 30, seconds: 15, texts: 100, textChars: 300 };
const LOOK_MS = 1_000;

export interface Measured {
  memory: number[];
  /** Milliseconds of processor time of the API. */
  cpu: number;
  recorded: number;
}

/** All clients, and the builds they watch. */
export class Crowd {
  readonly awake: Watcher[] = [];
  readonly stalled: Watcher[] = [];
  readonly #builds: string[] = [];
  #loud = '';

  private constructor(
    private readonly api: OwnApi,
    private readonly recorder: Recorder,
  ) {}

  static async gather(api: OwnApi, recorder: Recorder, say: BenchContext['say']): Promise<Crowd> {
    const crowd = new Crowd(api, recorder);
    for (let user = 0; user < CROWD.users; user += 1) await crowd.#addUser(`user-${user}`);
    await crowd.#addLoudUser('loud');
    await sleep(LOOK_MS);
    say(`${crowd.size} streams are open, ${rssMb(api.pid).toFixed(0)} MB.`);
    return crowd;
  }

  get size(): number {
    return this.awake.length + this.stalled.length;
  }

  /** Records for so many seconds. With `stalls` the loud build says a lot, and most of its readers take nothing of it. */
  async watch(seconds: number, stalls: boolean): Promise<Measured> {
    for (const watcher of this.awake) watcher.lags = [];
    if (stalls) for (const watcher of this.stalled) watcher.stall();
    const memory: number[] = [];
    const looking = setInterval(() => memory.push(rssMb(this.api.pid)), LOOK_MS);
    const cpuBefore = cpuMs(this.api.pid);
    const [recorded] = await Promise.all([this.#record(seconds), stalls ? this.#flood() : 0]);
    // What was recorded last arrives.
    await sleep(LOOK_MS);
    clearInterval(looking);
    return { memory, cpu: cpuMs(this.api.pid) - cpuBefore, recorded };
  }

  /** Which of these readers of builds have not everything, or had something twice. */
  async incomplete(watched: readonly Watcher[]): Promise<Watcher[]> {
    const last = new Map(await Promise.all([...this.#builds, this.#loud].map(async (id) => [id, await this.recorder.lastSeq(id)] as const)));
    return watched.filter(({ stream, lastSeq, breaks }) => stream.kind === 'build' && (breaks > 0 || lastSeq !== last.get(stream.id)));
  }

  /** The number of the loud build's last event. */
  lastOfLoud(): Promise<number> {
    return this.recorder.lastSeq(this.#loud);
  }

  close(): void {
    for (const watcher of [...this.awake, ...this.stalled]) watcher.close();
  }

  async #addUser(name: string): Promise<void> {
    const token = await this.recorder.user(name);
    const builds = await Promise.all(Array.from({ length: CROWD.builds }, (_, index) => this.recorder.build(name, `Watched build ${index}`)));
    this.#builds.push(...builds);
    for (const id of builds) await this.#open(this.awake, token, { kind: 'build', id }, CROWD.watchers);
    await this.#open(this.awake, token, { kind: 'feed' }, CROWD.feeds);
  }

  async #addLoudUser(name: string): Promise<void> {
    const token = await this.recorder.user(name);
    this.#loud = await this.recorder.build(name, 'Loud build');
    const build = { kind: 'build', id: this.#loud } as const;
    await this.#open(this.stalled, token, build, LOUD.stalled.streams);
    await this.#open(this.stalled, token, { kind: 'feed' }, LOUD.stalled.feeds);
    await this.#open(this.awake, token, build, LOUD.awake.streams);
    await this.#open(this.awake, token, { kind: 'feed' }, LOUD.awake.feeds);
  }

  async #open(list: Watcher[], token: string, stream: Stream, count: number): Promise<void> {
    const opened = Array.from({ length: count }, () => new Watcher({ url: this.api.url, token }, stream));
    await Promise.all(opened.map((watcher) => watcher.open()));
    list.push(...opened);
  }

  /** Each build in turn, so that events come evenly; answers how many were recorded. */
  async #record(seconds: number): Promise<number> {
    const pauseMs = EVENT_EVERY_MS / this.#builds.length;
    return evenly((seconds * 1_000) / pauseMs, pauseMs, async (number) => {
      const id = this.#builds[number % this.#builds.length] ?? '';
      const turn = Math.floor(number / this.#builds.length) + 1;
      await this.recorder.pass({ kind: 'thinking', build_id: id, task: 'store', turn, text: 'I look at the parser. '.repeat(15), chars: 330, seconds: 1 });
      await this.recorder.record(id, eventOf(turn));
    });
  }

  #flood(): Promise<number> {
    const tools = Array.from({ length: FLOOD.texts }, () => 'x'.repeat(FLOOD.textChars));
    return evenly(FLOOD.seconds * FLOOD.perSecond, 1_000 / FLOOD.perSecond, (number) =>
      this.recorder.record(this.#loud, { kind: 'turn', task: 'store', turn: number + 1, text: 'a lot', tools, cost_usd: 0, progress: 40 }),
    );
  }
}

/** Begins one thing every `pauseMs`, whatever became of those before; answers how many. Rejects when one does. */
async function evenly(count: number, pauseMs: number, begin: (number: number) => Promise<void>): Promise<number> {
  const began = performance.now();
  const begun: Promise<void>[] = [];
  for (let number = 0; number < count; number += 1) {
    await sleep(Math.max(0, began + number * pauseMs - performance.now()));
    begun.push(begin(number));
  }
  await Promise.all(begun);
  return begun.length;
}

/** As agents at work say them: a turn, then what it called. */
function eventOf(turn: number): BuildEvent {
  if (turn % 2 === 1)
    return {
      kind: 'turn',
      task: 'store',
      turn,
      text: 'I read the failing test and then the parser. '.repeat(6),
      tools: ['read_file'],
      cost_usd: 0.01,
      progress: 40,
    };
  return { kind: 'tool', task: 'store', turn: turn - 1, tool: 'read_file', summary: 'src/parser.py, 120 lines', ok: true, commit: null };
}
