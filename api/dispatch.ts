import { randomBytes } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { FAILURES, MillwrightError } from '../contracts/failures.js';
import { requireRole } from './auth.js';
import type { AppDeps } from './deps.js';
import { failureHeaders, toFailure, toProblem } from './errors.js';
import type { User } from './roles.js';
import type { Route } from './route.js';

const CODE_IN_PATH = /(\/(?:auth\/link|previews)\/).*/i;
const NOBODY: User = { id: '', role: 'viewer' };
// What these change has no events: other browsers of the user hear that it changed.
const TOLD: readonly Route['tag'][] = ['chat', 'notifications', 'artifacts'];

/** Gives each request an id (answered as `x-request-id`) and its log line. */
export function tagRequests(log: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = `req-${randomBytes(6).toString('hex')}`;
    const began = process.hrtime.bigint();
    response.locals['requestId'] = requestId;
    response.setHeader('x-request-id', requestId);
    response.on('finish', () => {
      const ms = Number((process.hrtime.bigint() - began) / 1000n) / 1000;
      // The path and not the query: neither tokens nor texts of people belong into logs.
      const line = { request_id: requestId, method: request.method, path: pathOf(request), status: response.statusCode, ms, user: response.locals['userId'] };
      if (response.statusCode >= 500) log.warn(line, 'request');
      else log.info(line, 'request');
    });
    next();
  };
}

function pathOf(request: Request): string {
  // Longer paths are no routes of ours.
  const path = request.originalUrl.split('?', 1)[0]?.slice(0, 200) ?? '';
  // Codes in an address are secrets, used or not.
  return path.replace(CODE_IN_PATH, '$1(cut)');
}

export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? 'req-unknown');
}

/** One route as Express handler: authorise, parse, handle, answer. */
export function dispatch(deps: AppDeps, route: Route): RequestHandler {
  return async (request, response) => {
    const user = route.access === 'open' ? NOBODY : await authorize(deps, request, response);
    if (route.access !== 'open') requireRole(user, route.access);
    const reply = await route.run({ deps, user, requestId: requestIdOf(response), request, response });
    if (route.method !== 'get' && TOLD.includes(route.tag)) deps.feed.changed(user.id, route.tag);
    if (reply) sendJson(response, reply.status, reply.body, 'application/json', reply.headers);
  };
}

async function authorize(deps: AppDeps, request: Request, response: Response): Promise<User> {
  const user = await deps.authenticator.authenticate(request);
  response.locals['userId'] = user.id;
  return user;
}

/** Answers methods a known path does not take. */
export function refuseMethod(deps: AppDeps, routes: Route[]): RequestHandler {
  const methods = routes.map((route) => route.method.toUpperCase());
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return async (request, response) => {
    if (!routes.every((route) => route.access === 'open')) await authorize(deps, request, response);
    response.setHeader('allow', allow);
    if (request.method === 'OPTIONS') return void response.status(204).end();
    throw new MillwrightError('METHOD_NOT_ALLOWED', `This path takes ${allow}.`);
  };
}

/** Answers paths nobody knows; strangers are not told which those are. */
export function refusePath(deps: AppDeps): RequestHandler {
  return async (request, response) => {
    await authorize(deps, request, response);
    throw new MillwrightError('NOT_FOUND', 'There is no such path; /openapi.json and /docs list those there are.');
  };
}

/** The last handler: everything thrown becomes problem+json, nothing of the inside is shown. */
export function answerErrors(log: Logger) {
  return (error: unknown, _request: Request, response: Response, _next: NextFunction): void => {
    const failure = toFailure(error);
    const requestId = requestIdOf(response);
    if (failure.code === 'INTERNAL') log.error({ err: error, request_id: requestId }, 'a request failed');
    else if (FAILURES[failure.code].status === 503) log.warn({ err: failure.options.cause ?? failure, request_id: requestId }, 'a part is away');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const problem = toProblem(failure, requestId);
    sendJson(response, problem.status, problem, 'application/problem+json', failureHeaders(failure));
  };
}

function sendJson(response: Response, status: number, body: unknown, type: string, headers?: Record<string, string>): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': type, 'content-length': text.length, 'cache-control': 'no-store', ...headers });
  response.end(text);
}
