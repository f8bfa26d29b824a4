import { listExecutions } from '../../db/queries/executions.js';
import { tierOf } from '../../db/queries/users.js';
import { executionsQuery, executionsSchema } from '../../schemas/execution.js';
import { list } from '../present.js';
import { executionHead } from '../present-execution.js';
import { defineRoute } from '../route.js';

// What a list shows of a prompt; the whole is in the execution itself.
const PROMPT_CHARS = 500;

export const executionsList = defineRoute({
  method: 'get',
  path: '/executions',
  operation: 'listExecutions',
  summary: 'Your executions, newest first',
  tag: 'executions',
  access: 'viewer',
  query: executionsQuery,
  responses: { 200: { description: 'A page of them', schema: executionsSchema } },
  async handle({ deps, user, query }) {
    const { orm } = deps.database;
    const page = await listExecutions(orm, user.id, { ...query, sessionId: query.session_id });
    const tier = await tierOf(orm, user.id);
    return {
      status: 200,
      body: list('executions', query, page, (row) => {
        const head = executionHead(row, tier);
        return { ...head, prompt: head.prompt.slice(0, PROMPT_CHARS) };
      }),
    };
  },
});
