/** What a client gets when the service behind an environment cannot answer: problem+json, never a bare reset. */
import { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { NotServing } from './holding-agent.js';

/** Seconds after which trying again makes sense: a restart or a switch is over by then. */
const RETRY_AFTER_SECONDS = 5;

function problemOf(error: Error, key: string): { status: number; title: string; code: string; detail: string } {
  const [project, environment] = key.split('/');
  if (error instanceof NotServing) {
    const why = error.held ? 'its service does not answer' : 'nothing is deployed there';
    return {
      status: 503,
      title: 'The environment is not serving',
      code: 'UNAVAILABLE',
      detail: `Environment ${environment} of project ${project} is not serving: ${why}. "mw status" shows its deployments.`,
    };
  }
  return {
    status: 502,
    title: 'The service broke off',
    code: 'UNAVAILABLE',
    detail: `The service of environment ${environment} of project ${project} ended the connection without an answer. "mw logs" shows why.`,
  };
}

/** Answers when that is still possible, ends an answer that was begun, and leaves a finished one alone. */
export function answerProblem(response: ServerResponse | Socket, error: Error, key: string): void {
  const { status, ...rest } = problemOf(error, key);
  const body = JSON.stringify({ type: 'about:blank', ...rest, status });
  const headers = { 'content-type': 'application/problem+json', 'retry-after': String(RETRY_AFTER_SECONDS), connection: 'close' };
  if (response instanceof ServerResponse) {
    if (response.writableEnded) return;
    if (response.headersSent) response.destroy();
    else response.writeHead(status, headers).end(body);
    return;
  }
  if (!response.writable) return;
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  response.end(`HTTP/1.1 ${status} ${rest.title}\r\n${lines}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
