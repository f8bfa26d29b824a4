import { describe, expect, it } from '@jest/globals';
import type { ChatMessage, ConfirmationCard, StreamEvent } from '../../client/index.js';
import { afterEvent, EMPTY, openCard, type Conversation } from '../../web/src/pages/chat/conversation.js';

const message = (number: number, over: Partial<ChatMessage> = {}): ChatMessage =>
  ({ id: `m${number}`, number, role: number % 2 ? 'user' : 'assistant', state: 'done', text: `t${number}`, card: null, ...over }) as ChatMessage;
const card = (state: ConfirmationCard['state']): ConfirmationCard => ({ id: 'c1', state }) as ConfirmationCard;
const event = (name: string, data: object): StreamEvent => ({ id: null, event: name, data });
const added = (each: ChatMessage) => event('message.added', { message_id: each.id, message: each });
const ended = (each: ChatMessage) => event('message.ended', { message_id: each.id, message: each });
const piece = (offset: number, text: string) => event('answer', { message_id: 'm2', offset, text });
const after = (events: StreamEvent[], from: Conversation = EMPTY) => events.reduce(afterEvent, from);

describe('a conversation on the page', () => {
  it('keeps messages in their order, each once, however often and late they come', () => {
    const state = after([added(message(2)), added(message(1)), added(message(2)), ended(message(2))]);
    expect(state.messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
  });

  it('grows an answer by its pieces and mends what was lost by the next', () => {
    const thinking = message(2, { state: 'thinking', text: '' });
    const state = after([added(thinking), piece(0, 'Hello '), piece(20, 'behind a gap'), piece(3, 'lo wor'), piece(0, 'Hel')]);
    expect(state.pieces.get('m2')).toBe('Hello wor');
    const done = after([ended(message(2, { text: 'Hello world' })), piece(0, 'too late')], state);
    expect(done.pieces.size).toBe(0);
    expect(done.messages[0]?.text).toBe('Hello world');
    // What has ended is not written again, whatever comes late.
    expect(after([added(thinking)], done).messages[0]?.state).toBe('done');
  });

  it('takes a piece anew when what was told has changed', () => {
    const state = after([added(message(2, { state: 'thinking' })), piece(0, 'the key is sk-123'), piece(11, '[secret] and more')]);
    expect(state.pieces.get('m2')).toBe('the key is [secret] and more');
  });

  it('knows which card can be confirmed, and does not forget that it was', () => {
    const open = after([added(message(2, { card: card('open') }))]);
    expect(openCard(open)?.id).toBe('c1');
    const decided = after([event('card.decided', { message_id: 'm2', card: card('done') }), ended(message(2, { card: card('open') }))], open);
    expect(openCard(decided)).toBeNull();
    expect(decided.messages[0]?.card?.state).toBe('done');
  });

  it('is empty after it was cleared, and unmoved by what it does not know', () => {
    const state = after([added(message(1)), event('something.new', {}), event('message.added', {})]);
    expect(state.messages).toHaveLength(1);
    expect(after([event('messages.cleared', { by: 'local' })], state)).toEqual(EMPTY);
  });
});
