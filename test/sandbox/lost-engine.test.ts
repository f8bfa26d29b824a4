/** An engine that goes away in the middle, played by a server that speaks just enough of its API. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import Docker from 'dockerode';
import { ContainerShell } from '../../activities/sandbox/docker/container-shell.js';
import { Mutex } from '../../activities/sandbox/docker/mutex.js';

interface Script {
  /** What `exec inspect` answers; null hangs up. */
  exec: object | null;
  container: object | null;
  /** Bytes on the exec's stream before it ends. */
  stream: Buffer;
  /** Plays the stream itself: gets the connection and the marker of this exec. */
  play?: (socket: Duplex, marker: string) => void;
}

let server: Server;
let sockets: Socket[];
let shell: ContainerShell;
let script: Script;
/** One for each command that the engine was asked to prepare. */
let markers: string[];

const markerOf = async (request: IncomingMessage) => /MW_MARKER=([0-9a-f]{32})/.exec(await text(request))?.[1] ?? '';

const stdout = (text: string) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);

beforeEach(async () => {
  markers = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    if (path.endsWith('/exec')) markers.push(await markerOf(request));
    const answer = path.endsWith('/exec') ? { Id: 'e1' } : path.endsWith('/exec/e1/json') ? script.exec : script.container;
    if (!answer) return void request.socket.destroy();
    response.writeHead(path.endsWith('/exec') ? 201 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  };
  server = createServer((request, response) => void serve(request, response));
  sockets = [];
  server.on('connection', (socket) => sockets.push(socket));
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 UPGRADED\r\nconnection: Upgrade\r\nupgrade: tcp\r\n\r\n');
    if (script.play) script.play(socket, markers.at(-1) ?? '');
    else socket.end(script.stream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const docker = new Docker({ protocol: 'http', host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  shell = new ContainerShell(docker, 'c1', new Mutex());
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const run = () => shell.run({ command: 'make test', timeoutSeconds: 5, list: null, outputBytesMax: 1000 });

describe('a command whose stream ends without a report', () => {
  it.each<[string, Script]>([
    ['the engine died', { stream: stdout('12 passed'), exec: null, container: null }],
    ['the engine calls it running', { stream: stdout('12 passed'), exec: { Running: true, ExitCode: null }, container: { State: { Running: true } } }],
    ['the engine knows no exit code', { stream: stdout('12 passed'), exec: { Running: false }, container: { State: { Running: true } } }],
    ['the stream was cut in the middle of a frame', { stream: stdout('12 passed').subarray(0, 11), exec: null, container: null }],
    ['it was never begun', { stream: stdout('OCI runtime exec failed'), exec: { Running: false, ExitCode: 126 }, container: { State: { Running: true } } }],
    ['nothing came at all', { stream: Buffer.alloc(0), exec: null, container: null }],
    [
      'the container is gone, whatever the exit code',
      { stream: stdout('12 passed'), exec: { Running: false, ExitCode: 0 }, container: { State: { Running: false } } },
    ],
  ])('is lost, not passed, when %s', async (_what, played) => {
    script = played;
    await expect(run()).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
  });

  it('is an OOM when the engine says that the container ended of it', async () => {
    script = { stream: stdout('x'), exec: { Running: false, ExitCode: 137 }, container: { State: { Running: false, OOMKilled: true } } };
    expect(await run()).toMatchObject({ outcome: 'oom', exitCode: null });
  });
});

describe('a command that is aborted before it begins', () => {
  it('is awaited, and only then ended: its late beginning would end its successor', async () => {
    let begin: () => void = () => undefined;
    const play = (socket: Duplex, marker: string) => {
      if (markers.length === 1) begin = () => void socket.write(stdout(`${marker}\n`));
      else socket.end();
    };
    script = { stream: Buffer.alloc(0), exec: null, container: { State: { Running: false } }, play };
    const running = shell.run({ command: 'x', timeoutSeconds: 5, list: null, outputBytesMax: 1000, signal: AbortSignal.timeout(50) });
    await Promise.race([running.catch(() => undefined), sleep(300)]);
    expect(markers).toHaveLength(1);
    begin();
    await expect(running).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(markers).toHaveLength(2);
  });
});

describe('an engine that refuses connections', () => {
  it('is named, with what to do', async () => {
    const away = new ContainerShell(new Docker({ protocol: 'http', host: '127.0.0.1', port: 1 }), 'c1', new Mutex());
    const failure = await away.run({ command: 'true', timeoutSeconds: 5, list: null, outputBytesMax: 1000 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SANDBOX_UNAVAILABLE', detail: expect.stringMatching(/docker info/) });
  });
});
