/** The workspace as the wrapper lists it, and what differs between two looks. */
import { refusalOf } from '../workspace-path.js';
import { COLLECT_FILE_BYTES_MAX, COLLECT_FILES_MAX, COLLECT_TOTAL_BYTES_MAX } from './limits.js';
import { overLimit } from '../tar.js';

/** Of each path that is no directory: what changes when the file does. */
export interface ManifestEntry {
  type: string;
  size: number;
  /** Type, size, change time and mode; a program cannot set the change time. */
  stamp: string;
}

export type Manifest = Map<string, ManifestEntry>;

/** Parses the NUL-separated records `type size ctime mode path`. Directories are left out. */
export function parseManifest(listing: Buffer): Manifest {
  const manifest: Manifest = new Map();
  for (const record of listing.toString('utf8').split('\0')) {
    const [type, size, ctime, mode] = record.split(' ', 4);
    if (!type || size === undefined || ctime === undefined || mode === undefined) continue;
    const path = record.slice(type.length + size.length + ctime.length + mode.length + 4);
    if (type === 'd' && !/(^|\/)\.git$/i.test(path)) continue;
    manifest.set(path, { type, size: Number(size), stamp: `${type} ${size} ${ctime} ${mode}` });
  }
  return manifest;
}

export interface ManifestDifference {
  /** Regular files to fetch: new or changed, and within the limits. */
  fetch: string[];
  deleted: string[];
  refused: { path: string; reason: string }[];
}

const TYPES: Record<string, string> = { l: 'a symbolic link', p: 'a named pipe', s: 'a socket', c: 'a device', b: 'a device', d: 'a directory' };

/** What to fetch, what is gone and what is refused, going from one look to the next. */
export function compareManifests(before: Manifest, now: Manifest): ManifestDifference {
  const difference: ManifestDifference = { fetch: [], deleted: [], refused: [] };
  const limits = { fileBytes: COLLECT_FILE_BYTES_MAX, files: COLLECT_FILES_MAX, totalBytes: COLLECT_TOTAL_BYTES_MAX };
  let total = 0;
  for (const [path, entry] of now) {
    if (before.get(path)?.stamp === entry.stamp) continue;
    const kind = entry.type === 'f' ? null : `only regular files are taken, this is ${TYPES[entry.type] ?? 'something else'}`;
    const reason = refusalOf(path) ?? kind ?? overLimit(entry.size, total, difference.fetch.length, limits);
    if (reason) {
      difference.refused.push({ path: path.slice(0, 400), reason });
      continue;
    }
    total += entry.size;
    difference.fetch.push(path);
  }
  for (const [path, entry] of before) if (!now.has(path) && entry.type === 'f' && refusalOf(path) === null) difference.deleted.push(path);
  return difference;
}
