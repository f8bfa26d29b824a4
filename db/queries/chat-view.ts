/** Rows of conversations as everybody outside sees them: snake case, times in ISO, no texts of attachments. Pure. */
import type { CardView, MessageView } from '../../contracts/chat.js';
import type { ChatCardRow, ChatMessageRow } from './chat-rows.js';

export function messageView(row: ChatMessageRow, card: ChatCardRow | null): MessageView {
  return {
    id: row.id,
    number: row.number,
    role: row.role,
    state: row.state,
    text: row.text,
    build_id: row.buildId,
    attachments: row.attachments.map(({ id, name, media_type, bytes }) => ({ id, name, media_type, bytes })),
    citations: row.citations,
    suggestions: row.suggestions,
    answered_by: row.answeredBy,
    failure: row.failure,
    card: card && cardView(card),
    created_at: row.createdAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

export function cardView(row: ChatCardRow, now = Date.now()): CardView {
  return {
    id: row.id,
    action: row.action,
    build_id: row.buildId,
    subject: row.subject,
    params: row.params,
    digest: row.digest,
    state: row.state === 'open' && row.expiresAt.getTime() <= now ? 'expired' : row.state,
    result: row.result,
    expires: row.expiresAt.toISOString(),
    decided_at: row.decidedAt?.toISOString() ?? null,
  };
}
