import { listErrors } from '../../db/queries/error-history.js';
import { errorsQuery, errorsSchema } from '../../schemas/error-history.js';
import { presentError } from '../present-error.js';
import { list } from '../present.js';
import { defineRoute } from '../route.js';

export const errorHistory = defineRoute({
  method: 'get',
  path: '/error-history',
  operation: 'listErrors',
  summary: 'What went wrong in your builds and whether it was put right, newest first',
  tag: 'reading',
  access: 'viewer',
  query: errorsQuery,
  responses: { 200: { description: 'A page of them', schema: errorsSchema } },
  async handle({ deps, user, query }) {
    const resolved = query.resolved === undefined ? undefined : query.resolved === 'true';
    return { status: 200, body: list('errors', query, await listErrors(deps.database.orm, user.id, { ...query, resolved }), presentError) };
  },
});
