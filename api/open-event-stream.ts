import type { IncomingMessage } from 'node:http';
import { lastEventIdSchema, type eventsQuery } from '../schemas/requests.js';
import type { z } from 'zod';
import { invalid } from './errors.js';
import { EventStream, type StreamOptions } from './events-stream.js';
import type { RawContext } from './route.js';

/** What is followed: a build, an execution, or what a deployment prints. */
export interface Subject extends Pick<StreamOptions, 'idName' | 'isLast' | 'over' | 'read'> {
  id: string;
  eventSeq: number;
  /** It has ended and will say nothing new. */
  ended: boolean;
  /** What its numbers look like, where they may be larger than those of events. */
  numbers?: z.ZodType<number>;
}

/** Answers a GET of events: the rest of them and what follows, or 204 to whoever has seen all of what has ended. Throws TOO_MANY_STREAMS. */
export function openEventStream({ deps, user, request, response }: RawContext, query: z.infer<typeof eventsQuery>, subject: Subject): void {
  const { id, eventSeq, ended, numbers = lastEventIdSchema, ...told } = subject;
  const header = lastEventId(request, numbers);
  const after = header ?? query.after ?? 0;
  if (header !== null && ended && after >= eventSeq) {
    response.status(204).end();
    return;
  }
  if (request.method === 'HEAD') {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
    return;
  }
  new EventStream({
    pool: deps.database.pool,
    hub: deps.hub,
    response,
    userId: user.id,
    buildId: id,
    ...told,
    after,
    // What has ended says nothing new: whoever reads it from any number gets the rest and the end of the stream.
    follow: query.follow === 'true' && !ended,
    stillAllowed: () => deps.authenticator.isStillValid(request),
    onError: (error) => deps.log.warn({ err: error, subject: id }, 'events could not be read; they come later'),
  }).start();
}

/** The number of the last event its sender has seen; null without one. */
function lastEventId(request: IncomingMessage, numbers: z.ZodType<number>): number | null {
  const header = request.headers['last-event-id'];
  if (header === undefined) return null;
  const parsed = numbers.safeParse(header);
  if (!parsed.success) throw invalid('/header/Last-Event-ID', 'must be the number of an event');
  return parsed.data;
}
