import { findPreview, insertPreview } from '../../db/queries/previews.js';
import { MillwrightError } from '../../contracts/failures.js';
import { artifactIdParams } from '../../schemas/requests.js';
import { codeParams, previewSchema } from '../../schemas/auth.js';
import { loadArtifact } from '../artifacts.js';
import { sha256Of } from '../auth.js';
import { notFound } from '../errors.js';
import { defineRoute } from '../route.js';
import { sendPreview } from '../send-preview.js';
import { newSecret } from '../sign-in.js';

// A page that is looked at and left open; a new one is made at each visit.
const PREVIEW_MINUTES = 60;

export const previewArtifact = defineRoute({
  method: 'post',
  path: '/artifacts/{id}/preview',
  operation: 'previewArtifact',
  summary: 'Make an address under which a frame of the page shows an HTML artifact, without script, origin or network',
  tag: 'artifacts',
  access: 'viewer',
  params: artifactIdParams,
  responses: { 201: { description: 'The path for the frame', schema: previewSchema } },
  failures: ['NOT_FOUND', 'ACTION_NOT_ALLOWED'],
  async handle({ deps, user, params }) {
    const artifact = await loadArtifact(deps, user, params.id);
    if (!/^text\/html\b/.test(artifact.mediaType))
      throw new MillwrightError('ACTION_NOT_ALLOWED', `Only HTML is shown in a frame; this is ${artifact.mediaType}.`);
    const code = newSecret();
    const expiresAt = await insertPreview(deps.database.orm, { sha256: sha256Of(code), artifactId: artifact.id, userId: user.id, minutes: PREVIEW_MINUTES });
    return { status: 201, body: { url: `/previews/${code}`, expires_at: expiresAt.toISOString() } };
  },
});

export const showPreview = defineRoute({
  method: 'get',
  path: '/previews/{code}',
  operation: 'showPreview',
  summary: 'The HTML of a preview, for a sandboxed frame; whoever knows the address sees it',
  tag: 'artifacts',
  access: 'open',
  params: codeParams,
  responses: { 200: { description: 'The page, locked up by its Content-Security-Policy', contentType: 'text/html' } },
  failures: ['NOT_FOUND', 'UNAVAILABLE'],
  async handle({ deps, response, params }) {
    const found = await findPreview(deps.database.orm, sha256Of(params.code));
    if (!found) throw notFound('preview');
    await sendPreview(deps, response, found);
    return null;
  },
});
