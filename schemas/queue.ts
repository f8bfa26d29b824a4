import { z } from 'zod';

/** Where something stands that waits its turn (contracts/queue.ts). */
export const queueSchema = z
  .object({
    for: z.enum(['start', 'sandbox']).meta({ description: '`start`: a worker that takes it up; `sandbox`: a sandbox.' }),
    what: z.string(),
    position: z.int().min(1).meta({ description: '1 is next. Users take turns: who has less at work may come later and go first.' }),
    ahead: z.int().min(0),
    waiting: z.int().min(1).meta({ description: 'How many wait there in all.' }),
    since: z.string(),
  })
  .meta({ id: 'Queue', description: 'Where it waits its turn; null when it does not.' })
  .nullable();
