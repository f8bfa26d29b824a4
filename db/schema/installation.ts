import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core';
import { createdAt } from './columns.js';

/** Which installation this database is: one row, made when it is first asked for. The store of large files bears the same id. */
export const installation = pgTable(
  'installation',
  {
    /** Always true: there can be no second row. */
    single: boolean('single').primaryKey().default(true),
    id: text('id').notNull(),
    createdAt: createdAt(),
  },
  (table) => [check('installation_single', sql`${table.single}`)],
);
