import { createServer } from 'node:http';
import { closeServer, listen, readBody, send } from './stub-api.js';

/** A deployed REST service as the template model writes it: tasks with a required title, an OpenAPI document and filters. */
export async function startTaskService(options: { openapi?: unknown; broken?: boolean } = {}) {
  const tasks: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://service');
    void readBody(request).then((text) => {
      if (options.broken) return send(response, 500, { error: 'broken' });
      if (url.pathname === '/health') return send(response, 200, { status: 'ok' });
      if (url.pathname === '/openapi.json') return options.openapi === null ? send(response, 404, {}) : send(response, 200, options.openapi ?? TASKS_OPENAPI);
      if (url.pathname === '/tasks' && request.method === 'POST') {
        const body = JSON.parse(text) as Record<string, unknown>;
        const fits = typeof body['title'] === 'string' && body['priority'] === undefined && /^\d{4}-\d\d-\d\d$/.test(String(body['due'] ?? '2030-01-01'));
        if (!fits) return send(response, 422, { error: 'does not fit' });
        tasks.push({ id: tasks.length + 1, ...body });
        return send(response, 201, tasks.at(-1));
      }
      if (url.pathname === '/tasks') return send(response, 200, { items: tasks });
      const task = tasks.find((one) => url.pathname === `/tasks/${String(one['id'])}`);
      return task ? send(response, 200, task) : send(response, 404, { error: 'not found' });
    });
  });
  const port = await listen(server);
  return { url: `http://127.0.0.1:${port}`, tasks, close: () => closeServer(server) };
}

const Task = {
  allOf: [{ $ref: '#/components/schemas/NewTask' }, { type: 'object', required: ['id'], properties: { id: { type: 'integer', readOnly: true } } }],
};
const NewTask = {
  type: 'object',
  required: ['title'],
  properties: {
    title: { type: 'string', minLength: 1, maxLength: 200 },
    done: { type: 'boolean', default: false },
    due: { type: ['string', 'null'], format: 'date' },
  },
};

export const TASKS_OPENAPI = {
  openapi: '3.1.0',
  paths: {
    '/health': { get: {} },
    '/tasks': {
      get: {
        parameters: [
          { name: 'page', in: 'query', schema: { type: 'integer' } },
          { name: 'done', in: 'query', schema: { type: 'boolean' } },
        ],
      },
      post: { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/NewTask' } } } } },
    },
    '/tasks/{id}': { get: {}, put: {}, delete: {} },
  },
  components: { schemas: { NewTask, Task } },
};
