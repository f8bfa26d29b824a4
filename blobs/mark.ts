/** Which installation a store belongs to: an object of its own in it, never an artifact's. */
import type { BlobStore } from './port.js';

const MARK_KEY = 'installation-mark';

/** The id of the installation whose blobs these are; null when nobody has marked the store. */
export async function readMark(blobs: BlobStore): Promise<string | null> {
  const found = await blobs.read(MARK_KEY);
  return found === null ? null : found.toString('utf8').trim();
}

export function writeMark(blobs: BlobStore, installation: string): Promise<void> {
  return blobs.put(MARK_KEY, Buffer.from(`${installation}\n`, 'utf8'));
}
