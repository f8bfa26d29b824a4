import express, { type ErrorRequestHandler, type Express } from 'express';
import { Store } from './store.ts';

const NAME_LENGTH_MAX = 200;

/** The application around a store; each call has its own unless one is given. */
export function createApp(store: Store = new Store()): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(express.json({ limit: '100kb' }));
  app.get('/health', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/items', (_request, response) => void response.json(store.all()));
  app.post('/items', (request, response) => {
    const name = nameOf(request.body);
    if (name === null)
      return void response
        .status(422)
        .json({ error: `name must be 1 to ${NAME_LENGTH_MAX} characters` });
    response.status(201).json(store.add(name));
  });
  app.get('/items/:id', (request, response) => {
    const item = store.get(Number(request.params.id));
    if (!item) return void response.status(404).json({ error: 'there is no such item' });
    response.json(item);
  });
  app.delete('/items/:id', (request, response) => {
    if (!store.remove(Number(request.params.id)))
      return void response.status(404).json({ error: 'there is no such item' });
    response.status(204).end();
  });
  app.use(answerErrors);
  return app;
}

function nameOf(body: unknown): string | null {
  const name = typeof body === 'object' && body !== null && 'name' in body ? body.name : null;
  const text = typeof name === 'string' ? name.trim() : '';
  return text.length >= 1 && text.length <= NAME_LENGTH_MAX ? text : null;
}

/** A body that cannot be read is the sender's mistake; anything else is ours and stays inside. */
const answerErrors: ErrorRequestHandler = (
  error: { status?: number },
  _request,
  response,
  next,
) => {
  if (response.headersSent) return next(error);
  const status = error.status !== undefined && error.status < 500 ? error.status : 500;
  response
    .status(status)
    .json({ error: status === 500 ? 'something broke' : 'the body could not be read' });
};
