import type { Logger } from 'pino';
import type { Database } from '../../db/client.js';
import { deleteOldNotifications } from '../../db/queries/notifications.js';
import { claimDeliveries, deleteOldDeliveries, disableFailing, endDelivery, type DeliveryEnd, type DueDelivery } from '../../db/queries/webhooks.js';
import { Periodic } from '../periodic.js';
import { isNamed, requireAllowedUrl } from './address.js';
import type { Seal } from './seal.js';
import { sendOnce } from './send.js';

// What was recorded is on its way within a second.
const EVERY_MS = 1_000;
const BATCH = 20;
// Longer than one attempt may take: a process that died is followed by another after it.
const LEASE_SECONDS = 30;
// From "it restarts just now" to "somebody must look", about eight hours together.
const RETRY_SECONDS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400];
// More failures in a row than one delivery makes: nobody listens there any more.
export const FAILURES_MAX = 20;
// And that for so long: a receiver that is being repaired gets an hour.
const FAILING_MINUTES = 60;
// Gone for good, by the receiver's own word.
const GONE = 410;
const CLEAN_EVERY_MS = 3_600_000;
const DELIVERY_DAYS = 14;
const NOTIFICATION_DAYS = 90;

export interface SenderOptions {
  database: Database;
  seal: Seal;
  allow: readonly string[];
  log: Logger;
}

/**
 * Sends what was promised to webhooks, each at least once, with an id by which repeats are told. Any number may run: a
 * delivery is one's own for as long as it is sent. What fails comes again, later and later; a webhook that always fails is switched off.
 */
export class WebhookSender {
  #periodic: Periodic;
  #stopping = false;
  #cleanedAt = 0;

  constructor(private readonly options: SenderOptions) {
    this.#periodic = new Periodic(
      EVERY_MS,
      () => this.#turn(),
      (error) => options.log.warn({ err: error }, 'webhooks wait: the database is away'),
    );
  }

  start(): void {
    this.#periodic.start();
  }

  stop(): Promise<void> {
    this.#stopping = true;
    return this.#periodic.stop();
  }

  async #turn(): Promise<void> {
    while (!this.#stopping && (await this.runOnce()) > 0);
    if (Date.now() - this.#cleanedAt < CLEAN_EVERY_MS) return;
    this.#cleanedAt = Date.now();
    await deleteOldDeliveries(this.options.database.orm, DELIVERY_DAYS);
    await deleteOldNotifications(this.options.database.orm, NOTIFICATION_DAYS);
  }

  /** One batch; answers how many were tried. Throws when the database is away. */
  async runOnce(): Promise<number> {
    const due = await claimDeliveries(this.options.database.orm, BATCH, LEASE_SECONDS);
    await Promise.all(due.map((each) => this.#deliver(each)));
    return due.length;
  }

  async #deliver(due: DueDelivery): Promise<void> {
    const end = await this.#attempt(due);
    await this.options.database.orm.transaction(async (tx) => {
      await endDelivery(tx, due, end);
      if ('delivered' in end.verdict) return;
      const isGone = end.status === GONE;
      const reason = isGone ? 'the receiver said that it is gone for good (410)' : `${FAILURES_MAX} attempts in a row failed; the last: ${end.error}`;
      const most = isGone ? { failures: 0, minutes: 0 } : { failures: FAILURES_MAX, minutes: FAILING_MINUTES };
      if (await disableFailing(tx, due, most, reason)) this.options.log.warn({ webhook: due.webhookId }, 'a webhook was switched off');
    });
  }

  async #attempt(due: DueDelivery): Promise<DeliveryEnd> {
    const retrySeconds = RETRY_SECONDS[due.attempts - 1];
    const again = retrySeconds === undefined ? { givenUp: true as const } : { retrySeconds };
    try {
      const { status, text } = await this.#send(due);
      if (status >= 200 && status < 300) return { status, error: null, verdict: { delivered: true } };
      const error = status >= 300 && status < 400 ? `it answered ${status}; redirects are not followed` : `it answered ${status}: ${text}`;
      return { status, error: error.slice(0, 500), verdict: status === GONE ? { givenUp: true } : again };
    } catch (error) {
      return { status: null, error: causeOf(error), verdict: again };
    }
  }

  #send(due: DueDelivery): Promise<{ status: number; text: string }> {
    const { allow, seal } = this.options;
    // The operator may have changed what is allowed since it was added.
    const url = requireAllowedUrl(due.url, allow);
    return sendOnce({
      url,
      named: isNamed(url, allow),
      secret: seal.open(due.sealedSecret, due.webhookId),
      deliveryId: `whd-${due.id}`,
      event: due.body.event,
      body: JSON.stringify({ id: `whd-${due.id}`, ...due.body }),
      timestamp: Math.floor(Date.now() / 1_000),
    });
  }
}

/** Why nobody answered, in words of the network; nothing of the inside. */
function causeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (error instanceof Error && error.name === 'TimeoutError') return 'it did not answer in time';
  if (code === 'EADDRNOTPUBLIC') return 'its name leads to no public address';
  if (error instanceof Error && error.name === 'MillwrightError') return error.message.slice(0, 300);
  return typeof code === 'string' ? `it could not be reached (${code})` : 'it could not be reached';
}
