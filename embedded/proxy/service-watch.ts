/** Knows whether the service of a route takes connections, so that a live deployment is not called so while nothing answers. */
import type { Address } from '../../activities/deploy/port.js';
import type { Route } from '../../activities/deploy/routes.js';
import { connectTo } from './holding-agent.js';
import type { Verdict } from './holding-agent.js';

// A service that crashed is back within a second or two by its restart policy: one look that fails is no outage.
const LOOKS_IN_VAIN = 2;

export class ServiceWatch implements Verdict {
  #inVain = 0;

  /** `changed`: hears when what requests met made the answer another. */
  constructor(
    private readonly route: () => Route,
    private readonly changed: () => Promise<void>,
  ) {}

  /** True when nothing behind the route takes connections; false while a switch goes on. */
  get silent(): boolean {
    return this.#inVain >= LOOKS_IN_VAIN;
  }

  /** One connection, closed at once: no request, so nothing of the service's own runs. True when the answer changed. */
  async look(): Promise<boolean> {
    const { target, switching } = this.route();
    const before = this.silent;
    const answers = switching || (target !== null && (await takesConnections(target)));
    // What was looked at is not what serves any more.
    if (this.route().target !== target) return this.#set(0, before);
    return this.#set(answers ? 0 : this.#inVain + 1, before);
  }

  /** The route is another: nothing is known of what it leads to now. */
  forget(): void {
    this.#inVain = 0;
  }

  async reached(): Promise<void> {
    if (this.#inVain > 0 && this.#set(0, this.silent)) await this.changed();
  }

  async gaveUp(target: Address): Promise<void> {
    // A request tries longer than two looks take.
    if (this.route().target === target && this.#set(LOOKS_IN_VAIN, this.silent)) await this.changed();
  }

  #set(inVain: number, before: boolean): boolean {
    this.#inVain = inVain;
    return this.silent !== before;
  }
}

async function takesConnections(target: NonNullable<Route['target']>): Promise<boolean> {
  const socket = await connectTo(target).catch(() => null);
  socket?.destroy();
  return socket !== null;
}
