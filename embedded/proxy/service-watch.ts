/** Knows whether the service of a route takes connections, so that a live deployment is not called so while nothing answers. */
import type { Route } from '../../activities/deploy/routes.js';
import { connectTo } from './holding-agent.js';

// A service that crashed is back within a second or two by its restart policy: one look that fails is no outage.
const LOOKS_IN_VAIN = 2;

export class ServiceWatch {
  #inVain = 0;

  constructor(private readonly route: () => Route) {}

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
