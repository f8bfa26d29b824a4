import { source } from '../source.js';

/** `src/responses.ts`. */
export const TYPESCRIPT_RESPONSES = source`
/** What a handler gets and answers: requests, responses and problems (RFC 9457). */

import { STATUS_CODES } from 'node:http';
import type { Problem } from './validation.ts';

export interface Request {
  method: string;
  /** Percent-decoded, without the query. */
  path: string;
  query: string;
  contentType: string;
  body: Uint8Array;
}

export interface Response {
  status: number;
  /** Empty for a response without a body. */
  body: string;
  contentType: string;
  headers: Record<string, string>;
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): Response {
  return { status, body: JSON.stringify(value), contentType: 'application/json', headers };
}

export function emptyResponse(headers: Record<string, string> = {}): Response {
  return { status: 204, body: '', contentType: '', headers };
}

/** A problem as application/problem+json. */
export function problem(
  status: number,
  detail: string,
  errors?: Problem[],
  headers: Record<string, string> = {},
): Response {
  const value = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    errors,
  };
  return { status, body: JSON.stringify(value), contentType: 'application/problem+json', headers };
}
`;
