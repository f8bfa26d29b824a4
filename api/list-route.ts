import type { z } from 'zod';
import type { Executor } from '../db/client.js';
import type { Page, PageRequest } from '../db/queries/page.js';
import { buildParams, listQuery } from '../schemas/requests.js';
import { loadBuild } from './builds.js';
import { list } from './present.js';
import { defineRoute, type Route } from './route.js';

/** A list of something a build has: `GET /coding_agent/{id}/<name>`, paged, under its own name. */
export function defineBuildList<R>(spec: {
  name: string;
  operation: string;
  summary: string;
  schema: z.ZodType;
  read: (orm: Executor, buildId: string, page: PageRequest) => Promise<Page<R>>;
  present: (row: R) => unknown;
}): Route {
  return defineRoute({
    method: 'get',
    path: `/coding_agent/{id}/${spec.name}`,
    operation: spec.operation,
    summary: spec.summary,
    tag: 'reading',
    access: 'viewer',
    params: buildParams,
    query: listQuery,
    responses: { 200: { description: 'A page of them', schema: spec.schema } },
    failures: ['NOT_FOUND'],
    async handle({ deps, user, params, query }) {
      const build = await loadBuild(deps, user, params.id);
      const page = await spec.read(deps.database.orm, build.id, query);
      return { status: 200, body: list(spec.name, query, page, spec.present) };
    },
  });
}
