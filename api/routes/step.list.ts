import { listBuildSteps, type BuildStep } from '../../db/queries/steps.js';
import { stepsSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';

export const stepsList = defineBuildList({
  name: 'steps',
  summary: 'Every tool call of the build by its number: the points at which it can be forked',
  schema: stepsSchema,
  read: listBuildSteps,
  present: (step: BuildStep) => ({
    ordinal: step.ordinal,
    at: step.at,
    task: step.task,
    try: step.attempt,
    turn: step.turn,
    call: step.call,
    tool: step.tool,
    ok: step.ok,
    summary: step.summary,
    commit: step.commit,
    head_before: step.headBefore,
    created_at: step.createdAt.toISOString(),
  }),
});
