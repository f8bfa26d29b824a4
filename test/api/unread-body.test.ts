import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { dropUnread } from '../../api/unread-body.js';

const UNREAD_MS = 100;
let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A server that answers before it has read anything, as a refusal does. */
async function open(): Promise<Socket> {
  const app = express();
  app.use(dropUnread(UNREAD_MS));
  app.use((_request, response) => void response.status(401).end('who?'));
  server = createServer({ requestTimeout: 600_000 }, app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return connect((server.address() as AddressInfo).port, '127.0.0.1');
}

const heard = (socket: Socket, times = 1) =>
  new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += String(chunk);
      if (text.split('who?').length > times) resolve(text);
    });
  });
const head = (length: number) => `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${length}\r\n\r\n`;

describe('a body that nobody waits for', () => {
  it('holds no connection when it comes byte by byte', async () => {
    const socket = await open();
    // Written to a connection that was ended: what is asked for here.
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(head(1_000_000));
    expect(await heard(socket)).toContain('401');
    const drip = setInterval(() => socket.write('x'), 20);
    await closed;
    clearInterval(drip);
  });

  it('may come after the answer, and the connection goes on', async () => {
    const socket = await open();
    socket.write(head(4));
    await heard(socket);
    socket.write('late' + head(0));
    expect((await heard(socket)).match(/HTTP\/1\.1 401/g)).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 2 * UNREAD_MS));
    expect(socket.closed).toBe(false);
    socket.destroy();
  });
});
