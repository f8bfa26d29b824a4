import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolderBlobs } from './folder.js';
import type { BlobStore } from './port.js';

export type { BlobStore } from './port.js';

/** The store a URL names (`BLOB_URL`): `file:` for a folder; null is `blobs/` in the data folder. A new adapter is its file and a line here. */
export function openBlobs(url: string | null, home: string): BlobStore {
  if (url === null) return createFolderBlobs(join(home, 'blobs'));
  const { protocol } = new URL(url);
  if (protocol === 'file:') return createFolderBlobs(fileURLToPath(url));
  throw new Error(`BLOB_URL: there is no blob store for ${protocol} yet. Name a folder that all hosts share (file:///...), or leave it out.`);
}
