import { listGates } from '../../db/queries/build-lists.js';
import { gatesSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { gate } from '../present.js';

export const gatesList = defineBuildList({
  name: 'gates',
  operation: 'listGates',
  summary: 'The gates of a build with their proof',
  schema: gatesSchema,
  read: listGates,
  present: gate,
});
