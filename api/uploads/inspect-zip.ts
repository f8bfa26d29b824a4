/** Looks through a ZIP without unpacking it anywhere: why it must not be kept, or null. Every limit is on what really comes out, not on what it says. */
import { openPromise, validateFileName, type Entry, type ZipFile } from 'yauzl';
import { ARCHIVES, mediaTypeOf, HEAD_BYTES } from './media-type.js';

export interface ZipLimits {
  entries: number;
  /** Of all entries together, inflated. */
  totalBytes: number;
  /** Inflated bytes for each byte of the archive. */
  ratio: number;
}

export const ZIP_LIMITS: ZipLimits = {
  // A large source tree has some thousand files; 65,535 is what old readers drown in.
  entries: 10_000,
  // Five times the largest upload: what a workspace could hold at all.
  totalBytes: 250 * 1024 * 1024,
  // Sources compress to a fifth, logs to a thirtieth; 42.zip has a ratio of millions.
  ratio: 100,
};
// A small file of zeros is no bomb: the ratio counts beyond this.
const RATIO_FROM_BYTES = 1024 * 1024;
// The file-type bits of a Unix mode, as ZIP keeps them in the upper half of the external attributes.
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const STORED = 0;
const DEFLATED = 8;

/** `path` is a spooled upload that begins like a ZIP. */
export async function zipProblem(path: string, bytes: number, limits: ZipLimits = ZIP_LIMITS): Promise<string | null> {
  let zip: ZipFile;
  try {
    zip = await openPromise(path, { strictFileNames: true, validateEntrySizes: true, autoClose: false });
  } catch (error) {
    return `it is no readable ZIP (${reason(error)})`;
  }
  try {
    return await problemOf(zip, bytes, limits);
  } catch (error) {
    // Names that lead out of it are among what the reader refuses by itself.
    return `it is not sound (${reason(error)})`;
  } finally {
    zip.close();
  }
}

async function problemOf(zip: ZipFile, bytes: number, limits: ZipLimits): Promise<string | null> {
  if (zip.entryCount > limits.entries) return `it has ${zip.entryCount} entries; ${limits.entries} are the limit`;
  const allowed = Math.min(limits.totalBytes, Math.max(RATIO_FROM_BYTES, bytes * limits.ratio));
  const names = new Set<string>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    const problem = entryProblem(entry) ?? (names.has(entry.fileName.toLowerCase()) ? `two entries are named ${shown(entry)}` : null);
    if (problem) return problem;
    names.add(entry.fileName.toLowerCase());
    if (names.size > limits.entries) return `it has more than ${limits.entries} entries`;
    // What it says of itself is enough to refuse it, never enough to take it.
    if (total + entry.uncompressedSize > allowed) return bomb(bytes, total + entry.uncompressedSize, allowed);
    if (entry.fileName.endsWith('/')) continue;
    const { size, head } = await inflate(zip, entry, allowed - total);
    total += size;
    if (total > allowed) return bomb(bytes, total, allowed);
    if (ARCHIVES.has(mediaTypeOf(head, entry.fileName))) return `${shown(entry)} is an archive inside the archive`;
  }
  return null;
}

function entryProblem(entry: Entry): string | null {
  const name = entry.fileName;
  const badName = validateFileName(name);
  if (badName) return `${shown(entry)} would leave its folder (${badName})`;
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f\\]/.test(name) || name.split('/').includes('.') || name === '') return `${shown(entry)} is no clean path`;
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR && type !== FOLDER) return `${shown(entry)} is a link or a device`;
  if (entry.isEncrypted()) return `${shown(entry)} is encrypted, so nobody can look inside`;
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) return `${shown(entry)} is packed by a method that is not read here`;
  return null;
}

async function inflate(zip: ZipFile, entry: Entry, bytesMax: number): Promise<{ size: number; head: Buffer }> {
  const stream = await zip.openReadStreamPromise(entry);
  const head: Buffer[] = [];
  let size = 0;
  let kept = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (kept < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - kept));
    kept = Math.min(HEAD_BYTES, kept + chunk.length);
    size += chunk.length;
    // Leaving the loop destroys the stream.
    if (size > bytesMax) break;
  }
  return { size, head: Buffer.concat(head) };
}

function bomb(bytes: number, total: number, allowed: number): string {
  return `it would unpack to ${megabytes(total)} MB or more from ${megabytes(bytes)} MB; ${megabytes(allowed)} MB are the limit for it`;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

function shown(entry: Entry): string {
  return JSON.stringify(entry.fileName.slice(0, 80));
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : 'unreadable').slice(0, 160);
}
