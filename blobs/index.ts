import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createFolderBlobs } from './folder.js';
import type { BlobStore } from './port.js';
import { parseS3Url } from './s3-address.js';
import { createS3Blobs } from './s3.js';

export type { BlobStore } from './port.js';

export interface BlobSettings {
  /** `file:` for a folder, `s3:` for a bucket; null is `blobs/` in the data folder. */
  BLOB_URL: string | null;
  MW_HOME: string;
  AWS_ACCESS_KEY_ID: string | null;
  AWS_SECRET_ACCESS_KEY: string | null;
  AWS_REGION: string | null;
}

/** The store that the settings name. A new adapter is its file and a line here. Throws an Error that says what to set instead. */
export function openBlobs(settings: BlobSettings): BlobStore {
  const { BLOB_URL: url, MW_HOME: home, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  if (url === null) return createFolderBlobs(join(home, 'blobs'));
  const { protocol } = new URL(url);
  if (protocol === 'file:') return createFolderBlobs(fileURLToPath(url));
  if (protocol === 's3:') {
    const credentials = accessKeyId !== null && secretAccessKey !== null ? { accessKeyId, secretAccessKey } : null;
    return createS3Blobs({ ...parseS3Url(url), credentials, defaultRegion: settings.AWS_REGION, incoming: join(home, 'blobs', 'incoming') });
  }
  throw new Error(
    `BLOB_URL: there is no blob store for ${protocol} yet. Name a folder that all hosts share (file:///...), a bucket (s3://...), or leave it out.`,
  );
}
