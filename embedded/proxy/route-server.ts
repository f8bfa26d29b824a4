/** One environment's port: listens, forwards, holds, drains. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import httpProxy from 'http-proxy-3';
import type { Route } from '../../activities/deploy/routes.js';
import type { ProxyReport } from '../../activities/deploy/write-route.js';
import { answerProblem } from './answers.js';
import { HoldingAgent } from './holding-agent.js';
import { dropForgedCookies, dropOwnCookies } from './own-cookies.js';
import { ServiceWatch } from './service-watch.js';

// Before a version is stopped its open requests may finish; a stream or a websocket has no end to wait for.
const DRAIN_MS = 3_000;
// A port that is taken may come free soon (a proxy that is just ending) or late (another program has it).
const LISTEN_RETRY_MS = { first: 500, last: 5_000 };
// A service that says nothing for so long on a request will not answer any more.
const SILENCE_MS = 120_000;
// Slow clients: headers within 15 s, the whole request within 10 minutes.
const HEADERS_MS = 15_000;
const REQUEST_MS = 600_000;
// What a client sent last may still be on its way to the service.
const HALF_OPEN_MS = 1_000;
// Held requests live in memory: a flood must not fill it.
const CONNECTIONS_MAX = 1_024;

// What Node refuses to send on, by throwing in the middle of it.
const UNSENDABLE = /[^\t\x20-\x7e\x80-\xff]/;

function isAnswer(answer: IncomingMessage): boolean {
  const status = answer.statusCode ?? 0;
  return status >= 200 && status <= 599 && !UNSENDABLE.test(answer.statusMessage ?? '');
}

export class RouteServer {
  #route: Route;
  #given = '';
  #inForce = Promise.resolve();
  #confirmed = 0;
  #problem: string | null = null;
  #listening = false;
  #retryMs = LISTEN_RETRY_MS.first;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;
  readonly #server: Server;
  readonly #agent: HoldingAgent;
  readonly #watch: ServiceWatch;
  readonly #clients = new Set<Socket>();
  readonly #proxy = httpProxy.createProxyServer({});

  constructor(
    private readonly key: string,
    private readonly host: string,
    private readonly log: (text: string) => void,
    private readonly changed: () => Promise<void>,
  ) {
    this.#route = { port: 0, target: null, switching: false, deployment: null, previous: null, version: 0 };
    this.#watch = new ServiceWatch(() => this.#route, changed);
    this.#agent = new HoldingAgent(() => this.#route, this.#watch);
    this.#server = this.#createServer();
    this.#guardAnswers();
  }

  /** What the library leaves open: answers that are none, and ends without a word. */
  #guardAnswers(): void {
    this.#proxy.on('error', (error, _request, response) => answerProblem(response, error, this.key));
    this.#proxy.on('proxyReq', (upstream, _request, response) => {
      // A connection that ends without answer and without error (an unasked "101 Switching Protocols") is a failure too.
      let answered = false;
      upstream.once('response', () => (answered = true));
      upstream.once('close', () => answered || answerProblem(response, new Error('no answer'), this.key));
    });
    this.#proxy.on('proxyReqWs', (upstream, _request, client) => {
      // Before the library's own listeners, which pass these headers on.
      upstream.prependOnceListener('upgrade', (answer) => dropForgedCookies(answer.headers));
      upstream.prependOnceListener('response', (answer) => dropForgedCookies(answer.headers));
      upstream.once('upgrade', (_answer, socket) => {
        // A client that has gone needs no second half of a websocket; the service may never close it by itself.
        client.once('end', () => setTimeout(() => socket.destroy(), HALF_OPEN_MS).unref());
        client.once('close', () => socket.destroy());
      });
    });
    this.#proxy.on('proxyRes', (answer, _request, response) => {
      if (!isAnswer(answer)) {
        answerProblem(response, new Error('not an answer'), this.key);
        answer.destroy();
        return;
      }
      // Between us and the service a connection serves one request; the client's own connection may go on.
      delete answer.headers.connection;
      delete answer.headers['keep-alive'];
      dropForgedCookies(answer.headers);
      // The library leaves a client waiting for ever when the service dies in the middle of an answer.
      answer.once('aborted', () => response.destroy());
    });
  }

  state(): ProxyReport['routes'][string] {
    return { port: this.#route.port, version: this.#confirmed, problem: this.#problem, silent: this.#watch.silent };
  }

  /** Looks whether the service takes connections; true when that changed. */
  look(): Promise<boolean> {
    return this.#watch.look();
  }

  /** Takes the route over at once; returns when it is in force: listening, and drained when switching away. */
  async update(route: Route): Promise<void> {
    if (route.version < this.#route.version) return;
    // The file changes for other reasons too: a route that is coming into force is not in force because it was read again.
    if (JSON.stringify(route) === this.#given) return this.#inForce;
    this.#given = JSON.stringify(route);
    this.#inForce = this.#change(route);
    return this.#inForce;
  }

  async #change(route: Route): Promise<void> {
    const movedAway = this.#route.target !== null && JSON.stringify(this.#route.target) !== JSON.stringify(route.target);
    const samePlace = this.#route.target !== null && !movedAway;
    this.#route = samePlace ? { ...route, target: this.#route.target } : route;
    // What was known of the version before must not be told of this one; whoever applies the route reports.
    this.#watch.forget();
    if (!this.#listening) await this.#listen();
    if (movedAway) await this.#drain(route.version);
    if (this.#confirmed < route.version) this.#confirmed = route.version;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#server.close();
    this.#server.closeIdleConnections();
    const deadline = Date.now() + DRAIN_MS;
    while (this.#agent.open > 0 && Date.now() < deadline) await sleep(20);
    this.#agent.endAll();
    for (const client of this.#clients) client.destroy();
    this.#proxy.close();
  }

  #createServer(): Server {
    const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS }, (request, response) => this.#forward(request, response));
    server.maxConnections = CONNECTIONS_MAX;
    server.on('connection', (client) => {
      this.#clients.add(client);
      client.once('close', () => this.#clients.delete(client));
    });
    // While it tries to listen, what goes wrong is told once (#listen).
    server.on('error', (error) => this.#listening && this.log(`${this.key}: ${error.message}`));
    server.on('upgrade', (request, client, head) => {
      client.on('error', () => client.destroy());
      dropOwnCookies(request.headers);
      this.#proxy.ws(request, client as Socket, head, { target: this.#anywhere, agent: this.#agent, xfwd: true });
    });
    return server;
  }

  // The agent decides where a request goes; the library wants a target to name.
  readonly #anywhere = { host: 'service', port: 80, protocol: 'http:' };

  #forward(request: IncomingMessage, response: ServerResponse): void {
    dropOwnCookies(request.headers);
    this.#proxy.web(request, response, {
      target: this.#anywhere,
      agent: this.#agent,
      xfwd: true,
      proxyTimeout: SILENCE_MS,
      headers: { connection: 'close' },
    });
  }

  async #drain(version: number): Promise<void> {
    const deadline = Date.now() + DRAIN_MS;
    while (this.#agent.open > 0 && Date.now() < deadline && this.#route.version === version) await sleep(10);
  }

  async #listen(): Promise<void> {
    const problem = await new Promise<string | null>((resolve) => {
      const settle = (error?: Error): void => {
        this.#server.off('error', settle).off('listening', settle);
        resolve(error?.message ?? null);
      };
      this.#server.once('error', settle).once('listening', settle);
      this.#server.listen({ port: this.#route.port, host: this.host });
    });
    this.#listening = problem === null;
    if (problem !== this.#problem) this.log(`${this.key}: ${problem ?? `listening on ${this.host}:${this.#route.port}`}`);
    this.#problem = problem;
    if (!problem || this.#closed) return;
    // A change of the route tries at once; it must not leave two rounds of trying behind.
    if (this.#retry) clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#listenAgain(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LISTEN_RETRY_MS.last);
  }

  async #listenAgain(): Promise<void> {
    if (this.#closed || this.#listening) return;
    const before = this.#problem;
    await this.#listen();
    if (this.#problem !== before) await this.changed();
  }
}
