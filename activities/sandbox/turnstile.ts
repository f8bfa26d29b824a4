interface Waiting {
  owner: string;
  enter: () => void;
}

/** Lets so many through at once. The others wait: owners in turn, each one's own in the order they came. */
export class Turnstile {
  #free: number;
  readonly #waiting: Waiting[] = [];
  /** Of owners that have something here: how much is through, and when one of theirs was let through last. */
  readonly #through = new Map<string, { count: number; last: number }>();
  #turns = 0;

  constructor(places: number) {
    this.#free = places;
  }

  /**
   * Runs `work` when there is a place. A waiting caller whose signal aborts leaves the queue with the signal's reason.
   * `owner`: for whom; one with much waiting does not keep another waiting for all of it.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal, owner = ''): Promise<T> {
    await this.#enter(owner, signal);
    try {
      return await work();
    } finally {
      this.#leave(owner);
    }
  }

  #enter(owner: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      this.#count(owner);
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const place: Waiting = {
        owner,
        enter: () => {
          signal?.removeEventListener('abort', abort);
          this.#count(owner);
          resolve();
        },
      };
      const abort = () => {
        this.#waiting.splice(this.#waiting.indexOf(place), 1);
        reject(signal?.reason as Error);
      };
      this.#waiting.push(place);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  #leave(owner: string): void {
    const mine = this.#through.get(owner);
    if (mine) mine.count -= 1;
    const next = this.#takeNext();
    // Who has nothing here any more begins anew.
    if (mine?.count === 0 && !this.#waiting.some((other) => other.owner === owner)) this.#through.delete(owner);
    if (next) next.enter();
    else this.#free += 1;
  }

  /** The first of the owner with the least through, and of such owners the one that was let through longest ago. */
  #takeNext(): Waiting | null {
    const rank = ({ owner }: Waiting) => this.#through.get(owner) ?? { count: 0, last: 0 };
    let best = 0;
    for (let index = 1; index < this.#waiting.length; index += 1) {
      const [one, other] = [rank(this.#waiting[index] as Waiting), rank(this.#waiting[best] as Waiting)];
      if (one.count < other.count || (one.count === other.count && one.last < other.last)) best = index;
    }
    return this.#waiting.splice(best, 1)[0] ?? null;
  }

  #count(owner: string): void {
    const { count } = this.#through.get(owner) ?? { count: 0 };
    this.#through.set(owner, { count: count + 1, last: (this.#turns += 1) });
  }
}
