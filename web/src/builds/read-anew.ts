import { queryClient } from '../data/query.js';

/** After a decision: the build and every list it stands in. */
export async function readBuildAnew(id: string): Promise<void> {
  await Promise.all([queryClient.invalidateQueries({ queryKey: ['build', id] }), queryClient.invalidateQueries({ queryKey: ['builds'] })]);
}
