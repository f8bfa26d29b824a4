/** The bundle's entry: exports, nothing else. */
export { agentSession } from './agent-session.js';
export { build } from './build.js';
export { chat } from './chat.js';
export { deploy } from './deploy.js';
export { execution } from './execution.js';
export { removeProject } from './remove-project.js';
export { replay } from './replay.js';
export { workspaceJob } from './workspace-job.js';
