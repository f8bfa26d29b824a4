import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { endWithin, SHUTDOWN_MS } from '../../api/shutdown.js';
import { distFolder, parseConfig } from '../../config.js';
import { freePortNear } from '../../embedded/ports.js';
import { serviceChildren } from '../../embedded/services.js';
import type { Home } from '../../embedded/home.js';
import { ENV, removeHome, temporaryHome } from '../embedded/workshop.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { testEngines } from '../harness/engines.js';
import { until } from '../harness/until.js';

const never = () => new Promise<void>(() => undefined);

describe('an end in stages', () => {
  it('goes in order, and is over at once when everything has ended', async () => {
    const ended: string[] = [];
    const part = (name: string) => async () => void ended.push(name);
    expect(await endWithin([{ a: part('a'), b: part('b') }, { c: part('c') }], 600_000, () => undefined)).toEqual([]);
    expect(ended).toEqual(['a', 'b', 'c']);
  });

  it('waits for nothing that hangs, and names it with what comes after it', async () => {
    const failed: string[] = [];
    const broken = () => Promise.reject(new Error('away'));
    const left = await endWithin([{ hangs: never, breaks: broken }, { later: never }], 10, (name) => failed.push(name));
    expect([left, failed]).toEqual([['hangs', 'later'], ['breaks']]);
  });
});

/** A way to PostgreSQL that can fall silent, as a server that is stopped does: connections stay, and nothing comes any more. */
class Line {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isSilent = false;

  private constructor(host: string, port: number) {
    this.#server = createServer({ allowHalfOpen: true }, (near) => {
      const far = connect(port, host);
      for (const socket of [near, far]) this.#sockets.add(socket.on('error', () => undefined));
      near.on('data', (chunk) => !this.#isSilent && far.write(chunk));
      far.on('data', (chunk) => !this.#isSilent && near.write(chunk));
    });
  }

  static async open(host: string, port: number): Promise<Line> {
    const line = new Line(host, port);
    line.#server.listen(0, '127.0.0.1');
    await once(line.#server, 'listening');
    return line;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  fallSilent(): void {
    this.#isSilent = true;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

describe('the process of the API', () => {
  let home: Home;
  let database: TestDatabase;
  let lines: Line[];
  beforeEach(async () => {
    home = temporaryHome();
    database = await freshDatabase();
    lines = [];
  });
  afterEach(async () => {
    for (const line of lines) line.close();
    await database.drop();
    removeHome(home);
  });

  async function lineTo(host: string, port: number): Promise<Line> {
    const line = await Line.open(host, port);
    lines.push(line);
    return line;
  }

  it('ends by itself, though PostgreSQL and Temporal keep their connections and never answer again', async () => {
    const url = new URL(database.url);
    const [host = '', port] = (await testEngines()).temporalAddress.split(':');
    const [postgres, temporal] = [await lineTo(url.hostname, Number(url.port)), await lineTo(host, Number(port))];
    url.port = String(postgres.port);
    const env = {
      ...ENV,
      MW_HOME: home.root,
      MW_PORT: String(await freePortNear(30_000 + (process.pid % 10_000))),
      DATABASE_URL: url.href,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal.port}`,
    };
    const api = spawn(process.execPath, [join(distFolder, 'api/server.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let log = '';
    api.stdout.on('data', (chunk: Buffer) => (log += chunk.toString()));
    const ended = once(api, 'exit');
    try {
      const health = () =>
        fetch(`http://127.0.0.1:${env.MW_PORT}/health`).then((answer) => answer.json() as Promise<{ parts: Record<string, { ok: boolean }> }>);
      await until('the API to reach both', async () => {
        const parts = await health().then(
          (answer) => answer.parts,
          () => null,
        );
        return parts?.['postgres']?.ok === true && parts['temporal']?.ok === true;
      });
      for (const line of lines) line.fallSilent();
      api.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(log).toContain('not everything ended in time');
    } finally {
      api.kill('SIGKILL');
    }
  });

  it('has less time than its supervisor gives it', () => {
    const config = parseConfig({ MW_HOME: home.root, PATH: '/usr/bin:/bin' });
    const endpoints = { temporalAddress: 'h:1', temporalUiUrl: null, databaseUrl: 'postgres://u@h/d', databaseOwnerUrl: 'postgres://u@h/d' };
    const api = serviceChildren(config, { ...endpoints, dockerHost: '', proxyPort: 1, instance: 'x' }, 0).find(({ name }) => name === 'api');
    expect((api?.graceSeconds ?? 0) * 1000).toBeGreaterThan(SHUTDOWN_MS);
  });
});
