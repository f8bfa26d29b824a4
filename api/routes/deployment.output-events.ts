import { LINE_EVENT, OVER_EVENT } from '../../contracts/deployment-output.js';
import { findStatus, readOutput } from '../../db/queries/deployment-output.js';
import { isOver } from '../../db/queries/deployments.js';
import { deploymentParams, lineNumber, outputEventsQuery } from '../../schemas/deployment-output.js';
import { loadOutput } from '../deployment-output.js';
import { openEventStream } from '../open-event-stream.js';
import { defineRoute } from '../route.js';

export const streamDeploymentOutput = defineRoute({
  method: 'get',
  path: '/deployments/{id}/output/events',
  operation: 'streamDeploymentOutput',
  summary: 'What a deployed service prints, line by line as it comes, as server-sent events; resumable by `Last-Event-ID`',
  tag: 'reading',
  access: 'viewer',
  params: deploymentParams,
  query: outputEventsQuery,
  responses: {
    200: {
      description:
        'Events `line` in order: {seq, deployment_id, kind, at, source, text}, from the oldest that is kept or after `Last-Event-ID` (or `after`); numbers that are missing were no longer kept when they were sent. Ends at once with `follow=false`, and with a last event `over`, {deployment_id, kind, status}, as soon as the deployment serves no longer. A reader that takes nothing for half a minute is cut with `gap` as the last event',
      contentType: 'text/event-stream',
    },
    204: { description: 'It serves no longer and everything was seen: do not come back' },
  },
  failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { orm } = context.deps.database;
    const { deploymentId, status, lastSeq } = await loadOutput(context.deps, context.user, context.params.id);
    openEventStream(context, context.query, {
      id: deploymentId,
      eventSeq: lastSeq,
      ended: isOver(status),
      idName: 'deployment_id',
      numbers: lineNumber,
      read: async (_pool, id, after, limit) =>
        (await readOutput(orm, id, { after, limit })).map(({ seq, at, source, text }) => ({ seq, kind: LINE_EVENT, at, data: { source, text } })),
      isLast: () => false,
      over: async (id) => {
        const now = (await findStatus(orm, id)) ?? 'removed';
        return isOver(now) ? { kind: OVER_EVENT, data: { status: now } } : null;
      },
    });
    return null;
  },
});
