import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { TreeFile } from '../git/store.js';

// ZIP keeps local time without a zone; the beginning of its calendar in whatever zone we are gives the same bytes everywhere.
const NO_TIME = new Date(1980, 0, 1);
const MODE = 0o100644;
const EXECUTABLE_MODE = 0o100755;

/** The files as a ZIP under one folder. The same files give the same bytes, whenever and wherever. */
export function zipOf(files: Pick<TreeFile, 'path' | 'content' | 'executable'>[], folder: string): Promise<Buffer> {
  const zip = new ZipFile();
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const { path, content, executable } of sorted)
    zip.addBuffer(content, `${folder}/${path}`, { mtime: NO_TIME, forceDosTimestamp: true, mode: executable ? EXECUTABLE_MODE : MODE });
  zip.end();
  return buffer(zip.outputStream);
}
