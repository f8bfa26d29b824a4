import type { ChatCardRow } from '../../db/queries/chat-rows.js';
import type { NewCard } from '../../db/queries/chat.js';
import type { Role } from '../roles.js';
import type { Owner } from './answer-own.js';
import type { RuleReply } from './reply.js';

/** What a message is understood from: whose it is, what was talked about, what is open. */
export interface Asking extends Owner {
  /** Of the person: what they may have done. */
  role: Role;
  /** The build that was talked about, or that the page shows. */
  focus: string | null;
  /** Of the card, should there be one. */
  cardId: string;
  artifactIds: string[];
  openCard: ChatCardRow | null;
}

/** What a message comes to: a reply by rules, perhaps with a card to confirm, or a question for a model. */
export type Outcome = { reply: RuleReply; card: NewCard | null } | { think: true; buildId: string | null };

export function said(reply: RuleReply, card: NewCard | null = null): Outcome {
  return { reply, card };
}
