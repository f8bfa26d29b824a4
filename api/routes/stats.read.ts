import { readCounts } from '../../db/queries/stats.js';
import { statsSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const readStats = defineRoute({
  method: 'get',
  path: '/stats',
  operation: 'getStats',
  summary: 'Counts over the whole installation, and what the reconciler found',
  tag: 'operation',
  access: 'admin',
  responses: { 200: { description: 'Counts', schema: statsSchema } },
  async handle({ deps }) {
    const counts = await readCounts(deps.database.orm);
    const { totalCount, idleCount, waitingCount } = deps.database.pool;
    const database = { connections: totalCount, idle: idleCount, waiting: waitingCount };
    return { status: 200, body: { ...counts, event_streams: deps.hub.streams, reconciler: deps.reconciler.report, database } };
  },
});
