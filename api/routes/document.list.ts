import { listDocuments } from '../../db/queries/documents.js';
import { documentsQuery, documentsSchema } from '../../schemas/documents.js';
import { projectParams } from '../../schemas/requests.js';
import { presentDocument } from '../documents.js';
import { list } from '../present.js';
import { loadProject } from '../projects.js';
import { defineRoute } from '../route.js';

export const documentsList = defineRoute({
  method: 'get',
  path: '/projects/{id}/documents',
  operation: 'listDocuments',
  summary: 'Requirements, specifications, designs and reports of a project, each linked to the gate it justifies, newest first',
  tag: 'projects',
  access: 'viewer',
  params: projectParams,
  query: documentsQuery,
  responses: { 200: { description: 'A page of them', schema: documentsSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const project = await loadProject(deps, user, params.id);
    const { build_id: buildId, versions, ...filter } = query;
    const found = await listDocuments(deps.database.orm, project.id, { ...filter, buildId, all: versions === 'all' });
    return { status: 200, body: list('documents', query, found, presentDocument) };
  },
});
