import { LAST_EXECUTION_EVENT_KIND } from '../../contracts/execution.js';
import { executionParams } from '../../schemas/execution.js';
import { eventsQuery } from '../../schemas/requests.js';
import { loadExecution } from '../executions.js';
import { openEventStream } from '../open-event-stream.js';
import { defineRoute } from '../route.js';

export const streamExecution = defineRoute({
  method: 'get',
  path: '/execute/{id}/stream',
  operation: 'streamExecution',
  summary: 'Everything that happens to an execution, as server-sent events; resumable by `Last-Event-ID`',
  tag: 'executions',
  access: 'viewer',
  params: executionParams,
  query: eventsQuery,
  responses: {
    200: {
      description:
        'Events in order, from the first or after `Last-Event-ID` (or `after`); ends after `execution.ended` of the newest round, or at once with `follow=false`',
      contentType: 'text/event-stream',
    },
    204: { description: 'The execution has ended and everything was seen: do not come back' },
  },
  failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { id, eventSeq, endedAt, round } = await loadExecution(context.deps, context.user, context.params.id);
    openEventStream(context, context.query, {
      id,
      eventSeq,
      ended: endedAt !== null,
      idName: 'execution_id',
      isLast: ({ kind, data }) => kind === LAST_EXECUTION_EVENT_KIND && data['round'] === round,
    });
    return null;
  },
});
