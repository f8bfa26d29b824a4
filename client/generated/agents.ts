// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { Call, CallOptions } from '../call.js';
import type { AgentRun, AgentStarted, Agents } from './types-agents.js';

export function agentsOperations(call: Call) {
  return {
    /** The roles there are, each with its tools and limits. `GET /agents` */
    listAgents(options: CallOptions = {}): Promise<Agents> {
      return call.json({ method: 'GET', path: '/agents' }, options);
    },

    /** Let one role work by itself on a project. `POST /agents/execute` */
    runAgent(body: AgentRun, options: CallOptions = {}): Promise<AgentStarted> {
      return call.json({ method: 'POST', path: '/agents/execute', body, keyed: true }, options);
    },
  };
}
