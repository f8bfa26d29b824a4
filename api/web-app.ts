import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router, type Request, type RequestHandler, type Response } from 'express';

// Names in assets/ carry a digest of what is in them.
const FOREVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
  png: 'image/png',
};
// Best first. What the build compressed lies beside each file.
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/**
 * No script but the page's own files, nothing from anywhere else, no frames around it. Styles may stand in attributes and
 * in the one element the component library keeps its variables in; previews are frames of our own answers, sandboxed.
 */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

interface File {
  type: string;
  body: Buffer;
  /** By the name of the encoding. */
  encoded: Partial<Record<string, Buffer>>;
}

/**
 * The web app below /ui, open without a token (it shows nothing by itself). Files are read once: a build that swaps the
 * folder never mixes two versions in one process. Null when the app was not built.
 */
export function webApp(folder: string): Router | null {
  const files = readFiles(folder);
  const index = files.get('index.html');
  if (!index) return null;
  const router = Router();
  router.get('/assets/:name', (request, response, next) => {
    const file = files.get(`assets/${request.params.name}`);
    if (!file) return next();
    send(request, response, file, FOREVER);
  });
  router.get('/:name', serveNamed(files));
  // A file of an older version is missing, and says so; every other address is a place inside the app.
  router.get(/^(?!\/assets\/).*/, (request, response) => sendPage(request, response, index));
  return router;
}

function serveNamed(files: ReadonlyMap<string, File>): RequestHandler<{ name: string }> {
  return (request, response, next) => {
    const file = files.get(request.params.name);
    if (!file || request.params.name === 'index.html') return next();
    send(request, response, file, ASK_EACH_TIME);
  };
}

function sendPage(request: Request, response: Response, index: File): void {
  response.setHeader('content-security-policy', PAGE_POLICY);
  send(request, response, index, ASK_EACH_TIME);
}

function send(request: Request, response: Response, file: File, cacheControl: string): void {
  const accepted = request.acceptsEncodings(...ENCODINGS.map(([name]) => name).filter((name) => file.encoded[name]));
  const encoded = accepted ? file.encoded[accepted] : undefined;
  response.setHeader('content-type', file.type);
  response.setHeader('cache-control', cacheControl);
  response.setHeader('vary', 'accept-encoding');
  if (encoded && accepted) response.setHeader('content-encoding', accepted);
  const body = encoded ?? file.body;
  response.setHeader('content-length', body.length);
  response.status(200).end(request.method === 'HEAD' ? undefined : body);
}

function readFiles(folder: string): Map<string, File> {
  const files = new Map<string, File>();
  for (const place of ['', 'assets/']) {
    if (!existsSync(join(folder, place))) continue;
    for (const entry of readdirSync(join(folder, place), { withFileTypes: true })) {
      const type = TYPES[entry.name.split('.').at(-1) ?? ''];
      if (entry.isFile() && type) files.set(place + entry.name, readFile(join(folder, place, entry.name), type));
    }
  }
  return files;
}

function readFile(path: string, type: string): File {
  const encoded: Record<string, Buffer> = {};
  for (const [name, suffix] of ENCODINGS) if (existsSync(path + suffix)) encoded[name] = readFileSync(path + suffix);
  return { type, body: readFileSync(path), encoded };
}
