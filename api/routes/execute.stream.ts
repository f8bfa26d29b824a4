import { LAST_EXECUTION_EVENT_KIND } from '../../contracts/execution.js';
import { executionParams } from '../../schemas/execution.js';
import { eventsQuery } from '../../schemas/requests.js';
import { EventStream } from '../events-stream.js';
import { loadExecution } from '../executions.js';
import { defineRoute } from '../route.js';
import { lastEventId } from './build.events.js';

export const streamExecution = defineRoute({
  method: 'get',
  path: '/execute/{id}/stream',
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
  async handle({ deps, user, params, query, request, response }) {
    const row = await loadExecution(deps, user, params.id);
    const header = lastEventId(request);
    const after = header ?? query.after ?? 0;
    const ended = row.endedAt !== null;
    if (header !== null && ended && after >= row.eventSeq) {
      response.status(204).end();
      return null;
    }
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
      return null;
    }
    const { authorization } = request.headers;
    new EventStream({
      pool: deps.database.pool,
      hub: deps.hub,
      response,
      userId: user.id,
      buildId: row.id,
      idName: 'execution_id',
      isLast: ({ kind, data }) => kind === LAST_EXECUTION_EVENT_KIND && data['round'] === row.round,
      after,
      follow: query.follow === 'true' && !ended,
      stillAllowed: () => deps.authenticator.isStillValid(authorization),
      onError: (error) => deps.log.warn({ err: error, execution: row.id }, 'events could not be read; they come later'),
    }).start();
    return null;
  },
});
