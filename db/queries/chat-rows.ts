import type { InferSelectModel } from 'drizzle-orm';
import type { chatCards, chatMessages, chatSessions } from '../schema/index.js';

export type ChatSessionRow = InferSelectModel<typeof chatSessions>;
export type ChatMessageRow = InferSelectModel<typeof chatMessages>;
export type ChatCardRow = InferSelectModel<typeof chatCards>;
