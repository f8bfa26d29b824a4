import { isRecord, textOf } from './values.js';

// What a person reads of an error; the rest of a hostile endpoint's body is never held in memory.
const ERROR_BODY_BYTES_MAX = 64 * 1024;
// Statuses that a Response may not carry a body with.
const BODILESS = new Set([204, 205, 304]);

/**
 * fetch for the `openai` package: redirects are not followed (they would carry the prompt elsewhere), and the body of a
 * refusal is read up to 64 KB and brought into OpenAI's form, whatever form the endpoint chose.
 */
export async function boundedFetch(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'manual' });
  if (response.ok) return response;
  const error = errorOf(await readSome(response));
  const headers = new Headers({ 'content-type': 'application/json' });
  for (const name of ['retry-after', 'retry-after-ms', 'x-request-id']) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(BODILESS.has(response.status) ? null : JSON.stringify({ error }), { status: response.status, headers });
}

async function readSome(response: Response): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body) {
    const piece = chunk.subarray(0, ERROR_BODY_BYTES_MAX - bytes);
    bytes += piece.length;
    text += decoder.decode(piece, { stream: true });
    if (bytes >= ERROR_BODY_BYTES_MAX) break;
  }
  return text;
}

/** OpenAI says {error: {message}}, FastAPI {detail}, others {message}, {error: "..."} or a list of one of these. */
function errorOf(text: string): { message: string; param?: string; code?: string } {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: text.trim() || 'no further words' };
  }
  if (Array.isArray(body)) body = body[0];
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : body;
  if (!isRecord(error)) return { message: textOf(error) };
  const words = error['message'] ?? error['detail'] ?? error['error'] ?? error;
  return {
    message: textOf(words),
    ...(typeof error['param'] === 'string' ? { param: error['param'] } : {}),
    ...(typeof error['code'] === 'string' ? { code: error['code'] } : {}),
  };
}
