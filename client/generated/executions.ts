// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.
import { part } from '../path.js';
import type { Call, CallOptions, StreamEvent, StreamOptions } from '../call.js';
import type { ConfirmLanguage, Execute, Execution, ExecutionStarted, Executions, RetryExecution } from './types-executions.js';

export function executionsOperations(call: Call) {
  return {
    /** Say what code you want: it is written with its tests and run in a sandbox until they pass, up to five attempts. `POST /execute` */
    createExecution(body: Execute, options: CallOptions = {}): Promise<ExecutionStarted> {
      return call.json({ method: 'POST', path: '/execute', body, keyed: true }, options);
    },

    /** Where an execution stands: attempts, code, tests, output, artifact, cost. `GET /execute/{id}` */
    getExecution(id: string, options: CallOptions = {}): Promise<Execution> {
      return call.json({ method: 'GET', path: `/execute/${part(id)}` }, options);
    },

    /** Everything that happens to an execution, as server-sent events; resumable by `Last-Event-ID`. `GET /execute/{id}/stream` */
    streamExecution(
      id: string,
      query: {
        after?: number;
        follow?: 'true' | 'false';
      } = {},
      options: StreamOptions = {},
    ): AsyncGenerator<StreamEvent, void, void> {
      return call.stream({ method: 'GET', path: `/execute/${part(id)}/stream`, query }, options);
    },

    /** Another round of attempts at an execution that has ended, from its best code, perhaps with more words, money or another language. `POST /execute/{id}/retry` */
    retryExecution(id: string, body: RetryExecution = {}, options: CallOptions = {}): Promise<ExecutionStarted> {
      return call.json({ method: 'POST', path: `/execute/${part(id)}/retry`, body, keyed: true }, options);
    },

    /** Confirm the language of an execution that waits for it (`confirm_language: true`), or say another one; then it begins. `POST /execute/{id}/confirm` */
    confirmExecution(id: string, body: ConfirmLanguage = {}, options: CallOptions = {}): Promise<ExecutionStarted> {
      return call.json({ method: 'POST', path: `/execute/${part(id)}/confirm`, body }, options);
    },

    /** Stop an execution; the best code so far is kept. `POST /execute/{id}/stop` */
    stopExecution(id: string, body: Record<string, never> = {}, options: CallOptions = {}): Promise<ExecutionStarted> {
      return call.json({ method: 'POST', path: `/execute/${part(id)}/stop`, body }, options);
    },

    /** Your executions, newest first. `GET /executions` */
    listExecutions(
      query: {
        page?: number;
        limit?: number;
        status?: 'pending' | 'running' | 'passed' | 'failed' | 'partial';
        session_id?: string;
      } = {},
      options: CallOptions = {},
    ): Promise<Executions> {
      return call.json({ method: 'GET', path: '/executions', query }, options);
    },
  };
}
