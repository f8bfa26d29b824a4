/** The real workflow of answers beside a build that only takes decisions. */
export { chat } from '../../workflows/chat.js';
export { build } from '../api/stub-workflow.js';
