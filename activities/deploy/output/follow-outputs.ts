/** The output of every live service, followed and kept, so that people can read it wherever API and engine are (decision 0026). */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DeployedContainer, DeployTarget } from '../port.js';
import { readOutput, type OutputDeps, type ReadingEnd } from './read-output.js';

export interface FollowDeps extends OutputDeps {
  target: Pick<DeployTarget, 'list' | 'readOutput'>;
  log: Logger;
}

// A new service's first words are there soon enough; one list of the engine costs milliseconds.
const LOOK_MS = 2_000;
// Another worker reads the same service. Should it die, its output is this much late, and nothing is lost: the engine has it.
const STANDBY_MS = 10_000;
// Of a flood people get a look at every few seconds; more would cost and help nobody.
const FLOOD_PAUSE_MS = 5_000;
// An engine or a database that is away.
const RETRY_MS = 5_000;
// After a start of the worker every stopped container is read once: not all at the same moment.
const STARTS_A_LOOK = 10;

/**
 * Follows the log of each live container until the returned function is called, which resolves when nothing is read any more. An
 * idle service costs an open connection to the engine. Several workers may do this side by side: each line is written once.
 */
export function followOutputs(deps: FollowDeps, everyMs = LOOK_MS): () => Promise<void> {
  const follower = new Follower(deps);
  const ended = follower.run(everyMs);
  return () => {
    follower.stop();
    return ended;
  };
}

class Follower {
  readonly #aborter = new AbortController();
  /** By container. */
  readonly #followed = new Map<string, Promise<void>>();
  /** Stopped, and read to the end. */
  readonly #drained = new Set<string>();
  #complaint = '';

  constructor(private readonly deps: FollowDeps) {}

  stop(): void {
    this.#aborter.abort();
  }

  async run(everyMs: number): Promise<void> {
    const { signal } = this.#aborter;
    do await this.#look().catch((error: unknown) => this.#complain(error));
    while (await sleep(everyMs, true, { signal }).catch(() => false));
    await Promise.all(this.#followed.values());
  }

  async #look(): Promise<void> {
    const found = (await this.deps.target.list()).filter(({ role }) => role === 'live');
    const there = new Set(found.map(({ containerId }) => containerId));
    for (const id of this.#drained) if (!there.has(id)) this.#drained.delete(id);
    const prints = (one: DeployedContainer): boolean => one.running || one.restarting;
    const wanted = found.filter((one) => !this.#followed.has(one.containerId) && (prints(one) || !this.#drained.has(one.containerId)));
    // What runs comes first.
    wanted.sort((one, other) => Number(prints(other)) - Number(prints(one)));
    for (const one of wanted.slice(0, STARTS_A_LOOK)) {
      const following = this.#follow(one).finally(() => this.#followed.delete(one.containerId));
      this.#followed.set(one.containerId, following);
    }
  }

  async #follow(one: DeployedContainer): Promise<void> {
    const { signal } = this.#aborter;
    for (;;) {
      const end = await readOutput(this.deps, one, { follow: true, signal }).catch((error: unknown) => this.#complain(error));
      if (signal.aborted) return;
      if (end === 'ended') return void this.#drained.add(one.containerId);
      await sleep(pauseAfter(end), undefined, { signal }).catch(() => undefined);
      // The next look says whether it is still there.
      if (end === null || signal.aborted) return;
    }
  }

  /** Once for each reason: what is away is tried again and again. */
  #complain(error: unknown): null {
    const said = String(error);
    if (said !== this.#complaint && !this.#aborter.signal.aborted)
      this.deps.log.warn({ err: said }, 'the output of deployments could not be read; trying again');
    this.#complaint = said;
    return null;
  }
}

function pauseAfter(end: Exclude<ReadingEnd, 'ended'> | null): number {
  if (end === null) return RETRY_MS;
  if (end === 'silent') return 0;
  return end === 'lost' ? STANDBY_MS : FLOOD_PAUSE_MS;
}
