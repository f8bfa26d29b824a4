// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import type { Call } from '../call.js';
import { buildsOperations } from './builds.js';
import { readingOperations } from './reading.js';
import { decisionsOperations } from './decisions.js';
import { artifactsOperations } from './artifacts.js';
import { projectsOperations } from './projects.js';
import { agentsOperations } from './agents.js';
import { executionsOperations } from './executions.js';
import { codeOperations } from './code.js';
import { authOperations } from './auth.js';
import { chatOperations } from './chat.js';
import { notificationsOperations } from './notifications.js';
import { operationOperations } from './operation.js';

export type * from './types-agents.js';
export type * from './types-artifacts.js';
export type * from './types-auth.js';
export type * from './types-builds.js';
export type * from './types-chat.js';
export type * from './types-code.js';
export type * from './types-decisions.js';
export type * from './types-executions.js';
export type * from './types-notifications.js';
export type * from './types-operation.js';
export type * from './types-projects.js';
export type * from './types-reading.js';
export type * from './types-reading-2.js';
export type * from './types-shared.js';

/** Every operation of the API by its name. */
export function operations(call: Call) {
  return {
    ...buildsOperations(call),
    ...readingOperations(call),
    ...decisionsOperations(call),
    ...artifactsOperations(call),
    ...projectsOperations(call),
    ...agentsOperations(call),
    ...executionsOperations(call),
    ...codeOperations(call),
    ...authOperations(call),
    ...chatOperations(call),
    ...notificationsOperations(call),
    ...operationOperations(call),
  };
}
