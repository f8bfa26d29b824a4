import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { ByteRange } from '../blobs/port.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';

/** What is sent: its text, or null when it is a blob under its id. */
export interface Sendable {
  id: string;
  name: string;
  mediaType: string;
  bytes: number;
  sha256: string;
  content: string | null;
}

/** What `sendArtifact` answers, for the routes that call it. */
export const ATTACHMENT = {
  200: { description: 'The bytes, as an attachment', contentType: '*/*' },
  206: { description: 'The range that was asked for', contentType: '*/*' },
  416: { description: 'There is no such range' },
};

// Never shown by a browser as a page of ours: whatever it is, a model, generated code or a stranger wrote it. Where a page of ours frames it, or
// somebody opens it anyway, it has no script, no origin and no network.
const POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Sends an artifact as an attachment, whole or the range that was asked for (206; 416 when there is no such range). NOT_FOUND when its blob is gone. */
export async function sendArtifact(deps: AppDeps, request: Request, response: Response, artifact: Sendable): Promise<void> {
  const range = rangeOf(request, artifact);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${artifact.bytes}`, 'cache-control': 'no-store' }).end();
    return;
  }
  const stream = artifact.content === null ? await deps.blobs.open(artifact.id, range ?? undefined) : null;
  if (artifact.content === null && !stream) throw notFound('artifact');
  response.writeHead(range ? 206 : 200, headersOf(artifact, range));
  if (request.method === 'HEAD') {
    stream?.destroy();
    response.end();
  } else if (stream) {
    // A reader who leaves in the middle is no error of ours.
    await pipeline(stream, response).catch(() => response.destroy());
  } else {
    const bytes = Buffer.from(artifact.content ?? '', 'utf8');
    response.end(range ? bytes.subarray(range.start, range.end + 1) : bytes);
  }
}

function headersOf(artifact: Sendable, range: ByteRange | null): Record<string, string | number> {
  const name = artifact.name.split('/').at(-1) ?? 'artifact';
  const isPlain = /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/.test(artifact.mediaType);
  return {
    'content-type': isPlain ? artifact.mediaType : 'application/octet-stream',
    'content-length': range ? range.end - range.start + 1 : artifact.bytes,
    'content-disposition': `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'accept-ranges': 'bytes',
    etag: `"${artifact.sha256}"`,
    'cache-control': 'no-store',
    ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${artifact.bytes}` } : {}),
  };
}

/** One range of bytes as RFC 9110 writes it; null for the whole, also when it is written in another way. */
function rangeOf(request: Request, { bytes, sha256 }: Sendable): ByteRange | null | 'unsatisfiable' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.range ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return null;
  // What was begun with another version goes on with the whole of this one.
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== `"${sha256}"`) return null;
  const start = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  return start > end || start >= bytes || (first === '' && last === '0') ? 'unsatisfiable' : { start, end };
}
