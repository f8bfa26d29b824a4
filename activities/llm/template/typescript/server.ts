import { source } from '../source.js';

/** `src/server.ts`. */
export const TYPESCRIPT_SERVER = source`
/** The HTTP server: reads requests, writes responses and one log line each. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { problem, type Response } from './responses.ts';
import { handle } from './routes.ts';
import type { Store } from './store.ts';

const LARGEST_BODY = 1024 * 1024;
// A client that sent too much is read this far, so that it can see the answer before the connection closes.
const LARGEST_DRAIN = 16 * LARGEST_BODY;
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export type Log = (level: 'info' | 'warning' | 'error', event: string, details?: Record<string, unknown>) => void;

/** Writes one line of JSON to the standard output. */
export const logToOutput: Log = (level, event, details = {}) => {
  console.log(JSON.stringify({ time: new Date().toISOString(), level, event, ...details }));
};

/** The HTTP server of the service; the caller makes it listen. */
export function makeServer(store: Store, log: Log = logToOutput): Server {
  const server = createServer((incoming, outgoing) => {
    const started = performance.now();
    answer(incoming, store, log)
      .then((response) => {
        write(incoming, outgoing, response);
        const ms = Math.round((performance.now() - started) * 10) / 10;
        log('info', 'request', { method: incoming.method, path: incoming.url?.slice(0, 500), status: response.status, ms });
      })
      .catch((error: unknown) => {
        // The client went away while it was sending.
        log('warning', 'connection failed', { error: String(error) });
        outgoing.destroy();
      });
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  return server;
}

/** Answers one request; whatever breaks becomes a 500 without details. */
async function answer(incoming: IncomingMessage, store: Store, log: Log): Promise<Response> {
  const body = await readBody(incoming);
  if (!body) return problem(413, \`The body is larger than \${LARGEST_BODY} bytes\`, undefined, { Connection: 'close' });
  const url = incoming.url ?? '/';
  const end = url.indexOf('?');
  const path = decode(end < 0 ? url : url.slice(0, end));
  const query = end < 0 ? '' : url.slice(end + 1);
  try {
    return handle({ method: incoming.method ?? 'GET', path, query, contentType: incoming.headers['content-type'] ?? '', body }, store);
  } catch (error) {
    log('error', 'request failed', { method: incoming.method, error: String(error) });
    return problem(500, 'Something broke on our side; the log says what');
  }
}

/** The whole body, or undefined when it is too large. Rejects when the client goes away. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > LARGEST_DRAIN) break;
    if (size <= LARGEST_BODY) pieces.push(piece);
  }
  return size > LARGEST_BODY ? undefined : Buffer.concat(pieces);
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function write(incoming: IncomingMessage, outgoing: ServerResponse, response: Response): void {
  const headers: Record<string, string | number> = { ...SECURITY_HEADERS, ...response.headers };
  if (response.status !== 204) {
    headers['Content-Type'] = response.contentType;
    headers['Content-Length'] = Buffer.byteLength(response.body);
  }
  outgoing.writeHead(response.status, headers);
  outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
}
`;
