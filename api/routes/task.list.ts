import { listTasks } from '../../db/queries/build-lists.js';
import { tasksSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { task } from '../present.js';

export const tasksList = defineBuildList({
  name: 'tasks',
  operation: 'listTasks',
  summary: 'The tasks of the plan and how far they are',
  schema: tasksSchema,
  read: listTasks,
  present: task,
});
