import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '../../api/routes/index.js';
import { Api, Engines } from './stack.js';

let engines: Engines;
let api: Api;
beforeAll(async () => {
  engines = await Engines.start({ temporal: false });
  api = await Api.start(engines, { background: false });
});
afterAll(async () => {
  await api.stop();
  await engines.stop();
});

interface Operation {
  operationId: string;
  security?: unknown[];
  responses: Record<string, { content?: Record<string, unknown> }>;
}
const document = async () =>
  (await api.ask('GET', '/openapi.json', { token: null })).body as unknown as { openapi: string; paths: Record<string, Record<string, Operation>> };

describe('the OpenAPI document', () => {
  it('has every route, with statuses and problems', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    for (const route of ROUTES) {
      const operation = paths[route.path]?.[route.method];
      for (const status of Object.keys(route.responses)) expect(operation?.responses).toHaveProperty(status);
      if (route.access === 'open') expect(operation?.security).toEqual([]);
      else expect(operation?.responses['401']?.content).toHaveProperty(['application/problem+json']);
    }
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds only references that lead somewhere', async () => {
    const text = JSON.stringify(await document());
    const parsed = JSON.parse(text) as { components: { schemas: Record<string, unknown> } };
    for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(parsed.components.schemas).toHaveProperty(name);
  });
});

describe('what is open without a token', () => {
  it('is what the product promises, and nothing else', async () => {
    for (const path of [
      '/livez',
      '/health',
      '/openapi.json',
      '/ui',
      '/docs',
      '/docs/init.js',
      '/docs/swagger-ui.css',
      '/docs/swagger-ui-bundle.js',
      '/api/livez',
    ])
      expect([path, (await api.ask('GET', path, { token: null })).status]).toEqual([path, 200]);
    for (const route of ROUTES.filter(({ access }) => access !== 'open')) {
      const path = route.path.replaceAll(/\{\w+\}/g, 'int-code-000000');
      for (const prefix of ['', '/api'])
        expect([path, (await api.ask(route.method.toUpperCase(), prefix + path, { token: null })).status]).toEqual([path, 401]);
    }
  });

  it('leads from / to the page, which asks no other host for anything', async () => {
    expect(await api.ask('GET', '/', { token: null })).toMatchObject({ status: 302 });
    for (const path of ['/ui', '/docs']) {
      const { text, headers } = await api.ask('GET', path, { token: null });
      expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    }
  });
});
