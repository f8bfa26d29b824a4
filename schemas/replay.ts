import { z } from 'zod';

/** What `POST` and `GET /coding_agent/{id}/replay` answer. */

const time = z.string().meta({ format: 'date-time' });
const replayedTree = { recorded_tree: z.string(), replayed_tree: z.string(), same: z.boolean() };

export const replaySchema = z
  .object({
    id: z.string().meta({ description: 'The build, as in the answers of all decisions.' }),
    build_id: z.string(),
    number: z.int(),
    state: z.enum(['running', 'same', 'different', 'failed']),
    started_at: time,
    ended_at: time.nullable(),
    detail: z.string().nullable().meta({ description: 'Why it failed.' }),
    result: z
      .looseObject({
        same: z.boolean(),
        tasks: z.array(
          z.looseObject({
            task: z.string(),
            try: z.string(),
            steps: z.int(),
            reexecuted: z.int(),
            commands: z.int(),
            from_records: z.array(z.object({ step: z.string(), why: z.string() })),
            first_difference: z.string().nullable(),
            ...replayedTree,
          }),
        ),
        total: z.looseObject(replayedTree),
        main_from_records: z.array(z.string()),
        model_calls: z.literal(0),
        seconds: z.number(),
      })
      .nullable(),
  })
  .meta({ id: 'ReplayAnswer' });
