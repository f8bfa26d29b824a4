/** The images that are on an engine: which ones today's folders mean, and the removal of all others with what was installed for them. */
import { readdir } from 'node:fs/promises';
import type Docker from 'dockerode';
import { localBaseImage, localImage } from './base-image.js';
import { engineCall, engineCallUnless } from './docker/errors.js';
import { LABEL } from './docker/names.js';
import { IMAGE_LABEL, readRecipe, repositoryOf, tagOf } from './image-recipe.js';

export interface StockedImage {
  name: string;
  /** Null when not even the base is here, which is part of the tag. */
  tag: string | null;
  /** Null when it is not built yet. */
  id: string | null;
  bytes: number | null;
}

export interface Pruned {
  images: string[];
  /** Of the images, counted as if they shared nothing: at most so much is free now. */
  bytes: number;
  volumes: number;
  /** Outdated, and not removed: something still uses them. */
  kept: string[];
}

/** The images of a folder, by name. Rejects with SANDBOX_UNAVAILABLE without an engine. */
export async function stockOf(docker: Docker, imagesDir: string): Promise<StockedImage[]> {
  const entries = await readdir(imagesDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => stocked(docker, imagesDir, name)));
}

async function stocked(docker: Docker, imagesDir: string, name: string): Promise<StockedImage> {
  const recipe = await readRecipe(imagesDir, name);
  const base = (recipe.officialBase ? await localImage(docker, recipe.officialBase) : null) ?? (await localBaseImage(docker));
  if (!base) return { name, tag: null, id: null, bytes: null };
  const tag = tagOf(recipe, base.id);
  const found = await engineCallUnless('Looking for a sandbox image', [404], () => docker.getImage(tag).inspect());
  return { name, tag, id: found?.Id ?? null, bytes: found?.Size ?? null };
}

/**
 * Removes images of ours that none of these folders means any more, and volumes of dependencies that were installed with another image
 * than today's. What a container uses stays, and so does every image whose tag cannot be told for want of its base. Nothing that is
 * removed is lost: it is made again when somebody (a checkout of another version on this engine) asks for it. `isMeant` leaves names out.
 */
export async function pruneStock(docker: Docker, imagesDirs: readonly string[], isMeant: (name: string) => boolean = () => true): Promise<Pruned> {
  const stock = (await Promise.all(imagesDirs.map((folder) => stockOf(docker, folder)))).flat();
  const pruned: Pruned = { images: [], bytes: 0, volumes: 0, kept: [] };
  await pruneImages(docker, stock, isMeant, pruned);
  await pruneVolumes(docker, new Set(stock.flatMap(({ id }) => (id ? [id] : []))), isMeant, pruned);
  return pruned;
}

async function pruneImages(docker: Docker, stock: StockedImage[], isMeant: (name: string) => boolean, pruned: Pruned): Promise<void> {
  const current = new Set(stock.map(({ tag }) => tag));
  const untold = new Set(stock.flatMap(({ name, tag }) => (tag === null ? [name] : [])));
  const filters = JSON.stringify({ label: [`${IMAGE_LABEL}=sandbox`] });
  const found = await engineCall('Listing sandbox images', () => docker.listImages({ filters }));
  for (const { RepoTags: tags, Size: bytes } of found) {
    for (const tag of tags ?? []) {
      const name = nameIn(tag);
      if (name === null || !isMeant(name) || untold.has(name) || current.has(tag)) continue;
      // By tag: an image that another one is built upon loses its name only. 409: a container uses it.
      const removed = await engineCallUnless('Removing an outdated sandbox image', [404, 409], () => docker.getImage(tag).remove());
      if (removed) pruned.bytes += bytes;
      (removed ? pruned.images : pruned.kept).push(tag);
    }
  }
}

/** Of an image of ours; null for any other tag. */
function nameIn(tag: string): string | null {
  const repository = tag.slice(0, tag.lastIndexOf(':'));
  return repository.startsWith(repositoryOf('')) ? repository.slice(repositoryOf('').length) : null;
}

/** A marker goes before what it names, so that nobody is led to a volume that goes. */
async function pruneVolumes(docker: Docker, images: Set<string>, isMeant: (name: string) => boolean, pruned: Pruned): Promise<void> {
  const filters = JSON.stringify({ label: [LABEL.dependencies] });
  const { Volumes: volumes } = await engineCall('Listing volumes of dependencies', () => docker.listVolumes({ filters }));
  const now = Date.now() / 1000;
  const isOutdated = ({ Name: name, Labels: labels }: (typeof volumes)[number]) =>
    isMeant(languageIn(name)) && !images.has(labels?.[LABEL.image] ?? '') && Number(labels?.[LABEL.deadline] ?? 0) <= now;
  const outdated = (volumes ?? []).filter(isOutdated);
  const ordered = outdated.toSorted((one, other) => Number(isContent(one)) - Number(isContent(other)));
  for (const volume of ordered) {
    const removed = await removeVolume(docker, volume.Name);
    if (removed) pruned.volumes += 1;
    else pruned.kept.push(volume.Name);
  }
}

/** As activities/sandbox/docker/dependencies.ts names volumes. */
function languageIn(volume: string): string {
  return /^millwright-deps-([a-z0-9-]+)-[0-9a-f]{32}/.exec(volume)?.[1] ?? '';
}

function isContent({ Labels: labels }: { Labels?: Record<string, string> }): boolean {
  return labels?.[LABEL.purpose] === 'install';
}

/** False while a container uses it. */
async function removeVolume(docker: Docker, name: string): Promise<boolean> {
  // In use (409), or removed by somebody else meanwhile (404).
  const answered = await engineCallUnless('Removing a volume of dependencies', [404, 409], async () => {
    await docker.getVolume(name).remove();
    return true;
  });
  return answered === true;
}
