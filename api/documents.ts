import { findDocument, type DocumentHead } from '../db/queries/documents.js';
import type { AppDeps } from './deps.js';
import { notFound } from './errors.js';
import { loadProject } from './projects.js';
import type { User } from './roles.js';

const DOCUMENT_ID = /^doc-[0-9a-f]{20}$/;

/** A document of one of the user's projects. NOT_FOUND for others. */
export async function loadDocument(deps: AppDeps, user: User, params: { id: string; documentId: string }): Promise<DocumentHead & { content: string }> {
  const project = await loadProject(deps, user, params.id);
  const found = DOCUMENT_ID.test(params.documentId) ? await findDocument(deps.database.orm, project.id, params.documentId) : null;
  if (!found) throw notFound('document');
  return found;
}

export function presentDocument(row: DocumentHead) {
  const url = `/api/projects/${row.projectId}/documents/${row.id}`;
  return {
    id: row.id,
    project_id: row.projectId,
    build_id: row.buildId,
    gate: row.gate,
    kind: row.kind,
    name: row.name,
    title: row.title,
    version: row.version,
    latest_version: row.latest,
    author: row.author,
    media_type: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    created_at: row.createdAt.toISOString(),
    url,
    download_url: `${url}/download`,
  };
}
