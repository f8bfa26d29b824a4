import type { z } from 'zod';
import type { FailureCode } from '../contracts/failures.js';
import type { BuildRow } from '../db/queries/builds.js';
import { buildParams } from '../schemas/requests.js';
import { decisionSchema } from '../schemas/responses.js';
import { loadBuild } from './builds.js';
import type { AppDeps } from './deps.js';
import type { Role, User } from './roles.js';
import { once, type Attempt } from './once.js';
import { defineRoute, type Route } from './route.js';

export interface DecisionContext<B> {
  deps: AppDeps;
  user: User;
  build: BuildRow;
  body: B;
  idempotencyKey: string | null;
  attempt: Attempt;
}

export interface DecisionSpec<B> {
  method?: 'post' | 'put';
  /** Last part of the path. */
  action: string;
  summary: string;
  access: Role;
  body: z.ZodType<B>;
  status?: 200 | 202;
  done: string;
  schema?: z.ZodType;
  /** Refusals beside those every decision has. */
  failures?: FailureCode[];
  /** Decides, and gives what is answered beside the build's id. */
  decide(context: DecisionContext<B>): Promise<object>;
}

const COMMON: FailureCode[] = ['NOT_FOUND', 'BUILD_ENDED', 'ACTION_NOT_ALLOWED', 'IDEMPOTENCY_MISMATCH'];

/** Something a person decides about a build: `POST /coding_agent/{id}/<action>`, answered once per Idempotency-Key. */
export function defineDecision<B>(spec: DecisionSpec<B>): Route {
  const status = spec.status ?? 200;
  return defineRoute({
    method: spec.method ?? 'post',
    path: `/coding_agent/{id}/${spec.action}`,
    summary: spec.summary,
    tag: 'decisions',
    access: spec.access,
    params: buildParams,
    body: spec.body,
    idempotent: true,
    responses: { [status]: { description: spec.done, schema: spec.schema ?? decisionSchema } },
    failures: [...COMMON, ...(spec.failures ?? [])],
    handle: (context) =>
      once(context, { [spec.action]: context.params.id, body: context.body }, async (attempt) => {
        const { deps, user, body, idempotencyKey } = context;
        const build = await loadBuild(deps, user, context.params.id);
        return { status, body: { id: build.id, ...(await spec.decide({ deps, user, build, body, idempotencyKey, attempt })) } };
      }),
  });
}
