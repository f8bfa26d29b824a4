import { readLearningStats } from '../../db/queries/learning.js';
import { learningSchema } from '../../schemas/responses.js';
import { defineRoute } from '../route.js';

export const learningStats = defineRoute({
  method: 'get',
  path: '/coding_agent/learning_stats',
  operation: 'getLearningStats',
  summary: 'What your builds taught so far',
  tag: 'reading',
  access: 'viewer',
  responses: { 200: { description: 'Counts, rates and durations', schema: learningSchema } },
  async handle({ deps, user }) {
    const stats = await readLearningStats(deps.database.orm, user.id);
    return { status: 200, body: { ...stats, reusable_components: [] } };
  },
});
