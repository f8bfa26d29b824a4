import { Turns, type Visit } from './turns.js';

/** For whom and for what a place is wanted. */
export interface Visitor {
  /** One with much waiting does not keep another waiting for all of it: a user's id. */
  owner: string;
  /** The build, execution or workspace whose people see that it waits; null: nobody does. */
  subject?: string | null;
  /** What waits, for people: "checks", "a command". */
  what?: string;
  /** 1 by default. */
  places?: number;
  signal?: AbortSignal;
}

/** One that waits, or did. */
export interface Ticket extends Visit {
  readonly id: number;
  readonly subject: string | null;
  readonly what: string;
  readonly since: Date;
  /** Its turn has come; false for one that still waits or went away. */
  entered: boolean;
}

interface Waiting extends Ticket {
  enter: () => void;
}

/** Lets so many through at once. The others wait: owners in turn, each one's own in the order they came. */
export class Turnstile {
  readonly #turns: Turns<Waiting>;
  #tickets = 0;
  #watcher: () => void = () => {};

  constructor(private places: number) {
    this.#turns = new Turns(places);
  }

  /** How many places there are. */
  get size(): number {
    return this.places;
  }

  /** Nobody who is through is sent away when there are fewer. */
  resize(places: number): void {
    this.places = places;
    this.#let(this.#turns.resize(places));
  }

  /** Who waits, in the order of their turns if nobody else comes and who came through first leaves first. */
  queue(): readonly Ticket[] {
    return this.#turns.order();
  }

  /** Calls back whenever the queue has changed; one watcher. It must not throw. */
  watch(watcher: () => void): void {
    this.#watcher = watcher;
  }

  /** Runs `work` when there is a place. A waiting caller whose signal aborts leaves the queue with the signal's reason. */
  async run<T>(work: () => Promise<T>, { owner, subject = null, what = 'work', places = 1, signal }: Visitor = { owner: '' }): Promise<T> {
    signal?.throwIfAborted();
    const visit: Waiting = { id: (this.#tickets += 1), owner, subject, what, places, since: new Date(), entered: false, enter: () => {} };
    if (this.#turns.come(visit)) visit.entered = true;
    else await this.#wait(visit, signal);
    try {
      return await work();
    } finally {
      this.#let(this.#turns.leave(visit));
    }
  }

  #wait(visit: Waiting, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#let(this.#turns.leave(visit));
        this.#watcher();
        reject(signal?.reason as Error);
      };
      visit.enter = () => {
        signal?.removeEventListener('abort', abort);
        visit.entered = true;
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#watcher();
    });
  }

  #let(entered: readonly Waiting[]): void {
    for (const visit of entered) visit.enter();
    if (entered.length > 0) this.#watcher();
  }
}
