/** A conversation as its page holds it: what was read, and what the stream says since. Pure. */
import type { ChatMessage, ConfirmationCard, StreamEvent } from '../../../../client/index.js';

export interface Conversation {
  messages: readonly ChatMessage[];
  /** What has been heard so far of answers that are still written, by message. */
  pieces: ReadonlyMap<string, string>;
}

export const EMPTY: Conversation = { messages: [], pieces: new Map() };

/** After one event. An event that was seen before changes nothing. */
export function afterEvent(before: Conversation, { event, data }: StreamEvent): Conversation {
  const said = data as { message_id?: string; message?: ChatMessage; card?: ConfirmationCard; offset?: number; text?: string };
  switch (event) {
    case 'message.added':
    case 'message.ended':
      return said.message ? withMessage(before, said.message) : before;
    case 'card.decided':
      return said.card && said.message_id ? withCard(before, said.message_id, said.card) : before;
    case 'messages.cleared':
      return EMPTY;
    case 'answer':
      return withPiece(before, said.message_id ?? '', said.offset ?? 0, said.text ?? '');
    default:
      return before;
  }
}

/** With a message in its place; one that has ended never goes back to being written. */
export function withMessage(before: Conversation, message: ChatMessage): Conversation {
  const known = before.messages.find(({ id }) => id === message.id);
  if (known && known.state !== 'thinking' && message.state === 'thinking') return before;
  // A card that was decided meanwhile stays so: the message's own event is older.
  const kept = known?.card && message.card && known.card.state !== 'open' && message.card.state === 'open' ? { ...message, card: known.card } : message;
  const messages = [...before.messages.filter(({ id }) => id !== message.id), kept].sort((left, right) => left.number - right.number);
  const pieces = new Map(before.pieces);
  if (message.state !== 'thinking') pieces.delete(message.id);
  return { messages, pieces };
}

function withCard(before: Conversation, messageId: string, card: ConfirmationCard): Conversation {
  return { ...before, messages: before.messages.map((message) => (message.id === messageId ? { ...message, card } : message)) };
}

/** A piece belongs at its place; behind a gap it waits for the whole answer. */
function withPiece(before: Conversation, messageId: string, offset: number, text: string): Conversation {
  const message = before.messages.find(({ id }) => id === messageId);
  const heard = before.pieces.get(messageId) ?? '';
  if ((message && message.state !== 'thinking') || offset > heard.length) return before;
  const next = heard.slice(0, offset) + text;
  // An earlier piece that came late.
  if (next.length < heard.length && heard.startsWith(next)) return before;
  return { ...before, pieces: new Map(before.pieces).set(messageId, next) };
}

/** The newest card that can still be confirmed. */
export function openCard({ messages }: Conversation): ConfirmationCard | null {
  return messages.findLast(({ card }) => card?.state === 'open')?.card ?? null;
}
