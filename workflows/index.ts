/** The bundle's entry: exports, nothing else. */
export { agentSession } from './agent-session.js';
export { build } from './build.js';
export { deploy } from './deploy.js';
