/** Made-up requests to every route of the OpenAPI document, valid and not, with a valid token: nothing may break, every status must be documented. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureSchemathesis } from '../harness/schemathesis.js';
import { Api, Engines, TOKEN } from './stack.js';
import { startStubWorker } from './stub-worker.js';

export interface FuzzReport {
  /** Requests that reached the API. */
  requests: number;
  /** `METHOD /path -> status` of answers of 5xx, with the request's beginning. */
  broken: string[];
  /** What schemathesis printed, and how it ended. */
  said: string;
  exitCode: number;
}

export interface FuzzOptions {
  phases: string;
  /** Of each operation in the phase of random requests. */
  examples: number;
  /** Of two pairs the same requests in the same order. */
  seed: number;
  /** Values that path parameters of this name have, by the beginning of the path. */
  ids?: Record<string, string>;
  token?: string | null;
  /** Bodies of answers are held to their schemas too. */
  schemas?: boolean;
}

const CHECKS = ['not_a_server_error', 'status_code_conformance', 'content_type_conformance'];
// Long enough for the first bytes of a stream; then the server ends it, as a proxy in between may.
const STREAM_MS = 30;
// More than any route waits for what others do.
const REQUEST_SECONDS = 60;
const LOOK_MS = 50;
const END_JOBS = "update workspace_jobs set state = 'done', ended_at = now() where ended_at is null";
const BODY_CHARS_KEPT = 300;

/** An API with everything it needs but real workflows, behind a server that counts and that ends streams. */
export class FuzzTarget {
  readonly broken: string[] = [];
  requests = 0;
  readonly #server: Server;

  private constructor(
    readonly api: Api,
    private readonly engines: Engines,
    private readonly stopWorker: () => Promise<void>,
  ) {
    this.#server = createServer((request, response) => this.#serve(request, response));
  }

  static async start(): Promise<FuzzTarget> {
    const engines = await Engines.start({ temporal: true });
    const api = await Api.start(engines);
    const stopWorker = await startStubWorker(engines.address, api.queues.core, api.database);
    // In place of the real worker's: whoever waits for a job of a workspace hears that it is done, and made nothing.
    const ending = setInterval(() => void api.database.pool.query(END_JOBS).catch(() => undefined), LOOK_MS);
    const target = new FuzzTarget(api, engines, async () => {
      clearInterval(ending);
      await stopWorker();
    });
    await new Promise<void>((resolve) => target.#server.listen(0, '127.0.0.1', resolve));
    return target;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.stopWorker();
    await this.api.stop();
    await this.engines.stop();
  }

  /** One run of schemathesis over the whole document. */
  async fuzz(options: FuzzOptions): Promise<FuzzReport> {
    const before = this.requests;
    const known = this.broken.length;
    const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
    try {
      const config = join(folder, 'schemathesis.toml');
      writeFileSync(config, tomlOf(options));
      const { said, exitCode } = await runSchemathesis(this.url, config, folder, options);
      return { requests: this.requests - before, broken: this.broken.slice(known), said, exitCode };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    this.requests += 1;
    const { method = '', url = '' } = request;
    const body = overheard(request);
    response.on('error', () => undefined);
    response.on('finish', () => {
      if (response.statusCode >= 500) this.broken.push(`${method} ${url} -> ${response.statusCode}: ${JSON.stringify(body())}`);
    });
    endsStreams(response);
    this.api.app.express(request, response);
  }
}

/** The beginning of a body. A listener of our own would set it flowing before its reader is there. */
function overheard(request: IncomingMessage): () => string {
  const emit = request.emit.bind(request) as (...args: unknown[]) => boolean;
  let body = '';
  request.emit = ((...args: unknown[]) => {
    if (args[0] === 'data' && body.length < BODY_CHARS_KEPT) body += (args[1] as Buffer).toString('latin1').slice(0, BODY_CHARS_KEPT);
    return emit(...args);
  }) as typeof request.emit;
  return () => body;
}

function endsStreams(response: ServerResponse): void {
  const write = response.write.bind(response) as (...args: unknown[]) => boolean;
  let isEnding = false;
  response.write = ((...args: unknown[]) => {
    if (!isEnding && String(response.getHeader('content-type') ?? streamTypeOf(response)).startsWith('text/event-stream')) {
      isEnding = true;
      setTimeout(() => response.end(), STREAM_MS);
    }
    return write(...args);
  }) as typeof response.write;
}

/** Headers given to `writeHead` alone are only in what is sent. */
function streamTypeOf(response: ServerResponse): string {
  const sent = (response as unknown as { _header?: string })._header ?? '';
  return /content-type: ([^\r\n]*)/i.exec(sent)?.[1] ?? '';
}

// The document says of a stream that it is text; the check takes each event of it for a value.
const STREAMS = `[[operations]]
include-path-regex = "/(events|stream)$"
checks.response_schema_conformance.enabled = false
`;

/** Real ids for the paths that begin so: without them most requests would only be told that there is no such thing. */
function tomlOf({ ids = {}, schemas = false }: FuzzOptions): string {
  const operations = Object.entries(ids).map(
    ([path, id]) => `[[operations]]\ninclude-path-regex = ${JSON.stringify(`^${path}`)}\nparameters = { "path.id" = ${JSON.stringify(id)} }\n`,
  );
  const checks = [
    '[checks]',
    'enabled = false',
    ...[...CHECKS, ...(schemas ? ['response_schema_conformance'] : [])].map((name) => `${name}.enabled = true`),
    '',
  ];
  return [...checks, ...operations, STREAMS].join('\n');
}

async function runSchemathesis(url: string, config: string, cwd: string, { phases, examples, seed, token = TOKEN }: FuzzOptions) {
  const { command, args, env } = await ensureSchemathesis();
  const options = [
    '--config-file',
    config,
    'run',
    `${url}/openapi.json`,
    '--url',
    `${url}/api`,
    '--phases',
    phases,
    '--max-examples',
    String(examples),
    '--seed',
    String(seed),
    '--generation-deterministic',
    '--workers',
    '1',
    '--request-retries',
    '0',
    '--request-timeout',
    String(REQUEST_SECONDS),
    '--warnings',
    'off',
    '--suppress-health-check',
    'all',
    '--continue-on-failure',
    ...(token === null ? [] : ['--header', `Authorization: Bearer ${token}`]),
  ];
  const child = spawn(command, [...args, '--no-color', ...options], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { said, exitCode: exitCode ?? 1 };
}
