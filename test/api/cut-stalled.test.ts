import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { cutStalled } from '../../api/cut-stalled.js';
import { until } from '../harness/until.js';

// More than the buffers of a connection on one machine hold together.
const FLOOD_BYTES = 32 * 1024 * 1024;
const LINE = `data: ${'x'.repeat(64 * 1024)}\n\n`;

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A stream that is written until its reader's buffers are full; answers it once the server has cut it. */
async function stalled(): Promise<IncomingMessage> {
  let isCut = false;
  const app = express();
  app.get('/', (_request, response) => {
    for (let bytes = 0; bytes < FLOOD_BYTES; bytes += LINE.length) response.write(LINE);
    cutStalled(response);
    // Once more, as a heartbeat that comes in between would.
    cutStalled(response);
    isCut = true;
  });
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const response = await new Promise<IncomingMessage>((resolve) => {
    request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, resolve).end();
  });
  response.pause();
  await until('the cut', () => isCut);
  return response;
}

describe('a reader that took nothing', () => {
  it('gets what was buffered, then `gap`, then the end, when it reads again', async () => {
    const response = await stalled();
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    expect(text.split('event: gap')).toHaveLength(2);
    expect(text.endsWith('event: gap\ndata: {"kind":"gap"}\n\n')).toBe(true);
    expect(text.length).toBeGreaterThanOrEqual(FLOOD_BYTES);
    expect(response.complete).toBe(true);
  });

  it('and goes away leaves nothing behind', async () => {
    const response = await stalled();
    response.destroy();
    await until('no connection', async () => (await new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)))) === 0);
  });
});
