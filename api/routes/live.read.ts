import { liveSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const readLive = defineRoute({
  method: 'get',
  path: '/livez',
  operation: 'getLive',
  summary: 'This process answers',
  tag: 'operation',
  access: 'open',
  responses: { 200: { description: 'It does', schema: liveSchema } },
  handle: () => Promise.resolve({ status: 200, body: { status: 'ok' } }),
});
