import { healthSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const readHealth = defineRoute({
  method: 'get',
  path: '/health',
  operation: 'getHealth',
  summary: 'How each part is',
  tag: 'operation',
  access: 'open',
  responses: { 200: { description: '`degraded` when a part is away', schema: healthSchema } },
  async handle({ deps }) {
    const parts = await deps.probes.check();
    const status = Object.values(parts).every((part) => part.ok) ? 'ok' : 'degraded';
    return { status: 200, body: { status, version: deps.version, uptime_seconds: Math.floor(process.uptime()), parts } };
  },
});
