export * from './users.js';
export * from './projects.js';
export * from './builds.js';
export * from './plans.js';
export * from './gates.js';
export * from './sessions.js';
export * from './events.js';
export * from './workers.js';
