/** One file from a multipart body onto the disk, hashed on its way. Nothing of it is ever held in memory as a whole. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { MillwrightError } from '../../contracts/failures.js';
import { HEAD_BYTES } from './media-type.js';

export interface Received {
  /** As the sender calls it. */
  name: string;
  bytes: number;
  sha256: string;
  /** The first bytes: they tell what it is. */
  head: Buffer;
}

// Boundaries, headers of parts and the few fields a form may have beside its file.
const FORM_BYTES_MAX = 64 * 1024;
const FIELDS_MAX = 8;
const FIELD_BYTES_MAX = 4 * 1024;
const HEADER_PAIRS_MAX = 32;
// A sender that says nothing for so long is gone.
const SILENCE_MS = 30_000;
// A refused body is read on for this much, so that its sender gets to see the answer.
const DRAIN_BYTES_MAX = 16 * 1024 * 1024;

/**
 * Writes the only file of the form to `path`. UNSUPPORTED_MEDIA_TYPE when it is no form, PAYLOAD_TOO_LARGE beyond `bytesMax`, INVALID_INPUT when
 * there is not exactly one file in it, MALFORMED_BODY when it ends early.
 */
export async function receiveFile(request: IncomingMessage, path: string, bytesMax: number): Promise<Received> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax + FORM_BYTES_MAX) throw letPass(request, tooLarge(bytesMax));
  const form = parserFor(request, bytesMax);
  try {
    return await readForm(request, form, path, bytesMax);
  } catch (error) {
    request.unpipe(form);
    form.destroy();
    throw letPass(request, error);
  }
}

function parserFor(request: IncomingMessage, bytesMax: number): busboy.Busboy {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  if (encoding !== undefined && encoding !== 'identity') throw letPass(request, wrongType('Compressed bodies are not taken; send the file as it is.'));
  if (!/^multipart\/form-data\s*;/i.test(type)) throw letPass(request, wrongType('Send the file as multipart/form-data, in a part named "file".'));
  const limits = {
    files: 2,
    // The parser calls a file cut that has exactly as much as it may.
    fileSize: bytesMax + 1,
    fields: FIELDS_MAX,
    fieldSize: FIELD_BYTES_MAX,
    parts: FIELDS_MAX + 2,
    headerPairs: HEADER_PAIRS_MAX,
  };
  try {
    return busboy({ headers: request.headers, limits, defParamCharset: 'utf8', preservePath: true });
  } catch (error) {
    throw letPass(request, wrongType(`The form can not be read: ${error instanceof Error ? error.message.slice(0, 120) : 'it is malformed'}.`));
  }
}

async function readForm(request: IncomingMessage, form: busboy.Busboy, path: string, bytesMax: number): Promise<Received> {
  let received: Promise<Received> | null = null;
  const ended = new Promise<void>((resolve, reject) => {
    form.on('file', (field, stream, info) => {
      stream.on('error', (error) => reject(malformed(error)));
      if (received) {
        stream.resume();
        return reject(notOne('a form carries one file; send the others by themselves'));
      }
      received = keep(stream, info.filename ?? '', path);
      received.catch((error: unknown) => reject(isOfDisk(error) ? error : malformed(error)));
      stream.on('limit', () => reject(tooLarge(bytesMax)));
      if (field.length > 100) reject(notOne('the name of the part is too long'));
    });
    for (const event of ['fieldsLimit', 'partsLimit', 'filesLimit'] as const) form.on(event, () => reject(notOne('the form has too many parts')));
    form.on('error', (error: unknown) => reject(malformed(error)));
    form.on('close', resolve);
    request.on('aborted', () => reject(malformed(new Error('the connection ended'))));
    request.on('error', (error: unknown) => reject(malformed(error)));
    request.setTimeout(SILENCE_MS, () => reject(malformed(new Error(`nothing came for ${SILENCE_MS / 1000} s`))));
    request.pipe(form);
  });
  await ended;
  if (!received) throw notOne('the form has no file; send it in a part named "file"');
  return received;
}

async function keep(stream: Readable & { truncated?: boolean }, name: string, path: string): Promise<Received> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let bytes = 0;
  let kept = 0;
  await pipeline(
    stream,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        if (kept < HEAD_BYTES) head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - kept)));
        kept = Math.min(HEAD_BYTES, kept + chunk.length);
        bytes += chunk.length;
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { name, bytes, sha256: hash.digest('hex'), head: Buffer.concat(head) };
}

/** Lets the rest of a body pass by, bounded, and gives the failure back. */
function letPass(request: IncomingMessage, failure: unknown): unknown {
  let dropped = 0;
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > DRAIN_BYTES_MAX) request.destroy();
  });
  request.on('error', () => undefined);
  request.resume();
  return failure;
}

function tooLarge(bytesMax: number): MillwrightError {
  return new MillwrightError('PAYLOAD_TOO_LARGE', `An artifact may have ${Math.floor(bytesMax / 1024 / 1024)} MB. Send it in parts, or only what matters.`);
}

function wrongType(detail: string): MillwrightError {
  return new MillwrightError('UNSUPPORTED_MEDIA_TYPE', detail);
}

function notOne(detail: string): MillwrightError {
  return new MillwrightError('INVALID_INPUT', detail, { errors: [{ pointer: '/file', detail }] });
}

function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function malformed(error: unknown): MillwrightError {
  if (error instanceof MillwrightError) return error;
  const said = error instanceof Error ? error.message.slice(0, 120) : 'it is malformed';
  return new MillwrightError('MALFORMED_FORM', `The form ended before it was complete, or is no form: ${said}.`, { cause: error });
}
