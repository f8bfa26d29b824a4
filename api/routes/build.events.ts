import { eventsQuery, buildParams } from '../../schemas/requests.js';
import { FINAL_STATUSES } from '../../contracts/messages.js';
import { loadBuild } from '../builds.js';
import { openEventStream } from '../open-event-stream.js';
import { defineRoute } from '../route.js';

export const streamEvents = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/events',
  operation: 'streamBuildEvents',
  summary: 'Everything that happens to a build, as server-sent events; resumable by `Last-Event-ID`',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  query: eventsQuery,
  responses: {
    200: {
      description:
        'Events in order, from the first or after `Last-Event-ID` (or `after`); ends after `build.ended`, or at once with `follow=false`. Between them, without an `id`, `thinking` shows in passing what a model says and `printing` what a command prints: {build_id, task, turn, text, chars, seconds}. A reader that takes nothing for half a minute is cut with `gap` as the last event and resumes by `Last-Event-ID`',
      contentType: 'text/event-stream',
    },
    204: { description: 'The build has ended and everything was seen: do not come back' },
  },
  failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  async handle(context) {
    const { id, eventSeq, status, endedAt } = await loadBuild(context.deps, context.user, context.params.id);
    openEventStream(context, context.query, { id, eventSeq, ended: FINAL_STATUSES.includes(status) && endedAt !== null });
    return null;
  },
});
