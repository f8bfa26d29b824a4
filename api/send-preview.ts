import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';

// HTML that a model wrote is hostile. `sandbox` without a word gives it an origin of its own that is nobody's, no script, no
// forms, no windows, and no way to lead the page around it elsewhere; the rest takes every way to the network. Only our own
// page may frame it.
const POLICY = [
  'sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Shows an HTML artifact to a frame. NOT_FOUND when its blob is gone. */
export async function sendPreview(deps: AppDeps, response: Response, artifact: { id: string; content: string | null; mediaType: string }): Promise<void> {
  const stream = artifact.content === null ? await deps.blobs.open(artifact.id) : null;
  if (artifact.content === null && !stream) throw notFound('preview');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
  });
  if (stream) await pipeline(stream, response).catch(() => response.destroy());
  else response.end(artifact.content);
}
