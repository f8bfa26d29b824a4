import { healthSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const readHealth = defineRoute({
  method: 'get',
  path: '/health',
  operation: 'getHealth',
  summary: 'How each part is',
  tag: 'operation',
  access: 'open',
  responses: { 200: { description: "`degraded` when a part is away, or the store of large files is not this database's", schema: healthSchema } },
  async handle({ deps }) {
    // What is wrong with the store stops no build, so only this route tells it.
    const parts = { ...(await deps.probes.check()), blobs: deps.artifactSweeper.health };
    const status = Object.values(parts).every((part) => part.ok) ? 'ok' : 'degraded';
    return { status: 200, body: { status, version: deps.version, uptime_seconds: Math.floor(process.uptime()), parts } };
  },
});
