import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Home } from '../../embedded/home.js';
import { freePortNear } from '../../embedded/ports.js';
import { dataFolderOf, ensureDataFolder, ensurePostgresPrograms, passwordsOf, serverAccount } from '../../embedded/postgres-files.js';
import { databaseUrls, livingPostgres, postgresChild, type DatabaseUrls } from '../../embedded/postgres.js';
import { Supervisor } from '../../embedded/supervisor.js';
import { ENV, eventually, isRunning, removeHome, temporaryHome } from './workshop.js';

describe('the embedded PostgreSQL', () => {
  let home: Home;
  let supervisor: Supervisor;
  let port: number;
  let urls: DatabaseUrls;

  const start = async () => {
    supervisor = new Supervisor(home, () => undefined);
    const programs = ensurePostgresPrograms(home);
    await ensureDataFolder(home, programs, ENV, () => undefined);
    await supervisor.run(postgresChild(home, programs, port, ENV));
  };

  beforeAll(async () => {
    home = temporaryHome();
    port = await freePortNear(15_432);
    urls = databaseUrls(home, port);
    await start();
  }, 60_000);
  afterAll(async () => {
    await supervisor.stop();
    removeHome(home);
  }, 60_000);

  it('is a UTF-8 database that loses no commit and takes no password in the clear', async () => {
    const setting = (name: string) => query(urls.ownerUrl, `show ${name}`).then(([row]) => Object.values(row ?? {})[0]);
    expect(await Promise.all(['server_encoding', 'fsync', 'synchronous_commit', 'full_page_writes', 'listen_addresses'].map(setting))).toEqual([
      'UTF8',
      'on',
      'on',
      'on',
      '127.0.0.1',
    ]);
    await expect(query(urls.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('lets the owner make databases and schema, and the application neither', async () => {
    await query(urls.ownerUrl, 'create table kept (n int)');
    await query(urls.ownerUrl, 'create database scratch');
    await query(urls.ownerUrl, 'drop database scratch');
    await expect(query(urls.url, 'create table mine (n int)')).rejects.toThrow(/permission denied/);
    await expect(query(urls.url, 'create database mine')).rejects.toThrow(/permission denied/);
    await expect(query(urls.url, 'select * from kept')).rejects.toThrow(/permission denied/);
  });

  it('keeps data and passwords from other users of the machine', () => {
    const { uid = process.getuid?.() } = serverAccount();
    expect(statSync(dataFolderOf(home))).toMatchObject({ uid });
    expect(statSync(dataFolderOf(home)).mode & 0o777).toBe(0o700);
    expect(statSync(`${home.secrets}/postgres.json`).mode & 0o777).toBe(0o600);
    expect(new Set(Object.values(passwordsOf(home))).size).toBe(3);
  });

  it('comes back with every committed row after it was killed', async () => {
    await query(urls.ownerUrl, 'insert into kept values (42)');
    const killed = supervisor.pids['postgres'] as number;
    process.kill(killed, 'SIGKILL');
    await eventually(() => supervisor.pids['postgres'] !== null && supervisor.pids['postgres'] !== killed);
    const rows = await eventually(() => query(urls.ownerUrl, 'select n from kept').catch(() => null));
    expect(rows).toEqual([{ n: 42 }]);
  });

  it('is taken over while it runs, known by our pid file or only by its own', async () => {
    const pid = supervisor.pids['postgres'] as number;
    const client = new pg.Client({ connectionString: urls.url });
    await client.connect();
    for (const forget of [false, true]) {
      await supervisor.stop(() => Promise.resolve(['postgres']));
      if (forget) for (const suffix of ['pid', 'identity']) (await import('node:fs')).rmSync(`${home.run}/postgres.${suffix}`);
      expect(livingPostgres(home)).toBe(pid);
      await start();
      expect(supervisor.pids['postgres']).toBe(pid);
    }
    expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await client.end();
  });

  it('stops although sessions are open', async () => {
    const pid = supervisor.pids['postgres'] as number;
    const client = new pg.Client({ connectionString: urls.url });
    client.on('error', () => undefined);
    await client.connect();
    await supervisor.stop();
    expect(isRunning(pid)).toBe(false);
  });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
