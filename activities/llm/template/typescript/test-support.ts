import { source } from '../source.js';

/** `tests/support.ts`. */
export const TYPESCRIPT_TEST_SUPPORT = source`
/** Runs the real server on a free port for the tests. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Item, Values } from '../src/models.ts';
import type { Page } from '../src/query.ts';
import { makeServer } from '../src/server.ts';
import { Store } from '../src/store.ts';
import type { Problem } from '../src/validation.ts';
import { SAMPLES } from './samples.ts';

/** What any answer of the service may hold. */
type Body = Item &
  Page & {
    errors: Problem[];
    collections: Record<string, string[]>;
    paths: Record<string, unknown>;
  };

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** Undefined for an empty body. */
  body: Body | undefined;
}

/** A running server with an empty data directory, and a client for it. */
export class Service {
  readonly #directory = mkdtempSync(join(tmpdir(), 'service-'));
  /** What it wrote to its log. */
  readonly logged: Record<string, unknown>[] = [];
  #server: Server | undefined;

  async start(): Promise<void> {
    const server = makeServer(new Store(this.#directory), (level, event, details) =>
      this.logged.push({ level, event, ...details }),
    );
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }

  async restart(): Promise<void> {
    await this.#close();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#close();
    rmSync(this.#directory, { recursive: true });
  }

  /** Breaks the file with the data. */
  damageData(): void {
    writeFileSync(join(this.#directory, 'data.json'), '{');
  }

  /** Sends a request. A body that is not text is sent as JSON. */
  call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    if (!this.#server) throw new Error('the service is not started');
    const { port } = this.#server.address() as AddressInfo;
    const payload =
      body === undefined
        ? undefined
        : typeof body === 'string' || body instanceof Buffer
          ? body
          : JSON.stringify(body);
    const sent =
      payload === undefined
        ? headers
        : {
            'Content-Type': 'application/json',
            'Content-Length': Buffer.byteLength(payload),
            ...headers,
          };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { host: '127.0.0.1', port, method, path, headers: sent, agent: false },
        (response) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () => {
            const text = Buffer.concat(pieces).toString();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              body: text === '' ? undefined : (JSON.parse(text) as Body),
            });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(payload);
    });
  }

  /** Creates what the samples of this entity refer to. */
  async createParents(path: string): Promise<void> {
    for (const [other, samples] of SAMPLES) {
      if (other === path) return;
      await this.call('POST', \`/\${other}\`, samples[0]);
    }
  }

  async createSamples(path: string, samples: Values[]): Promise<Item[]> {
    await this.createParents(path);
    const items: Item[] = [];
    for (const sample of samples)
      items.push((await this.call('POST', \`/\${path}\`, sample)).body as Item);
    return items;
  }

  #close(): Promise<void> {
    return new Promise((resolve) => {
      if (!this.#server) return resolve();
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}
`;
