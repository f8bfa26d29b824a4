import { createHash } from 'node:crypto';
import { MillwrightError } from '../../contracts/failures.js';
import { suffixFrom } from '../../contracts/ids.js';
import { createProject as insertProject } from '../../db/queries/projects.js';
import { createProjectBody } from '../../schemas/requests.js';
import { newProjectSchema } from '../../schemas/responses.js';
import { once } from '../once.js';
import { project } from '../present.js';
import { defineRoute } from '../route.js';

// Eight characters: a project made by hand never meets the six of one made with its build.
const SUFFIX_LENGTH = 8;

export const createProject = defineRoute({
  method: 'post',
  path: '/projects',
  operation: 'createProject',
  summary: 'Make a project: one repository for any number of builds',
  tag: 'projects',
  access: 'developer',
  body: createProjectBody,
  idempotent: true,
  responses: { 201: { description: 'The project', schema: newProjectSchema } },
  failures: ['IDEMPOTENCY_MISMATCH'],
  handle: (context) =>
    once(context, { project: context.body }, async (attempt) => {
      const id = `proj-${suffixFrom(createHash('sha256').update(attempt.id).digest(), SUFFIX_LENGTH)}`;
      const made = await insertProject(context.deps.database.orm, { id, userId: context.user.id, name: context.body.name });
      if (!made) throw new MillwrightError('INTERNAL', 'No free project id was found; try again.');
      return { status: 201, body: project(made) };
    }),
});
