import { Readable } from 'node:stream';
import { createFolderBlobs } from '../../blobs/folder.js';
import type { BlobStore } from '../../blobs/port.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PageRenderer, RenderRequest } from '../../activities/design/render/port.js';

/** A blob store in a folder of its own. */
export function temporaryBlobs(): { blobs: BlobStore; folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'blobs-'));
  return { blobs: createFolderBlobs(folder), folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Blobs that are gone with the test, for suites that only need there to be a store. */
export function memoryBlobs(): BlobStore {
  const kept = new Map<string, Buffer>();
  const none = () => Promise.reject(new Error('this store takes no files'));
  return {
    put: (key, content) => Promise.resolve(void kept.set(key, Buffer.from(content))),
    take: none,
    spool: none,
    read: (key) => Promise.resolve(kept.get(key) ?? null),
    open: (key, range) => {
      const found = kept.get(key);
      return Promise.resolve(found ? Readable.from([range ? found.subarray(range.start, range.end + 1) : found]) : null);
    },
    delete: (key) => Promise.resolve(void kept.delete(key)),
    list: async function* () {
      for (const [key, content] of kept) yield { key, bytes: content.length, modifiedAt: new Date() };
    },
    dropOldSpools: () => Promise.resolve(0),
  };
}

/** A renderer without a browser: its pictures are bytes that name the page. */
export function plainRenderer(problem: string | null = null): PageRenderer & { requests: RenderRequest[] } {
  const requests: RenderRequest[] = [];
  return {
    requests,
    render(request) {
      requests.push(request);
      return Promise.resolve({ shots: request.pages.map(({ html }) => (problem ? null : Buffer.from(`\u0089PNG ${html}`, 'latin1'))), problem });
    },
  };
}
