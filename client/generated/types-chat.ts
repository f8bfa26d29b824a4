// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.

export interface Chat {
  text?: string;
  artifact_ids?: string[];
  /** The build that is talked about where none is named. */
  build_id?: string;
  /** The repository that "build me ..." works on: an https URL. */
  repo?: string;
  message?: string;
  session_id?: string;
}

export interface ChatMessage {
  id: string;
  number: number;
  role: 'user' | 'assistant';
  state: 'done' | 'thinking' | 'failed';
  text: string;
  build_id: string | null;
  attachments: Array<{
    id: string;
    name: string;
    media_type: string;
    bytes: number;
  }>;
  citations: Array<{
    label: string;
    href: string;
    page: string;
  }>;
  suggestions: string[];
  /** `rules`, or the model that answered. */
  answered_by: string | null;
  failure: {
    code: string;
    title: string;
    detail: string;
  } | null;
  card: ConfirmationCard | null;
  created_at: string;
  ended_at: string | null;
}

export interface ChatReply {
  session_id: string;
  message: ChatMessage | null;
  reply: ChatMessage;
  card: ConfirmationCard | null;
  events_url: string;
}

export interface ChatSession {
  id: string;
  title: string;
  build_id: string | null;
  repo: string | null;
  llm_preference: string;
  cost_usd: number;
  budget_usd: number;
  event_seq: number;
  created_at: string;
  updated_at: string;
}

export interface ChatSessionRead {
  id: string;
  title: string;
  build_id: string | null;
  repo: string | null;
  llm_preference: string;
  cost_usd: number;
  budget_usd: number;
  event_seq: number;
  created_at: string;
  updated_at: string;
  messages: ChatMessage[];
  total_messages: number;
  page: number;
}

export interface ConfirmationCard {
  id: string;
  action: string;
  build_id: string | null;
  subject: string;
  params: Record<string, unknown>;
  digest: string;
  state: 'open' | 'done' | 'failed' | 'dismissed' | 'expired';
  result: Record<string, unknown> | null;
  expires: string;
  decided_at: string | null;
}

export type NewMessage =
  | {
      text: string;
      artifact_ids?: string[];
      /** The build that is talked about where none is named. */
      build_id?: string;
      /** The repository that "build me ..." works on: an https URL. */
      repo?: string;
    }
  | {
      /** The id of the card to carry out. */
      confirm: string;
      /** What was shown; anything else is refused. */
      digest?: string;
    }
  | {
      dismiss: string;
    };

export interface NewSession {
  title?: string;
  /** The build that is talked about where none is named. */
  build_id?: string;
  /** The repository that "build me ..." works on: an https URL. */
  repo?: string;
  llm_preference?: 'fast' | 'balanced' | 'quality';
  /** Dollars that models' answers of this conversation may cost. */
  budget_usd?: number;
}

export interface SessionChange {
  title?: string;
  build_id?: string | null;
  repo?: string | null;
  llm_preference?: 'fast' | 'balanced' | 'quality';
  /** Dollars that models' answers of this conversation may cost. */
  budget_usd?: number;
}
