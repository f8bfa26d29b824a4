import { listBuildSteps } from '../../db/queries/steps.js';
import { stepsSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { presentStep } from '../present-step.js';

export const stepsList = defineBuildList({
  name: 'steps',
  operation: 'listSteps',
  summary: 'Every tool call of the build by its number: the points at which it can be forked',
  schema: stepsSchema,
  read: listBuildSteps,
  present: presentStep,
});
