import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { MillwrightError } from '../../contracts/failures.js';
import { insertUpload } from '../../db/queries/artifacts.js';
import { ownedArtifactSchema } from '../../schemas/responses.js';
import { ownedArtifact } from '../present.js';
import { defineRoute } from '../route.js';
import { safeFileName } from '../uploads/file-name.js';
import { zipProblem } from '../uploads/inspect-zip.js';
import { ARCHIVES, mediaTypeOf, PROGRAMS } from '../uploads/media-type.js';
import { receiveFile, type Received } from '../uploads/receive.js';

export const uploadArtifact = defineRoute({
  method: 'post',
  path: '/artifacts/upload',
  operation: 'uploadArtifact',
  summary: 'Upload a file that builds can be given: its id goes into `artifacts.artifact_ids` or `artifacts.datasets` of an intent',
  tag: 'artifacts',
  access: 'developer',
  form: { field: 'file', description: 'One file. What it is, is told by its bytes; a ZIP is looked through before it is kept.' },
  responses: { 201: { description: 'Kept until it expires', schema: ownedArtifactSchema } },
  failures: ['ARTIFACT_REFUSED', 'DISK_FULL'],
  async handle({ deps, user, request }) {
    const spooled = await deps.blobs.spool();
    try {
      const received = await receiveFile(request, spooled, deps.artifactBytesMax).catch(toDiskFull);
      const name = safeFileName(received.name);
      const mediaType = await checkedType(spooled, received, name);
      const id = `art-${randomBytes(10).toString('hex')}`;
      // The blob first: a row never points at nothing. What a crash leaves between the two, the sweeper finds.
      await deps.blobs.take(id, spooled);
      const { bytes, sha256 } = received;
      const retentionDays = deps.artifactRetentionDays;
      const row = await insertUpload(deps.database.orm, { id, userId: user.id, name, mediaType, bytes, sha256, retentionDays });
      const body = ownedArtifact(row, retentionDays);
      return { status: 201, body, headers: { location: body.url } };
    } finally {
      await rm(spooled, { force: true });
    }
  },
});

/** What the bytes are. UNSUPPORTED_MEDIA_TYPE for programs and archives that can not be looked through, ARTIFACT_REFUSED for a ZIP that is not safe. */
async function checkedType(path: string, { head, bytes }: Received, name: string): Promise<string> {
  if (bytes === 0) throw new MillwrightError('ARTIFACT_REFUSED', 'The file is empty.', { errors: [{ pointer: '/file', detail: 'is empty' }] });
  const type = mediaTypeOf(head, name);
  if (PROGRAMS.has(type)) throw new MillwrightError('UNSUPPORTED_MEDIA_TYPE', `Programs (${type}) are not taken; send sources, documents or data.`);
  if (type !== 'application/zip' && ARCHIVES.has(type))
    throw new MillwrightError('UNSUPPORTED_MEDIA_TYPE', `Archives of the kind ${type} are not taken; send the files as a ZIP.`);
  const problem = type === 'application/zip' ? await zipProblem(path, bytes) : null;
  if (problem) throw new MillwrightError('ARTIFACT_REFUSED', `The ZIP is not kept: ${problem}.`, { errors: [{ pointer: '/file', detail: problem }] });
  return type;
}

function toDiskFull(error: unknown): never {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    throw new MillwrightError('DISK_FULL', 'There is no room for the file. Nothing of it was kept.', { cause: error });
  throw error;
}
