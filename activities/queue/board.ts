/** Says in rows who waits for a sandbox of this process and at which place, and tells watchers while it changes. */
import { randomUUID } from 'node:crypto';
import { isBuildId, isExecutionId } from '../../contracts/ids.js';
import type { QueueEvent } from '../../contracts/queue.js';
import type { Database } from '../../db/client.js';
import { recordQueue, sayQueue } from '../../db/queries/sandbox-queue.js';
import type { Ticket, Turnstile } from '../sandbox/turnstile.js';

// Twice a second is as often as anybody looks; however long the queue is, it is one statement.
const SAY_MS = 500;
// A queue that stands still is said again, so that its rows stay fresh (db/queries/sandbox-queue.ts).
const AGAIN_MS = 5_000;
// Waits shorter than that are over before anybody has read of them.
const WORTH_TELLING_MS = 1_000;

interface Told {
  ticket: Ticket;
  subject: string;
  position: number;
  waiting: number;
}

export interface BoardOptions {
  db: Database;
  turnstile: Turnstile;
  onError: (error: unknown) => void;
  /** Shorter in tests: how often the queue is said, and how long a wait is before it is told. */
  sayMs?: number;
  worthTellingMs?: number;
}

/** One for each turnstile. Costs nothing while nobody waits; a database that is away is tried again and keeps nobody waiting. */
export class QueueBoard {
  readonly #worker = randomUUID();
  readonly #told = new Map<number, Told>();
  readonly #sayMs: number;
  readonly #worthTellingMs: number;
  #timer: NodeJS.Timeout | null = null;
  #due = 0;
  /** One statement after the other: an older order must not be said over a newer one. */
  #saying: Promise<void> = Promise.resolve();
  #isShown = false;
  #isClosed = false;

  constructor(private readonly options: BoardOptions) {
    this.#sayMs = options.sayMs ?? SAY_MS;
    this.#worthTellingMs = options.worthTellingMs ?? WORTH_TELLING_MS;
    options.turnstile.watch(() => this.#sayWithin(this.#sayMs));
  }

  /** Removes what was said. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#saying;
    if (this.#isShown) await sayQueue(this.options.db.orm, this.#worker, []).catch(this.options.onError);
  }

  #sayWithin(ms: number): void {
    const due = Date.now() + ms;
    if (this.#isClosed || (this.#timer && this.#due <= due)) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#saying = this.#saying.then(() => this.#say());
    }, ms);
    this.#timer.unref();
  }

  async #say(): Promise<void> {
    const queue = this.options.turnstile.queue();
    const told = queue.flatMap((ticket, index) =>
      ticket.subject === null ? [] : [{ ticket, subject: ticket.subject, position: index + 1, waiting: queue.length }],
    );
    try {
      if (told.length > 0 || this.#isShown) await sayQueue(this.options.db.orm, this.#worker, told.map(rowOf(this.#worker)));
      this.#isShown = told.length > 0;
      await this.#tell(told);
    } catch (error) {
      this.options.onError(error);
      return this.#sayWithin(AGAIN_MS);
    }
    // Soon while somebody's wait is about to be worth telling, else in time to keep the rows fresh.
    if (told.length > 0) this.#sayWithin(told.some(({ ticket }) => !this.#told.has(ticket.id)) ? this.#sayMs : AGAIN_MS);
  }

  /** An event when a wait begins to last, whenever what is ahead has halved, and when its turn has come: few, however long the queue. */
  async #tell(waiting: readonly Told[]): Promise<void> {
    const here = new Set(waiting.map(({ ticket }) => ticket.id));
    for (const { ticket, subject } of [...this.#told.values()].filter((each) => !here.has(each.ticket.id))) {
      this.#told.delete(ticket.id);
      // Who went away has an end of its own that is told.
      if (ticket.entered) await this.#record(ticket, subject, 0, waiting.length);
    }
    for (const now of waiting) {
      const { ticket, subject, position } = now;
      const before = this.#told.get(ticket.id);
      const isNews = before ? position <= before.position / 2 : Date.now() - ticket.since.getTime() >= this.#worthTellingMs;
      if (!isNews) continue;
      this.#told.set(ticket.id, now);
      await this.#record(ticket, subject, position, now.waiting);
    }
  }

  async #record({ id, what }: Ticket, subject: string, position: number, waiting: number): Promise<void> {
    // A workspace has no events.
    if (!isBuildId(subject) && !isExecutionId(subject)) return;
    const event: QueueEvent = { kind: 'queue', for: 'sandbox', what, position, ahead: Math.max(0, position - 1), waiting };
    await recordQueue(this.options.db.orm, { subject, key: `queue/${this.#worker}/${id}/${position}`, event }).catch(this.options.onError);
  }
}

function rowOf(worker: string) {
  return ({ ticket, subject, position, waiting }: Told) => ({
    id: `${worker}/${ticket.id}`,
    subject,
    what: ticket.what,
    position,
    waiting,
    since: ticket.since.toISOString(),
  });
}
