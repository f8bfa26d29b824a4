// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, Page, StreamEvent, StreamOptions } from '../call.js';
import type { Chat, ChatReply, ChatSession, ChatSessionRead, NewMessage, NewSession, SessionChange } from './types-chat.js';

export function chatOperations(call: Call) {
  return {
    /** Say something, in a conversation or in a new one: "how far is it", "deploy int-code-001 to staging". Streams with `Accept: text/event-stream`. `POST /chat` */
    chat(body: Chat, options: CallOptions = {}): Promise<ChatReply> {
      return call.json({ method: 'POST', path: '/chat', body, keyed: true }, options);
    },

    /** Your conversations, the one that was used last first. `GET /sessions` */
    listSessions(
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Page<'sessions', ChatSession>> {
      return call.json({ method: 'GET', path: '/sessions', query }, options);
    },

    /** Begin a conversation, about a build or about none yet. `POST /sessions` */
    createSession(body: NewSession = {}, options: CallOptions = {}): Promise<ChatSession> {
      return call.json({ method: 'POST', path: '/sessions', body, keyed: true }, options);
    },

    /** A conversation with a page of its messages, in order; without `page` the last one. `GET /sessions/{id}` */
    readSession(
      id: string,
      query: {
        page?: number;
        limit?: number;
        status?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<ChatSessionRead> {
      return call.json({ method: 'GET', path: `/sessions/${part(id)}`, query }, options);
    },

    /** Rename a conversation, choose the build or repository it is about, or what its answers may cost. `PATCH /sessions/{id}` */
    changeSession(id: string, body: SessionChange = {}, options: CallOptions = {}): Promise<ChatSession> {
      return call.json({ method: 'PATCH', path: `/sessions/${part(id)}`, body }, options);
    },

    /** Delete a conversation with everything that was said; what was carried out stays done. `DELETE /sessions/{id}` */
    deleteSession(id: string, options: CallOptions = {}): Promise<void> {
      return call.nothing({ method: 'DELETE', path: `/sessions/${part(id)}` }, options);
    },

    /** Say something, or confirm a card: only that carries out what was said. Streams with `Accept: text/event-stream`. `POST /sessions/{id}/messages` */
    postMessage(id: string, body: NewMessage, options: CallOptions = {}): Promise<ChatReply> {
      return call.json({ method: 'POST', path: `/sessions/${part(id)}/messages`, body, keyed: true }, options);
    },

    /** Forget what was said in a conversation; what was carried out stays done. `DELETE /sessions/{id}/messages` */
    clearMessages(
      id: string,
      options: CallOptions = {},
    ): Promise<{
      deleted: number;
    }> {
      return call.json({ method: 'DELETE', path: `/sessions/${part(id)}/messages` }, options);
    },

    /** Everything that is said in a conversation, as server-sent events; resumable by `Last-Event-ID`. `GET /sessions/{id}/events` */
    streamSession(
      id: string,
      query: {
        after?: number;
        follow?: 'true' | 'false';
      } = {},
      options: StreamOptions = {},
    ): AsyncGenerator<StreamEvent, void, void> {
      return call.stream({ method: 'GET', path: `/sessions/${part(id)}/events`, query }, options);
    },
  };
}
