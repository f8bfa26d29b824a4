import type { IncomingMessage } from 'node:http';
import { BODY_BYTES_MAX } from '../contracts/limits.js';
import { MillwrightError } from '../contracts/failures.js';

// A refused body is read to its end and dropped, so that the sender gets to see the answer; past this it is cut off.
const DRAIN_BYTES_MAX = 16 * 1024 * 1024;
// A quarter of a megabyte that takes longer is held back on purpose.
const BODY_MS = 30_000;
// No honest body nests deeper; recursive code behind this must not run out of stack.
const DEPTH_MAX = 64;

/**
 * Reads a JSON body; `undefined` when there is none. Refuses other content types and encodings (415), more than
 * `bytesMax` bytes (413), what is not UTF-8 JSON (400) and nesting beyond 64 levels (422).
 */
export async function readJsonBody(request: IncomingMessage, bytesMax: number = BODY_BYTES_MAX): Promise<unknown> {
  const length = request.headers['content-length'];
  if (length === '0' || (length === undefined && request.headers['transfer-encoding'] === undefined)) return undefined;
  if (Number(length ?? 0) > bytesMax) throw refuse(request, tooLarge(bytesMax));
  const bytes = await readBytes(request, bytesMax);
  if (bytes.length === 0) return undefined;
  checkContentType(request);
  return parse(bytes);
}

function checkContentType(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    throw new MillwrightError('UNSUPPORTED_MEDIA_TYPE', 'Compressed bodies are not taken; send the JSON as it is.');
  const [type, ...parameters] = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json') throw new MillwrightError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as content-type application/json.');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new MillwrightError('UNSUPPORTED_MEDIA_TYPE', 'JSON is UTF-8; send no other charset.');
}

function tooLarge(bytesMax: number): MillwrightError {
  return new MillwrightError('PAYLOAD_TOO_LARGE', `A body may have ${bytesMax / 1024} KB. Put long texts into an artifact and name it.`);
}

/** Lets the rest of a body pass by, bounded, and gives the failure back. */
function refuse(request: IncomingMessage, failure: MillwrightError): MillwrightError {
  let dropped = 0;
  request.removeAllListeners('data');
  request.on('data', (chunk: Buffer) => {
    dropped += chunk.length;
    if (dropped > DRAIN_BYTES_MAX) request.destroy();
  });
  request.resume();
  return failure;
}

function readBytes(request: IncomingMessage, bytesMax: number): Promise<Buffer> {
  return new Promise<Buffer>((settle, refuseAll) => {
    const timer = setTimeout(() => reject(refuse(request, new MillwrightError('MALFORMED_JSON', 'The body did not arrive within 30 s.'))), BODY_MS);
    const resolve = (bytes: Buffer) => (clearTimeout(timer), settle(bytes));
    const reject = (failure: MillwrightError) => (clearTimeout(timer), refuseAll(failure));
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytesMax) reject(refuse(request, tooLarge(bytesMax)));
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', () => reject(new MillwrightError('MALFORMED_JSON', 'The body ended before it was complete.')));
    request.on('aborted', () => reject(new MillwrightError('MALFORMED_JSON', 'The body ended before it was complete.')));
  });
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function parse(bytes: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it is not UTF-8';
    throw new MillwrightError('MALFORMED_JSON', `The body could not be read: ${reason.replace(/[^\x20-\x7e]/g, '?')}`);
  }
  if (nestsTooDeep(value))
    throw new MillwrightError('INVALID_INPUT', `The body nests deeper than ${DEPTH_MAX} levels.`, {
      errors: [{ pointer: '', detail: `nests deeper than ${DEPTH_MAX} levels` }],
    });
  return value;
}

/** Without recursion: the depth is the sender's choice. */
function nestsTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_MAX) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
