import { setResolved } from '../../db/queries/error-history.js';
import { errorParams, errorSchema, resolveErrorBody } from '../../schemas/error-history.js';
import { notFound } from '../errors.js';
import { presentError } from '../present-error.js';
import { defineRoute } from '../route.js';

// As many digits as any id of ours has; more than PostgreSQL takes is not asked for.
const ERROR_ID = /^[1-9]\d{0,14}$/;

export const resolveError = defineRoute({
  method: 'patch',
  path: '/error-history/{id}',
  operation: 'resolveError',
  summary: 'Mark an error as resolved, or open it again; what a build puts right itself is marked by itself',
  tag: 'reading',
  access: 'developer',
  params: errorParams,
  body: resolveErrorBody,
  responses: { 200: { description: 'The entry as it is now', schema: errorSchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, body }) {
    const row = ERROR_ID.test(params.id) ? await deps.database.orm.transaction((tx) => setResolved(tx, user.id, Number(params.id), body.resolved)) : null;
    if (!row) throw notFound('error');
    return { status: 200, body: presentError(row) };
  },
});
