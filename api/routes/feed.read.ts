import { defineRoute } from '../route.js';

export const readFeed = defineRoute({
  method: 'get',
  path: '/events',
  operation: 'streamFeed',
  summary: 'What happens to all your builds and executions, live, as server-sent events',
  tag: 'reading',
  access: 'viewer',
  responses: {
    200: {
      description:
        'First `hello`, then every event as it happens, with `build_id` (or `execution_id`) and long texts cut; nothing of before. `changed` says that your conversations, notifications or artifacts (`what`) did. After `hello` and `gap` lists are to be read again: something may have been left out. A reader that takes nothing for half a minute is cut with a `gap`',
      contentType: 'text/event-stream',
    },
  },
  failures: ['TOO_MANY_STREAMS'],
  async handle({ deps, user, request, response }) {
    if (request.method === 'HEAD') response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).end();
    else deps.feed.open(user.id, response, () => deps.authenticator.isStillValid(request));
    return null;
  },
});
