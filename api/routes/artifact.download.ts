import type { Response } from 'express';
import { findArtifact, type ArtifactRow } from '../../db/queries/build-lists.js';
import { artifactParams } from '../../schemas/requests.js';
import { loadBuild } from '../builds.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';

export const downloadArtifact = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/artifacts/{artifactId}',
  summary: 'The content of an artifact',
  tag: 'reading',
  access: 'viewer',
  params: artifactParams,
  responses: { 200: { description: 'The bytes, as an attachment', contentType: 'application/octet-stream' } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, response }) {
    const build = await loadBuild(deps, user, params.id);
    // NUL cannot be in a stored id, and PostgreSQL refuses to look for it.
    const found = params.artifactId.includes('\0') ? null : await findArtifact(deps.database.orm, build.id, params.artifactId);
    if (!found) throw notFound('artifact');
    sendAttachment(response, found, found.content);
    return null;
  },
});

/** Never shown by a browser as a page of ours: whatever it is, a model or generated code wrote it. */
export function sendAttachment(response: Response, artifact: ArtifactRow, content: string): void {
  const name = artifact.name.split('/').at(-1) ?? 'artifact';
  response.setHeader('content-type', /^[\w.+-]+\/[\w.+-]+(; ?charset=[\w-]+)?$/.test(artifact.mediaType) ? artifact.mediaType : 'application/octet-stream');
  response.setHeader(
    'content-disposition',
    `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
  );
  response.setHeader('content-security-policy', "default-src 'none'; sandbox");
  response.setHeader('etag', `"${artifact.sha256}"`);
  response.status(200).end(content);
}
