import type { z } from 'zod';
import type { FailureCode } from '../contracts/failures.js';
import type { BuildRow } from '../db/queries/builds.js';
import { decisionSchema } from '../schemas/decisions.js';
import { buildParams } from '../schemas/requests.js';
import { requireRole } from './auth.js';
import { loadBuild } from './builds.js';
import type { AppDeps } from './deps.js';
import { invalidInput } from './errors.js';
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
  operation: string;
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

/** Who decides inside a request of another route. */
export type Decider = Omit<DecisionContext<unknown>, 'build' | 'body'>;

/** A decision's route, which other routes can decide by as well (a confirmed card of a conversation). */
export interface Decision extends Route {
  /** Decides as the route itself would: same role, same body, same refusals. `attempt` guards against doing it twice. */
  decideAs(decider: Decider, buildId: string, body: unknown): Promise<object>;
}

/** Something a person decides about a build: `POST /coding_agent/{id}/<action>`, answered once per Idempotency-Key. */
export function defineDecision<B>(spec: DecisionSpec<B>): Decision {
  return { ...routeOf(spec), decideAs: (decider, buildId, body) => decideAs(spec, decider, buildId, body) };
}

async function decideAs<B>(spec: DecisionSpec<B>, decider: Decider, buildId: string, body: unknown): Promise<object> {
  requireRole(decider.user, spec.access);
  const parsed = spec.body.safeParse(body);
  if (!parsed.success) throw invalidInput('', parsed.error);
  const build = await loadBuild(decider.deps, decider.user, buildId);
  return { id: build.id, ...(await spec.decide({ ...decider, build, body: parsed.data })) };
}

function routeOf<B>(spec: DecisionSpec<B>): Route {
  const status = spec.status ?? 200;
  return defineRoute({
    method: spec.method ?? 'post',
    path: `/coding_agent/{id}/${spec.action}`,
    operation: spec.operation,
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
