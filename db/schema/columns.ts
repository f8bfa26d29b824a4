import { timestamp } from 'drizzle-orm/pg-core';

/** Time with zone, millisecond precision, as Date. */
export const time = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
export const createdAt = () => time('created_at').notNull().defaultNow();
