import { MillwrightError } from '../../contracts/failures.js';
import { findReplay, promiseReplay, type ReplayRow } from '../../db/queries/replays.js';
import { buildParams, replayBody, replayQuery } from '../../schemas/requests.js';
import { replaySchema } from '../../schemas/replay.js';
import { loadBuild } from '../builds.js';
import { defineDecision } from '../decision-route.js';
import { requireCode } from '../projects.js';
import { defineRoute } from '../route.js';

export const replayBuild = defineDecision({
  action: 'replay',
  operation: 'replayBuild',
  summary: 'Carry out the stored answers of a finished build once more, offline, and compare the trees; nothing of the build changes',
  access: 'developer',
  body: replayBody,
  status: 202,
  done: 'It is stored and will run; read it with GET',
  schema: replaySchema,
  failures: ['NOT_READY'],
  async decide({ deps, user, build }) {
    if (build.endedAt === null)
      throw new MillwrightError('NOT_READY', `The build is ${build.status}. It can be replayed once it has ended; to try a step differently now, fork it.`);
    await requireCode(deps, user, build);
    const row = await deps.database.orm.transaction((tx) => promiseReplay(tx, { buildId: build.id, userId: user.id }));
    deps.outbox.nudge();
    return presented(row);
  },
});

export const readReplay = defineRoute({
  method: 'get',
  path: '/coding_agent/{id}/replay',
  operation: 'getReplay',
  summary: 'The newest replay of a build, or one by its number',
  tag: 'reading',
  access: 'viewer',
  params: buildParams,
  query: replayQuery,
  responses: { 200: { description: 'How far it is, and what was compared', schema: replaySchema } },
  failures: ['NOT_FOUND'],
  async handle({ deps, user, params, query }) {
    const build = await loadBuild(deps, user, params.id);
    const row = await findReplay(deps.database.orm, build.id, query.number);
    if (!row) throw new MillwrightError('NOT_FOUND', 'This build was not replayed yet; POST here to have it done.');
    return { status: 200, body: presented(row) };
  },
});

function presented({ buildId, number, state, result, createdAt, endedAt }: ReplayRow) {
  const detail = state === 'failed' && typeof result?.['detail'] === 'string' ? result['detail'] : null;
  return {
    id: buildId,
    build_id: buildId,
    number,
    state,
    started_at: createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
    detail,
    result: state === 'failed' ? null : result,
  };
}
