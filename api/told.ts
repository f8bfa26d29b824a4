// A change is visible within the time a transaction may take (db/client.ts), and is then looked at twice at least.
export const LOOK_BACK_SECONDS = 60;
// Longer than that, so that what was told is never taken for lost.
const KEPT_MS = 2 * LOOK_BACK_SECONDS * 1000;

/** The last event of a build or execution, as its row says. */
export interface LastEvent {
  id: string;
  userId: string;
  seq: number;
}

/** What notifications told lately, so that a look at the rows finds what none of them told. */
export class Told {
  /** The last number of each, what was told last at the end. */
  #last = new Map<string, { seq: number; at: number }>();
  /** What the look before this found untold: its notification may have been on its way. */
  #late = new Map<string, number>();

  /** `<id>:<seq>` */
  note(payload: string, now = Date.now()): void {
    const [id = '', seq] = payload.split(':');
    this.#keep(id, Number(seq), now);
    for (const [old, { at }] of this.#last) {
      if (at > now - KEPT_MS) break;
      this.#last.delete(old);
    }
  }

  /** Users of whom something was not told though the look before this one found it already. */
  findLost(rows: readonly LastEvent[], now = Date.now()): Set<string> {
    const late = new Map<string, number>();
    const lost = new Set<string>();
    for (const { id, userId, seq } of rows) {
      const told = this.#last.get(id)?.seq ?? 0;
      if (seq <= told) continue;
      if ((this.#late.get(id) ?? 0) > told) {
        lost.add(userId);
        this.#keep(id, seq, now);
      } else late.set(id, seq);
    }
    this.#late = late;
    return lost;
  }

  /** Everybody was told to look again: what these rows say is known. */
  takeAsKnown(rows: readonly LastEvent[], now = Date.now()): void {
    for (const { id, seq } of rows) this.#keep(id, seq, now);
    this.#late.clear();
  }

  /** Nobody is told anything just now. */
  rest(): void {
    this.#late.clear();
  }

  #keep(id: string, seq: number, at: number): void {
    const known = this.#last.get(id)?.seq ?? 0;
    this.#last.delete(id);
    this.#last.set(id, { seq: Math.max(known, seq), at });
  }
}
