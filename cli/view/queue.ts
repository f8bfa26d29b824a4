import type { QueueEvent, QueuePlace } from '../../contracts/queue.js';
import { cleanLine } from './clean.js';

/** `waits for a sandbox (checks): place 4 of 10`. */
export function queueText(queue: QueuePlace | QueueEvent): string {
  const what = queue.for === 'sandbox' ? `a sandbox (${cleanLine(queue.what, 60)})` : 'its turn to begin';
  return `waits for ${what}: place ${Number(queue.position)} of ${Number(queue.waiting)}`;
}

/** Hears where something stands and answers what is worth a line: the first place, then whenever what is ahead has halved. */
export class QueueTeller {
  #told: number | null = null;

  line(queue: QueuePlace | null | undefined): string | null {
    if (!queue) {
      this.#told = null;
      return null;
    }
    if (this.#told !== null && queue.position > this.#told / 2) return null;
    this.#told = queue.position;
    return queueText(queue);
  }
}
