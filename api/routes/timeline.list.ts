import { listTimeline } from '../../db/queries/build-lists.js';
import { timelineSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { timelineEntry } from '../present.js';

export const timelineList = defineBuildList({
  name: 'timeline',
  operation: 'listTimeline',
  summary: 'Phases, gates and deployments of a build in the order they happened',
  schema: timelineSchema,
  read: listTimeline,
  present: timelineEntry,
});
