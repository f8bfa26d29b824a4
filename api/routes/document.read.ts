import { documentParams, documentSchema } from '../../schemas/documents.js';
import { loadDocument, presentDocument } from '../documents.js';
import { defineRoute } from '../route.js';
import { ATTACHMENT, sendArtifact } from '../send-artifact.js';

export const readDocument = defineRoute({
  method: 'get',
  path: '/projects/{id}/documents/{documentId}',
  operation: 'getDocument',
  summary: 'One version of a document with its text',
  tag: 'projects',
  access: 'viewer',
  params: documentParams,
  responses: { 200: { description: 'The document', schema: documentSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params }) {
    const found = await loadDocument(deps, user, params);
    return { status: 200, body: { ...presentDocument(found), content: found.content } };
  },
});

export const downloadDocument = defineRoute({
  method: 'get',
  path: '/projects/{id}/documents/{documentId}/download',
  operation: 'downloadDocument',
  summary: 'One version of a document as a file',
  tag: 'projects',
  access: 'viewer',
  params: documentParams,
  responses: ATTACHMENT,
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, request, response }) {
    await sendArtifact(deps, request, response, await loadDocument(deps, user, params));
    return null;
  },
});
