import { readySchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const readReady = defineRoute({
  method: 'get',
  path: '/readyz',
  operation: 'getReady',
  summary: 'Builds can run: PostgreSQL and Temporal answer and a worker polls',
  tag: 'operation',
  access: 'open',
  responses: {
    200: { description: 'Nothing is missing', schema: readySchema },
    503: { description: 'Something is missing, named in `missing`', schema: readySchema },
  },
  async handle({ deps }) {
    const health = await deps.probes.check();
    const missing = Object.entries(health).flatMap(([name, part]) => (part.ok ? [] : [`${name}: ${part.detail ?? 'not there'}`]));
    if (missing.length === 0) return { status: 200, body: { status: 'ready', missing } };
    return { status: 503, body: { status: 'not_ready', missing }, headers: { 'retry-after': '2' } };
  },
});
