/** What an image is made of, and the tag that follows from it: a changed file or base is a new image. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface ContextFile {
  name: string;
  content: Buffer;
}

export interface Recipe {
  name: string;
  /** Every file of its folder but image.json and the smoke projects, which do not change what is built. */
  files: ContextFile[];
  /** The image its image.json wants to be built upon, if any. */
  officialBase: string | null;
}

/** Every image we build has it as a label, with the value `sandbox`; a turn at building one has `turn`. */
export const IMAGE_LABEL = 'millwright.image';

/** Rejects when there is no such folder, or no image.json in it. */
export async function readRecipe(imagesDir: string, name: string): Promise<Recipe> {
  const folder = join(imagesDir, name);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile() && entry.name !== 'image.json').map((entry) => entry.name);
  const files = await Promise.all(names.sort().map(async (file) => ({ name: file, content: await readFile(join(folder, file)) })));
  const { baseImage } = JSON.parse(await readFile(join(folder, 'image.json'), 'utf8')) as { baseImage?: string };
  return { name, files, officialBase: baseImage ?? null };
}

/** The tag of the image on that base. */
export function tagOf({ name, files }: Recipe, baseId: string): string {
  return `${repositoryOf(name)}:${digest(files, baseId)}`;
}

export function repositoryOf(name: string): string {
  return `millwright-sandbox-${name}`;
}

function digest(files: readonly ContextFile[], baseId: string): string {
  const hash = createHash('sha256').update(baseId);
  for (const file of files) hash.update(`\0${file.name}\0${file.content.length}\0`).update(file.content);
  return hash.digest('hex').slice(0, 16);
}
