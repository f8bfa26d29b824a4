import { source } from '../source.js';

/** `src/server.ts`. */
export const TYPESCRIPT_SERVER = source`
/** The HTTP server: reads requests, writes responses and one log line each. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { problem, type Response } from './responses.ts';
import { handle } from './routes.ts';
import type { Store } from './store.ts';

const LARGEST_BODY = 1024 * 1024;
// A client that sends too much is read this far and this long after its answer: closing with unread bytes would reset the connection.
const LARGEST_DRAIN = 64 * LARGEST_BODY;
const DRAIN_MS = 2000;
// A client gets this long to send a whole request.
const REQUEST_MS = 30_000;
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export type Log = (
  level: 'info' | 'warning' | 'error',
  event: string,
  details?: Record<string, unknown>,
) => void;

/** Writes one line of JSON to the standard output. */
export const logToOutput: Log = (level, event, details = {}) => {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, event, ...details }));
};

/** The HTTP server of the service; the caller makes it listen. */
export function makeServer(store: Store, log: Log = logToOutput): Server {
  const server = createServer({ requestTimeout: REQUEST_MS }, (incoming, outgoing) => {
    const started = performance.now();
    answer(incoming, store, log)
      .then(async (response) => {
        await write(incoming, outgoing, response);
        const ms = Math.round((performance.now() - started) * 10) / 10;
        log('info', 'request', {
          method: incoming.method,
          path: incoming.url?.slice(0, 500),
          status: response.status,
          ms,
        });
      })
      .catch((error: unknown) => {
        // The client went away while it was sending.
        log('warning', 'connection failed', { error: String(error) });
        outgoing.destroy();
      });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

/** Answers one request; whatever breaks becomes a 500 without details. */
async function answer(incoming: IncomingMessage, store: Store, log: Log): Promise<Response> {
  const body = await readBody(incoming);
  if (!body)
    return problem(413, \`The body is larger than \${LARGEST_BODY} bytes\`, undefined, {
      Connection: 'close',
    });
  const url = incoming.url ?? '/';
  const end = url.indexOf('?');
  const path = decode(end < 0 ? url : url.slice(0, end));
  const query = end < 0 ? '' : url.slice(end + 1);
  try {
    return handle(
      {
        method: incoming.method ?? 'GET',
        path,
        query,
        contentType: incoming.headers['content-type'] ?? '',
        body,
      },
      store,
    );
  } catch (error) {
    log('error', 'request failed', { method: incoming.method, path, error: whole(error) });
    return problem(500, 'Something broke on our side; the log says what');
  }
}

/** The whole body, or undefined as soon as it is too large. Rejects when the client goes away. */
function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    if (Number(incoming.headers['content-length'] ?? 0) > LARGEST_BODY) resolve(undefined);
    incoming.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > LARGEST_BODY) resolve(undefined);
      else pieces.push(piece);
    });
    incoming.once('end', () => resolve(Buffer.concat(pieces)));
    incoming.once('error', reject);
    incoming.once('close', () => reject(new Error('the client went away')));
  });
}

/** Reads and forgets what the client still sends, up to the bounds. */
function drain(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS);
    let size = 0;
    const stop = (): void => {
      clearTimeout(timer);
      resolve();
    };
    incoming.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size > LARGEST_DRAIN) stop();
    });
    incoming.once('end', stop);
    incoming.once('close', stop);
    incoming.resume();
  });
}

/** An error with where it happened: for the log, never for an answer. */
function whole(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function write(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  response: Response,
): Promise<void> {
  const headers: Record<string, string | number> = { ...SECURITY_HEADERS, ...response.headers };
  if (response.status !== 204) {
    headers['Content-Type'] = response.contentType;
    headers['Content-Length'] = Buffer.byteLength(response.body);
  }
  outgoing.writeHead(response.status, headers);
  if (!incoming.complete && incoming.method !== 'HEAD') {
    // The answer goes out whole; only the end of the connection waits.
    outgoing.write(response.body);
    await drain(incoming);
    outgoing.end();
    return;
  }
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}
`;
