import { agentsSchema } from '../../schemas/agents.js';
import { defineRoute } from '../route.js';

export const agentsList = defineRoute({
  method: 'get',
  path: '/agents',
  operation: 'listAgents',
  summary: 'The roles there are, each with its tools and limits',
  tag: 'agents',
  access: 'viewer',
  responses: { 200: { description: 'All of them', schema: agentsSchema } },
  handle({ deps: { agents } }) {
    return Promise.resolve({ status: 200, body: { items: agents, total: agents.length, page: 1, agents } });
  },
});
