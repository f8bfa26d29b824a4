import { z } from 'zod';
import { listSchema } from './responses.js';

const commitResult = z
  .object({
    task_id: z.string(),
    commit_sha: z.string().nullable().meta({ description: 'The commit of main, or the last one of the branch; null when nothing was written.' }),
    status: z.enum(['merged', 'success', 'soft_fail', 'hard_fail']),
    branch_name: z.string(),
    notes: z.string().meta({ description: 'What the one who did it says.' }),
  })
  .meta({ id: 'CommitResult' });
export const commitsSchema = listSchema('commits', commitResult);
