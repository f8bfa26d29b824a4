import { bigint, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type { OutputSource } from '../../contracts/deployment-output.js';
import { time } from './columns.js';

/** How far the output of a deployment was read. Changed by compare-and-set, so of several readers one writes each line. */
export const deploymentOutputs = pgTable('deployment_outputs', {
  deploymentId: text('deployment_id').primaryKey(),
  /** Whose log it is: another container begins a log of its own. */
  containerId: text('container_id').notNull(),
  /** The engine's time of the last line that was read, with its nanoseconds. */
  readAt: text('read_at').notNull(),
  /** Which of the lines of that very time it is, from 1. */
  readNth: integer('read_nth').notNull(),
  /** Lines so far of a private key in the middle of which the reading ended, of each stream; 0: none, -1: of one whose beginning was never seen. */
  stdoutKeyLines: integer('stdout_key_lines').notNull().default(0),
  stderrKeyLines: integer('stderr_key_lines').notNull().default(0),
  lastSeq: bigint('last_seq', { mode: 'number' }).notNull(),
});

/** The newest lines of it; older ones go as new ones come. */
export const deploymentOutputLines = pgTable(
  'deployment_output_lines',
  {
    deploymentId: text('deployment_id')
      .notNull()
      .references(() => deploymentOutputs.deploymentId, { onDelete: 'cascade' }),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: time('at').notNull(),
    source: text('source').$type<OutputSource>().notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.deploymentId, table.seq] })],
);
