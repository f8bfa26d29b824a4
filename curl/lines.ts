import { exampleOf, isSchema, type Json, type Schema } from './example.js';
import { findResources, itemPath, type Resource } from './resources.js';

/** A request that a service answered with success. */
export interface AnsweredRequest {
  method: 'GET' | 'POST';
  /** Absolute, with its query; safe inside a URL. */
  path: string;
  body?: Json;
  status: number;
  /** Of an entry that only this try made. */
  ofEntry: boolean;
  /** The answer was JSON: nothing to look at in a browser. */
  isJson: boolean;
}

/** A curl line that was tried just now and answered with success. */
export interface TriedLine {
  line: string;
  status: number;
}

// A service that runs answers within moments; the first request may meet a proxy that has just switched.
const REQUEST_MS = 10_000;
const BYTES_MAX = 1024 * 1024;
const LINES_MAX = 3;

/**
 * Up to three requests that work at `baseUrl`: create, list and read (or filter) for a REST service, derived from its
 * own `/openapi.json`; otherwise what answers of `/health`, `/` and `/openapi.json`. Each was sent before it is returned,
 * so a REST service holds one example item afterwards. Never throws for what the service answers; empty when nothing works.
 */
export async function findRequests(baseUrl: string, signal?: AbortSignal): Promise<AnsweredRequest[]> {
  const base = withoutSlash(baseUrl);
  if (!isPlainUrl(base)) return [];
  const probe = new Probe(base, signal);
  const document = await probe.send('GET', '/openapi.json');
  if (document?.ok && isSchema(document.json)) await tryResources(probe, document.json, findResources(document.json));
  for (const path of ['/health', '/', '/openapi.json']) {
    if (probe.worked.length < LINES_MAX) await probe.tryRequest('GET', path);
  }
  return probe.worked.slice(0, LINES_MAX);
}

/** The same as curl lines. */
export async function findCurlLines(baseUrl: string, signal?: AbortSignal): Promise<TriedLine[]> {
  const requests = await findRequests(baseUrl, signal);
  return requests.map(({ method, path, body, status }) => ({ line: curlLine(method, withoutSlash(baseUrl) + path, body), status }));
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** Lines of the first collection that takes an example: some need an item of another one first. */
async function tryResources(probe: Probe, document: Schema, resources: Resource[]): Promise<void> {
  for (const resource of resources) {
    const created = await tryCreate(probe, document, resource);
    if (created) return tryReads(probe, document, resource, created);
  }
  if (resources[0]) await tryReads(probe, document, resources[0], null);
}

async function tryCreate(probe: Probe, document: Schema, resource: Resource): Promise<Answer | null> {
  for (const optional of [true, false]) {
    const created = await probe.tryRequest('POST', resource.collection, { body: exampleOf(document, resource.body, { optional }) });
    if (created) return created;
  }
  return null;
}

async function tryReads(probe: Probe, document: Schema, resource: Resource, created: Answer | null): Promise<void> {
  await probe.tryRequest('GET', resource.collection);
  const item = created && isSchema(created.json) ? itemPath(resource, created.json['id']) : null;
  if (item && (await probe.tryRequest('GET', item, { ofEntry: true }))) return;
  for (const filter of resource.filters) {
    const value = exampleOf(document, filter.schema, { optional: false });
    if (typeof value === 'object' && value !== null) continue;
    if (await probe.tryRequest('GET', `${resource.collection}?${filter.name}=${encodeURIComponent(String(value))}`)) return;
  }
}

interface Answer {
  ok: boolean;
  status: number;
  json: unknown;
}

/** Sends what a line would send, and keeps what worked. */
class Probe {
  readonly worked: AnsweredRequest[] = [];
  constructor(
    readonly base: string,
    readonly signal?: AbortSignal,
  ) {}

  async tryRequest(method: 'GET' | 'POST', path: string, { body, ofEntry = false }: { body?: Json; ofEntry?: boolean } = {}): Promise<Answer | null> {
    const answer = await this.send(method, path, body);
    if (!answer?.ok) return null;
    this.worked.push({ method, path, ...(body === undefined ? {} : { body }), status: answer.status, ofEntry, isJson: answer.json !== null });
    return answer;
  }

  async send(method: string, path: string, body?: Json): Promise<Answer | null> {
    const timeout = AbortSignal.timeout(REQUEST_MS);
    const headers = body === undefined ? undefined : { 'content-type': 'application/json' };
    try {
      const response = await fetch(this.base + path, {
        method,
        headers,
        body: body === undefined ? null : asciiJson(body),
        // A generated service must not send us anywhere else.
        redirect: 'manual',
        signal: this.signal ? AbortSignal.any([timeout, this.signal]) : timeout,
      });
      return { ok: response.ok, status: response.status, json: parse(await readBounded(response)) };
    } catch {
      return null;
    }
  }
}

/** The line itself, safe to paste: everything the service had a say in is plain ASCII inside single quotes. */
export function curlLine(method: 'GET' | 'POST', url: string, body?: Json): string {
  if (method === 'GET') return `curl ${quote(url)}`;
  return `curl -X POST ${quote(url)} -H 'content-type: application/json' -d ${quote(asciiJson(body ?? null))}`;
}

function quote(text: string): string {
  return /^[A-Za-z0-9:/._~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

function asciiJson(value: Json): string {
  return JSON.stringify(value).replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function isPlainUrl(url: string): boolean {
  return /^https?:\/\/[A-Za-z0-9.:[\]-]+(\/[A-Za-z0-9._~-]+)*$/.test(url);
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > BYTES_MAX) throw new Error('the answer is too large');
  }
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
