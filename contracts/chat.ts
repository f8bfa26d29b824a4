/** What API, workflow and activities say to each other about conversations: names and small payloads, free of zod and I/O. */
import type { Queues } from './messages.js';

export const CHAT_ID_PREFIX = 'chat-';

/** What a card can do, by the names of the routes that do it. `create`: a new build. */
export const CARD_ACTIONS = [
  'create',
  'approve',
  'reject',
  'request_changes',
  'answer',
  'guidance',
  'deploy',
  'rollback',
  'stop',
  'complete',
  'raise_budget',
  'request_review',
] as const;
export type CardAction = (typeof CARD_ACTIONS)[number];
/** What only an approver (or an admin) may have done, as the routes of these say; for the others one needs to be a developer. */
export const APPROVERS_ACTIONS: readonly CardAction[] = ['approve', 'reject', 'request_changes', 'deploy', 'rollback', 'raise_budget'];
// What a decision's own body takes (schemas/requests.ts); a test holds them together.
export const DECISION_TEXT_CHARS_MAX = 4_000;
export const DECISION_BUDGET_USD_MAX = 10_000;
/** `open` until it is confirmed or put away; one that has expired stays `open` and is refused. */
export type CardState = 'open' | 'done' | 'failed' | 'dismissed';
export type MessageState = 'done' | 'thinking' | 'failed';

/** What can be asked and is answered from rows: about a build, or (`spending`, `live`, `builds`) about all of one's own. */
export const TOPICS = [
  'status',
  'doing',
  'tests',
  'cost',
  'findings',
  'journal',
  'waiting',
  'deployments',
  'plan',
  'built',
  'files',
  'spending',
  'live',
  'builds',
  'help',
  'greeting',
] as const;
export type Topic = (typeof TOPICS)[number];

/** Where an answer's facts are to be seen. `href` is a path of this API, `page` of the web app. */
export interface Citation {
  label: string;
  href: string;
  page: string;
}

/** A wish that would change something, understood but not carried out. */
export interface Wish {
  action: CardAction;
  params: Record<string, unknown>;
}

export interface ChatTurnInput {
  v: 1;
  sessionId: string;
  /** The answer that is to be written. */
  messageId: string;
  title: string;
  queues: Queues;
}

/** A card as everybody outside sees it. */
export interface CardView {
  id: string;
  action: CardAction;
  build_id: string | null;
  subject: string;
  params: Record<string, unknown>;
  digest: string;
  state: CardState | 'expired';
  result: Record<string, unknown> | null;
  expires: string;
  decided_at: string | null;
}

/** A message as everybody outside sees it. */
export interface MessageView {
  id: string;
  number: number;
  role: 'user' | 'assistant';
  state: MessageState;
  text: string;
  build_id: string | null;
  attachments: { id: string; name: string; media_type: string; bytes: number }[];
  citations: Citation[];
  suggestions: string[];
  answered_by: string | null;
  failure: { code: string; title: string; detail: string } | null;
  card: CardView | null;
  created_at: string;
  ended_at: string | null;
}

/** Everything that can happen to a conversation. */
export type ChatEvent =
  | { kind: 'message.added'; message_id: string; message: MessageView }
  /** What was added with the state `thinking` is there in whole. */
  | { kind: 'message.ended'; message_id: string; message: MessageView }
  | { kind: 'card.decided'; card_id: string; message_id: string; state: CardState; card: CardView }
  | { kind: 'messages.cleared'; by: string };

/** The end of one answer: a reader who waits for it reads no further. */
export const MESSAGE_ENDED_KIND = 'message.ended';

/**
 * A piece of an answer while it is written: never stored, without a number, sometimes lost. `offset` says where in the text it
 * belongs; what stood there before is replaced.
 */
export interface AnswerPiece {
  kind: 'answer';
  build_id: string;
  message_id: string;
  offset: number;
  text: string;
}
export const ANSWER_KIND = 'answer';

// A card is for now: what is confirmed later should be looked at anew.
export const CARD_MINUTES = 15;
// Dollars that the model's answers of one conversation may cost: a few hundred short ones.
export const CHAT_BUDGET_USD_DEFAULT = 1;
// What a person types; longer texts belong into an attachment.
export const CHAT_TEXT_CHARS_MAX = 20_000;
// More than anybody scrolls through; a new conversation costs nothing.
export const CHAT_MESSAGES_MAX = 2_000;
export const CHAT_SESSIONS_MAX = 1_000;

/** The workflow that writes one answer. */
export function chatWorkflowId(sessionId: string, messageId: string): string {
  return `${sessionId}/answer/${messageId}`;
}

export function isChatId(text: string): boolean {
  return /^chat-[0-9a-z]{3,32}$/.test(text);
}
