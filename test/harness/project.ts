import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { SandboxFile } from '../../activities/sandbox/port.js';

/** Every file below a folder, as a sandbox takes them; what a smoke project expects of its tools is left out. */
export async function readProject(root: string): Promise<SandboxFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile() && entry.name !== 'expected.json').map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (path) => ({ path: relative(root, path), content: await readFile(path) })));
}
