import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { checkedPath } from '../git/paths.js';
import type { TreeFile } from '../git/store.js';

// Stands in the templates where a project says its own name; they are whole projects with it too.
const NAME = 'template-name';
// Tools that read a folder's ignore file would read a template's as well; it gets its dot when it is used.
const RENAMED: ReadonlyMap<string, string> = new Map([['gitignore', '.gitignore']]);

/** The files of a template, named after the workspace. Folders that a build in the template's own folder left are not taken. */
export async function templateFiles(templatesDir: string, template: string, name: string): Promise<TreeFile[]> {
  const dir = join(templatesDir, template);
  const slug = slugOf(name);
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/(^|\/)(node_modules|dist|target|bin|obj|__pycache__|\.next)\//.test(path));
  return Promise.all(
    paths.sort().map(async (path) => {
      const text = await readFile(join(dir, path), 'utf8');
      const content = Buffer.from(text.replaceAll(NAME, slug));
      return { path: checkedPath(RENAMED.get(path) ?? path), content, executable: text.startsWith('#!') };
    }),
  );
}

/** A name that package managers of every language take: `My Shop!` gives `my-shop`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '')
    .slice(0, 50)
    .replace(/-+$/, '');
  return slug || 'service';
}
