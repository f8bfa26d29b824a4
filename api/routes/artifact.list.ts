import { listArtifacts } from '../../db/queries/build-lists.js';
import { artifactsSchema } from '../../schemas/responses.js';
import { defineBuildList } from '../list-route.js';
import { artifact } from '../present.js';

export const artifactsList = defineBuildList({
  name: 'artifacts',
  operation: 'listBuildArtifacts',
  summary: 'What a build left for people to read',
  schema: artifactsSchema,
  read: listArtifacts,
  present: artifact,
});
