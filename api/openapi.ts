import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { z } from 'zod';
import { FAILURES, type FailureCode } from '../contracts/failures.js';
import { problemSchema } from '../schemas/responses.js';
import { idempotencyKeySchema, lastEventIdSchema } from '../schemas/requests.js';
import type { Route } from './route.js';

/** The OpenAPI 3.1 document, made from the schemas that validate; one entry a route, every status named. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method] = operation(route);
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Millwright',
      version,
      description: 'Say what software you want; approve the plan; get a tested, deployed service. Every route answers with and without the prefix `/api`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api' }, { url: '/' }],
    security: [{ token: [] }, { session: [] }],
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Embedded mode: the content of MW_HOME/token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'mw_session_<port>',
          description:
            'A browser that was signed in (POST /auth/links); what changes something needs the header x-millwright-csrf: 1 and comes from the page itself',
        },
      },
    },
    paths: paths as ZodOpenApiPathsObject,
  });
}

function operation(route: Route): ZodOpenApiOperationObject {
  const header = {
    ...(route.idempotent ? { 'Idempotency-Key': idempotencyKeySchema.optional() } : {}),
    ...(/.\/(events|stream)$/.test(route.path) ? { 'Last-Event-ID': lastEventIdSchema.optional() } : {}),
  };
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access === 'open' ? { security: [] } : { description: `Needs the role ${route.access} or more.` }),
    requestParams: {
      path: route.params as z.ZodObject,
      query: route.query as z.ZodObject,
      ...(Object.keys(header).length > 0 ? { header: z.object(header) } : {}),
    },
    ...(route.body ? { requestBody: { required: !route.body.safeParse({}).success, content: { 'application/json': { schema: route.body } } } } : {}),
    ...(route.form ? { requestBody: formBody(route.form) } : {}),
    responses: { ...successes(route), ...failures(route) },
  };
}

function formBody({ field, description }: NonNullable<Route['form']>): NonNullable<ZodOpenApiOperationObject['requestBody']> {
  const file = z.string().meta({ format: 'binary', description });
  return { required: true, content: { 'multipart/form-data': { schema: z.object({ [field]: file }) } } };
}

function successes(route: Route): ZodOpenApiResponsesObject {
  const entries = Object.entries(route.responses).map(([status, { description, schema, contentType }]) => {
    const content = schema ? { 'application/json': { schema } } : contentType ? { [contentType]: { schema: z.string() } } : undefined;
    return [status, { description, ...(content ? { content } : {}) }];
  });
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}

const ALWAYS: FailureCode[] = ['METHOD_NOT_ALLOWED', 'INVALID_INPUT', 'INTERNAL'];
const WITH_TOKEN: FailureCode[] = ['UNAUTHORIZED', 'FORBIDDEN', 'REQUEST_NOT_FROM_PAGE', 'UNAVAILABLE'];
const WITH_FORM: FailureCode[] = ['MALFORMED_FORM', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const WITH_BODY: FailureCode[] = ['MALFORMED_JSON', 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];

function failures(route: Route): ZodOpenApiResponsesObject {
  const codes = [
    ...ALWAYS,
    ...(route.access === 'open' ? [] : WITH_TOKEN),
    ...(route.body ? WITH_BODY : []),
    ...(route.form ? WITH_FORM : []),
    ...(route.failures ?? []),
  ];
  const byStatus = new Map<number, Set<FailureCode>>();
  for (const code of codes) byStatus.set(FAILURES[code].status, (byStatus.get(FAILURES[code].status) ?? new Set()).add(code));
  const entries = [...byStatus]
    .filter(([status]) => !(status in route.responses))
    .map(([status, set]) => [
      String(status),
      {
        description: [...set].map((code) => `${code}: ${FAILURES[code].title}`).join('; '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]);
  return Object.fromEntries(entries) as ZodOpenApiResponsesObject;
}
