import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../contracts/messages.js';
import { portsFor } from '../../embedded/engines.js';
import type { Home } from '../../embedded/home.js';
import type { Ports } from '../../embedded/ports.js';
import { Supervisor } from '../../embedded/supervisor.js';
import { ensureTemporal } from '../../embedded/temporal-binary.js';
import { temporalAddress, temporalChild, temporalUiUrl } from '../../embedded/temporal.js';
import { ENV, eventually, removeHome, temporaryHome } from './workshop.js';

const DAYS_30 = 30 * 24 * 3600;
// Building it from source, where it is neither on PATH nor cached nor to be downloaded.
const BUILD_TIMEOUT_MS = 900_000;

describe('the embedded Temporal server', () => {
  let home: Home;
  let supervisor: Supervisor;
  let ports: Ports;
  let binary: string;

  const start = async (searchAttributes?: Record<string, string>) => {
    supervisor = new Supervisor(home, () => undefined);
    await supervisor.run(temporalChild(home, { binary, namespace: 'default', ports, env: ENV, searchAttributes }));
  };

  beforeAll(async () => {
    home = temporaryHome();
    binary = await ensureTemporal(home, { path: ENV['PATH'] ?? '', env: ENV, report: () => undefined });
    ports = await portsFor(home, { temporal: 17_233, temporalUi: 18_233, temporalHttp: 17_243 });
    await start();
  }, BUILD_TIMEOUT_MS);
  afterAll(async () => {
    await supervisor.stop();
    removeHome(home);
  }, 60_000);

  it('keeps closed workflows for 30 days, also after it was killed', async () => {
    expect(await retentionSeconds(ports)).toBe(DAYS_30);
    const killed = supervisor.pids['temporal'] as number;
    process.kill(killed, 'SIGKILL');
    await eventually(() => supervisor.pids['temporal'] !== null && supervisor.pids['temporal'] !== killed);
    expect(await eventually(() => retentionSeconds(ports).catch(() => null))).toBe(DAYS_30);
  });

  it('knows our search attributes and serves its Web UI', async () => {
    const { customAttributes } = await withConnection(ports, (connection) => connection.operatorService.listSearchAttributes({ namespace: 'default' }));
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
    expect((await fetch(temporalUiUrl(ports))).status).toBe(200);
  });

  it('takes nothing from pages that a browser on this machine shows', async () => {
    const url = `http://127.0.0.1:${ports.temporalHttp}/api/v1/namespaces/default/workflows`;
    // What every page may send without asking first.
    const started = await fetch(`${url}/from-a-page`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: '{"workflowType":{"name":"x"},"taskQueue":{"name":"q"}}',
    });
    expect(started.status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    const fromUi = await fetch(`${temporalUiUrl(ports)}/api/v1/namespaces/default/workflows/from-a-page`, { method: 'POST', body: '{}' });
    expect(fromUi.status).toBe(400);
  });

  it('runs with the settings that make a step cheap', () => {
    if (process.platform !== 'linux') return;
    const command = readFileSync(`/proc/${supervisor.pids['temporal']}/cmdline`, 'utf8').split('\0');
    for (const setting of [
      'history.transferProcessorMaxPollRPS=5000',
      'history.timerProcessorMaxPollRPS=5000',
      'history.visibilityProcessorMaxPollRPS=5000',
      'system.enableActivityEagerExecution=true',
      'matching.useNewMatcher=true',
      'matching.enableFairness=true',
      'journal_mode=WAL',
      'synchronous=1',
    ])
      expect(command).toContain(setting);
  });

  it('learns search attributes that a later version brings, in the database it has', async () => {
    await supervisor.stop();
    await start({ ...SEARCH_ATTRIBUTES, BuildLater: 'Keyword' });
    const { customAttributes } = await withConnection(ports, (connection) => connection.operatorService.listSearchAttributes({ namespace: 'default' }));
    expect(Object.keys(customAttributes ?? {})).toEqual(expect.arrayContaining(['BuildLater', ...Object.keys(SEARCH_ATTRIBUTES)]));
    await supervisor.stop();
    await start();
  });

  it('is taken over while it runs, with its ports', async () => {
    const pid = supervisor.pids['temporal'];
    await supervisor.stop(() => Promise.resolve(['temporal']));
    // Its own ports: those of engines that do not run here may be taken by another suite meanwhile.
    const { temporal, temporalUi, temporalHttp } = ports;
    expect(await portsFor(home)).toMatchObject({ temporal, temporalUi, temporalHttp });
    await start();
    expect(supervisor.pids['temporal']).toBe(pid);
  });
});

async function retentionSeconds(ports: Ports): Promise<number> {
  const { config } = await withConnection(ports, (connection) => connection.workflowService.describeNamespace({ namespace: 'default' }));
  return Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
}

async function withConnection<T>(ports: Ports, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: temporalAddress(ports), connectTimeout: 1_000 });
  try {
    return await use(connection);
  } finally {
    await connection.close();
  }
}
