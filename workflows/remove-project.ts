import type { RemoveProjectInput } from '../contracts/messages.js';
import { proxiesFor } from './proxies.js';

/** What a deleted project has outside of the database goes, however long an engine is away. */
export async function removeProject({ projectId, queues }: RemoveProjectInput): Promise<void> {
  await proxiesFor(queues).cleanup.removeProject.executeWithOptions({ summary: `remove ${projectId}` }, [{ projectId }]);
}
