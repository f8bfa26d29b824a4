import { listCommitResults } from '../../db/queries/commit-results.js';
import { commitsSchema } from '../../schemas/commits.js';
import { defineBuildList } from '../list-route.js';

export const commitsList = defineBuildList({
  name: 'commits',
  operation: 'listCommitResults',
  summary: 'What became of each try at a task: its commit, branch and how it ended (webhooks hear of those that were merged)',
  schema: commitsSchema,
  read: listCommitResults,
  present: (result) => result,
});
