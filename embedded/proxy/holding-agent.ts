/**
 * Connects requests to wherever their environment is served now, and holds them while a switch is going on.
 * Holding happens before the connection is made: nothing of a request has been sent yet, so nothing can run twice.
 */
import { Agent } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from '../../activities/deploy/port.js';
import type { Route } from '../../activities/deploy/routes.js';

// A service that crashed is back within 1 to 2 s by its restart policy; longer is an outage that should show.
const HOLD_REFUSED_MS = 5_000;
// A switch stops one container and starts another: 1 to 2 s, up to 10 s for slow runtimes on a busy machine.
const HOLD_SWITCHING_MS = 20_000;
// Small beside a container's start, and only while requests are held.
const RETRY_MS = 25;
// Same machine: a connection takes microseconds or is lost.
const CONNECT_MS = 1_000;
// To one that is known to be silent: far more than a connection takes, and short enough to be told at once.
const CONNECT_SILENT_MS = 250;

/** What is known of the service behind a route, and what requests add to it. */
export interface Verdict {
  /** Nothing takes connections there: requests need not wait for it. */
  readonly silent: boolean;
  /** A request got its connection. */
  reached(): Promise<void>;
  /** A request tried this target to the end of its patience. Returns when that is told to everybody. */
  gaveUp(target: Address): Promise<void>;
}

/** Nothing serves the environment; `held` tells whether the request waited for it. */
export class NotServing extends Error {
  constructor(readonly held: boolean) {
    super('the environment is not serving');
  }
}

type CreateCallback = (error: Error | null, stream: Duplex) => void;

export class HoldingAgent extends Agent {
  readonly #open = new Set<Socket>();

  constructor(
    private readonly route: () => Route,
    private readonly verdict: Verdict,
  ) {
    // A connection a request: one kept open could belong to the version before.
    super({ keepAlive: false });
  }

  /** Connections to the service now: requests on their way, streams and websockets. */
  get open(): number {
    return this.#open.size;
  }

  endAll(): void {
    for (const socket of this.#open) socket.destroy();
  }

  override createConnection(_options: object, callback?: CreateCallback): undefined {
    this.#held().then(
      (socket) => callback?.(null, socket),
      // Node reads no stream beside an error; only its types ask for one.
      (error: Error) => callback?.(error, undefined as unknown as Duplex),
    );
    return undefined;
  }

  async #held(): Promise<Socket> {
    const since = Date.now();
    for (;;) {
      const { target, switching } = this.route();
      if (!target && !switching) throw new NotServing(false);
      const wasSilent = this.verdict.silent;
      const socket = target ? await connectTo(target, wasSilent ? CONNECT_SILENT_MS : CONNECT_MS).catch(() => null) : null;
      if (socket && this.route().target === target) {
        void this.verdict.reached();
        return this.#count(socket);
      }
      socket?.destroy();
      if (this.#isOver(since, target, wasSilent)) {
        if (target && !switching) await this.verdict.gaveUp(target);
        throw new NotServing(true);
      }
      await sleep(RETRY_MS);
    }
  }

  /** Whether waiting longer makes no sense: it lasted too long, or it was known before this try that nothing answers here. */
  #isOver(since: number, tried: Address | null, wasSilent: boolean): boolean {
    const { target, switching } = this.route();
    if (switching) return Date.now() - since > HOLD_SWITCHING_MS;
    return (wasSilent && this.verdict.silent && target === tried) || Date.now() - since > HOLD_REFUSED_MS;
  }

  #count(socket: Socket): Socket {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    return socket;
  }
}

/** A connection to a service, soon or not at all. */
export function connectTo(target: Address, timeoutMs = CONNECT_MS): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: target.host, port: target.port, noDelay: true });
    const fail = (error?: Error): void => {
      socket.destroy();
      reject(error ?? new Error('no connection in time'));
    };
    socket.setTimeout(timeoutMs, fail);
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
