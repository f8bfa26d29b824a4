import { createHmac } from 'node:crypto';
import { request as askHttp, type IncomingMessage } from 'node:http';
import { request as askHttps } from 'node:https';
import { publicOnly } from './address.js';

export interface Sending {
  url: URL;
  /** The operator named this host: it may be private. */
  named: boolean;
  secret: string;
  /** The same for every attempt: by it the receiver tells repeats. */
  deliveryId: string;
  event: string;
  body: string;
  /** Seconds since 1970: part of what is signed, so that an old message cannot be sent again by somebody else. */
  timestamp: number;
}

// A receiver takes the message and works later; one that is slower than this is tried again.
const TIMEOUT_MS = 10_000;
// What a receiver says helps its owner; a line of it is enough.
const ANSWER_CHARS = 300;

/** `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>` under the webhook's secret. */
export function signatureOf(secret: string, timestamp: number, body: string): string {
  return `t=${timestamp},v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** Sends one message once: the status and the beginning of what was answered. Follows no redirect. Throws when nobody answers. */
export function sendOnce(sending: Sending): Promise<{ status: number; text: string }> {
  const { url, named, secret, deliveryId, event, body, timestamp } = sending;
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Millwright-Webhook/1',
    'x-millwright-event': event,
    'x-millwright-delivery': deliveryId,
    'x-millwright-signature': signatureOf(secret, timestamp, body),
  };
  const ask = url.protocol === 'https:' ? askHttps : askHttp;
  return new Promise((resolve, reject) => {
    // No agent: each message is a connection of its own, whose address was looked at.
    const request = ask(
      url,
      { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS), ...(named ? {} : { lookup: publicOnly }) },
      (response) => {
        beginningOf(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    // The rest of an endless answer is left unread.
    if (bytes >= ANSWER_CHARS) break;
  }
  response.destroy();
  return Buffer.concat(chunks).toString('utf8').slice(0, ANSWER_CHARS).replaceAll('\u0000', '').toWellFormed();
}
