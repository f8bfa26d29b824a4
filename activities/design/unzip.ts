import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { pathProblem } from '../git/paths.js';

export interface UnzipLimits {
  files: number;
  /** Of all files together, as they come out. */
  bytes: number;
}

// The file-type bits of a Unix mode, as ZIP keeps them in the upper half of the external attributes.
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;

/** The regular files of a ZIP, or why it is not unpacked: all of it or nothing. It was looked through when it came, and is not trusted for that. */
export async function unzip(zip: Buffer, limits: UnzipLimits): Promise<{ files: { path: string; content: Buffer }[] } | { problem: string }> {
  try {
    const opened = await fromBufferPromise(zip, { strictFileNames: true, validateEntrySizes: true });
    return await filesOf(opened, limits);
  } catch (error) {
    return { problem: `it is no sound ZIP (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'})` };
  }
}

async function filesOf(zip: ZipFile, limits: UnzipLimits): Promise<{ files: { path: string; content: Buffer }[] } | { problem: string }> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const problem = problemOf(entry);
    if (problem) return { problem: `${JSON.stringify(entry.fileName.slice(0, 80))}: ${problem}` };
    if (files.size >= limits.files) return { problem: `it has more than ${limits.files} files` };
    const content = await inflate(zip, entry, limits.bytes - bytes);
    if (!content) return { problem: `it unpacks to more than ${Math.floor(limits.bytes / 1024 / 1024)} MB` };
    bytes += content.length;
    files.set(entry.fileName, content);
  }
  return { files: [...files].map(([path, content]) => ({ path, content })) };
}

function problemOf(entry: Entry): string | null {
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== REGULAR) return 'it is a link or a device';
  return entry.isEncrypted() ? 'it is encrypted' : pathProblem(entry.fileName);
}

async function inflate(zip: ZipFile, entry: Entry, bytesMax: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Leaving the loop ends the stream.
    if (bytes > bytesMax) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
