import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Router, type Response } from 'express';
import type { AppDeps } from './deps.js';
import { openApiDocument } from './openapi.js';
import type { Route } from './route.js';
import { webApp } from './web-app.js';
import { DOCS_HTML, DOCS_SCRIPT, homeHtml } from './page-texts.js';

const SWAGGER_FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
// What our page names; the rest of the package stays private.
const SWAGGER_FILES = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];
// The files change with a release only; an hour keeps a page of two versions impossible for long.
const ASSET_MAX_AGE_SECONDS = 3600;

/** Pages for people, open without a token: the web app (or a plain page), the API's page (offline), and the OpenAPI document. */
export function pages(deps: AppDeps, routes: readonly Route[]): Router {
  const router = Router();
  let document: string | null = null;
  const get = (path: string, handle: (response: Response) => void) => router.get(path, (_request, response) => handle(response));
  get('/openapi.json', (response) => {
    document ??= JSON.stringify(openApiDocument(routes, deps.version));
    send(response, 'application/json', document);
  });
  get('/', (response) => response.redirect(302, '/ui'));
  const app = deps.webFolder === null ? null : webApp(deps.webFolder);
  if (app) router.use('/ui', app);
  else get('/ui', (response) => send(response, 'text/html; charset=utf-8', homeHtml(deps.temporalUiUrl, deps.version)));
  get('/docs', (response) => send(response, 'text/html; charset=utf-8', DOCS_HTML));
  get('/docs/init.js', (response) => send(response, 'text/javascript; charset=utf-8', DOCS_SCRIPT));
  for (const file of SWAGGER_FILES)
    get(`/docs/${file}`, (response) => {
      response.setHeader('cache-control', `public, max-age=${ASSET_MAX_AGE_SECONDS}`);
      response.sendFile(join(SWAGGER_FOLDER, file));
    });
  get('/favicon.ico', (response) => response.redirect(302, '/docs/favicon-32x32.png'));
  return router;
}

function send(response: Response, type: string, text: string): void {
  response.setHeader('content-type', type);
  response.setHeader('cache-control', 'no-cache');
  response.status(200).end(text);
}
