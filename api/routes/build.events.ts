import { eventsQuery, buildParams, lastEventIdSchema } from '../../schemas/requests.js';
import { FINAL_STATUSES } from '../../contracts/messages.js';
import { loadBuild } from '../builds.js';
import type { IncomingMessage } from 'node:http';
import { invalid } from '../errors.js';
import { EventStream } from '../events-stream.js';
import { defineRoute } from '../route.js';

export const streamEvents = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/events',
  summary: 'Everything that happens to a build, as server-sent events; resumable by `Last-Event-ID`',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  query: eventsQuery,
  responses: {
    200: {
      description:
        'Events in order, from the first or after `Last-Event-ID` (or `after`); ends after `build.ended`, or at once with `follow=false`. Between them, without an `id`, `thinking` shows in passing what a model says: {build_id, task, turn, text, chars, seconds}',
      contentType: 'text/event-stream',
    },
    204: { description: 'The build has ended and everything was seen: do not come back' },
  },
  failures: ['NOT_FOUND', 'TOO_MANY_STREAMS'],
  async handle({ deps, user, params, query, request, response }) {
    const build = await loadBuild(deps, user, params.id);
    const header = lastEventId(request);
    const after = header ?? query.after ?? 0;
    const ended = FINAL_STATUSES.includes(build.status) && build.endedAt !== null;
    if (header !== null && ended && after >= build.eventSeq) {
      response.status(204).end();
      return null;
    }
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
      return null;
    }
    const { authorization } = request.headers;
    const stream = new EventStream({
      pool: deps.database.pool,
      hub: deps.hub,
      response,
      userId: user.id,
      buildId: build.id,
      after,
      // What has ended says nothing new: whoever reads it from any number gets the rest and the end of the stream.
      follow: query.follow === 'true' && !ended,
      stillAllowed: () => deps.authenticator.isStillValid(authorization),
      onError: (error) => deps.log.warn({ err: error, build: build.id }, 'events could not be read; they come later'),
    });
    stream.start();
    return null;
  },
});

/** The number of the last event its sender has seen; null without one. */
export function lastEventId(request: IncomingMessage): number | null {
  const header = request.headers['last-event-id'];
  if (header === undefined) return null;
  const parsed = lastEventIdSchema.safeParse(header);
  if (!parsed.success) throw invalid('/header/Last-Event-ID', 'must be the number of an event');
  return parsed.data;
}
