/** Whose turn it is: owners in turn, each one's own in the order they came. Only the rule; no promise, no clock. */

export interface Visit {
  /** For whom: turns are shared between owners. */
  readonly owner: string;
  /** Places it takes while it is through; one that wants more than there are takes all. */
  readonly places: number;
}

interface Share {
  /** Places that are taken. */
  count: number;
  /** When one of the owner's was let through last. */
  last: number;
}

export class Turns<T extends Visit> {
  readonly #through = new Set<T>();
  readonly #waiting: T[] = [];
  /** Of owners that have something here. */
  readonly #shares = new Map<string, Share>();
  #turns = 0;
  #taken = 0;

  constructor(private size: number) {}

  get waiting(): readonly T[] {
    return this.#waiting;
  }

  /** Answers whether it went through at once; else it waits. */
  come(visit: T): boolean {
    if (this.#waiting.length === 0 && this.#fits(visit)) {
      this.#enter(visit);
      return true;
    }
    this.#waiting.push(visit);
    return false;
  }

  /** One that was through has left, or one that waited goes away. Answers who goes through because of it. */
  leave(visit: T): T[] {
    if (this.#through.delete(visit)) this.#account(visit.owner, -visit.places);
    else this.#waiting.splice(this.#waiting.indexOf(visit), 1);
    const entered = this.#admit();
    // Who has nothing here any more begins anew.
    if (this.#shares.get(visit.owner)?.count === 0 && !this.#waiting.some(({ owner }) => owner === visit.owner)) this.#shares.delete(visit.owner);
    return entered;
  }

  /** Answers who goes through because of it; nobody who is through is sent away. */
  resize(size: number): T[] {
    this.size = size;
    return this.#admit();
  }

  /** Those who wait, in the order of their turns if nobody else comes and who came through first leaves first. */
  order(): T[] {
    const copy = new Turns<T>(this.size);
    this.#through.forEach((visit) => copy.#through.add(visit));
    copy.#waiting.push(...this.#waiting);
    this.#shares.forEach((share, owner) => copy.#shares.set(owner, { ...share }));
    copy.#turns = this.#turns;
    copy.#taken = this.#taken;
    const order: T[] = [];
    // Whoever goes through stands at the end of this very set, so its own leaving follows.
    for (const visit of copy.#through) {
      if (copy.#waiting.length === 0) break;
      order.push(...copy.leave(visit));
    }
    return order;
  }

  #admit(): T[] {
    const entered: T[] = [];
    for (let next = this.#next(); next !== null && this.#fits(next.visit); next = this.#next()) {
      this.#waiting.splice(next.index, 1);
      this.#enter(next.visit);
      entered.push(next.visit);
    }
    return entered;
  }

  /** The first of the owner with the least through, and of such owners the one that was let through longest ago. */
  #next(): { visit: T; index: number } | null {
    let best: { visit: T; index: number; share: Share } | null = null;
    for (const [index, visit] of this.#waiting.entries()) {
      const share = this.#shares.get(visit.owner) ?? { count: 0, last: 0 };
      if (best === null || share.count < best.share.count || (share.count === best.share.count && share.last < best.share.last)) best = { visit, index, share };
    }
    return best;
  }

  #fits({ places }: Visit): boolean {
    return this.#taken === 0 || this.#taken + places <= this.size;
  }

  #enter(visit: T): void {
    this.#through.add(visit);
    this.#account(visit.owner, visit.places);
    const share = this.#shares.get(visit.owner);
    if (share) share.last = this.#turns += 1;
  }

  #account(owner: string, places: number): void {
    const share = this.#shares.get(owner) ?? { count: 0, last: 0 };
    this.#shares.set(owner, share);
    share.count += places;
    this.#taken += places;
  }
}
