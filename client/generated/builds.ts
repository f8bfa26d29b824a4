// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions } from '../call.js';
import type { Created, Fork, Intent } from './types-builds.js';

export function buildsOperations(call: Call) {
  return {
    /** Say what you want built; the workflow plans at once. `POST /coding_agent/create` */
    createBuild(body: Intent, options: CallOptions = {}): Promise<Created> {
      return call.json({ method: 'POST', path: '/coding_agent/create', body, keyed: true }, options);
    },

    /** Start a new build from this one at a step, a task or a phase, with another model, hint or plan; what came before is not paid again. `POST /coding_agent/{id}/fork` */
    forkBuild(id: string, body: Fork = {}, options: CallOptions = {}): Promise<Created> {
      return call.json({ method: 'POST', path: `/coding_agent/${part(id)}/fork`, body, keyed: true }, options);
    },
  };
}
