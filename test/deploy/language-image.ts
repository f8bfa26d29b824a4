/** The python sandbox image: the one that is there already, or made the way the sandbox makes it. */
import { join } from 'node:path';
import type Docker from 'dockerode';
import { Images } from '../../activities/sandbox/images.js';
import { loadConfig, projectRoot } from '../../config.js';

let known: Promise<string> | null = null;

export function languageImage(docker: Docker): Promise<string> {
  known ??= findOrMake(docker);
  return known;
}

async function findOrMake(docker: Docker): Promise<string> {
  const images = await docker.listImages({});
  const tag = images.flatMap((image) => image.RepoTags ?? []).find((name) => name.startsWith('millwright-sandbox-python:'));
  if (tag) return tag;
  const { settings, network } = loadConfig();
  const { https_proxy: proxy } = network;
  const made = new Images({
    docker,
    imagesDir: join(projectRoot, 'sandbox-images'),
    extraCaPem: settings.SANDBOX_EXTRA_CA,
    aptMirror: 'http://deb.debian.org/debian',
    aptProxy: null,
    buildArgs: proxy ? { https_proxy: proxy, http_proxy: network['http_proxy'] ?? proxy } : {},
  });
  return (await made.ensure('python')).tag;
}
