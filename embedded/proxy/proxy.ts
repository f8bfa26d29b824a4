/** The whole proxy: follows the routes file, keeps a server for each route, reports what it really serves. */
import { mkdir, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { proxyReportPath, routesPath, writeWhole } from '../../activities/deploy/routes.js';
import type { RoutesFile } from '../../activities/deploy/routes.js';
import { readProxyReport } from '../../activities/deploy/write-route.js';
import type { ProxyReport } from '../../activities/deploy/write-route.js';
import { followRoutes } from './follow.js';
import { RouteServer } from './route-server.js';

// A service that is gone shows within two of these; a connection a time is no load. Readers allow for six (api/serving.ts).
const LOOK_MS = 5_000;

export interface ProxyOptions {
  /** MW_HOME. */
  home: string;
  /** Address to listen on. */
  host: string;
  log: (text: string) => void;
  /** How often it looks at its services and gives a sign of life; LOOK_MS when left out. */
  lookMs?: number;
}

export interface RunningProxy {
  /** Stops listening, lets open requests finish for a moment, then ends. */
  close(): Promise<void>;
}

/** Starts the proxy and returns when the routes known now are served. */
export async function startProxy(options: ProxyOptions): Promise<RunningProxy> {
  await mkdir(join(options.home, 'run'), { recursive: true });
  await mkdir(join(options.home, 'deploy'), { recursive: true });
  const servers = new Map<string, RouteServer>();
  const report = reporter(options, servers);

  const apply = async (file: RoutesFile): Promise<void> => {
    for (const [key, server] of servers) {
      if (file.routes[key]) continue;
      servers.delete(key);
      void server.close();
    }
    const changes = Object.entries(file.routes).map(([key, route]) => {
      const server = servers.get(key) ?? new RouteServer(key, options.host, options.log, report);
      servers.set(key, server);
      return server.update(route);
    });
    await Promise.all(changes);
    await report();
  };

  const stopFollowing = await followRoutes(routesPath(options.home), apply, options.log);
  const stopLooking = lookAgainAndAgain(options, servers, report);
  options.log(`deploy-proxy serves ${servers.size} environment(s) on ${options.host}`);
  return {
    close: async () => {
      stopFollowing();
      stopLooking();
      await Promise.all([...servers.values()].map((server) => server.close()));
      // Another proxy may have taken over already.
      const report = await readProxyReport(options.home);
      if (report?.pid === process.pid) await unlink(proxyReportPath(options.home)).catch(() => undefined);
    },
  };
}

/** Looks at the services in turns, tells what changed, and touches the report when nothing did. Returns the end of it. */
function lookAgainAndAgain({ home, lookMs = LOOK_MS }: ProxyOptions, servers: Map<string, RouteServer>, report: () => Promise<void>): () => void {
  const aborter = new AbortController();
  const look = async (): Promise<void> => {
    const changed = await Promise.all([...servers.values()].map((server) => server.look()));
    if (aborter.signal.aborted) return;
    const now = new Date();
    if (changed.includes(true)) await report();
    else await utimes(proxyReportPath(home), now, now).catch(report);
  };
  const goOn = async (): Promise<void> => {
    while (await sleep(lookMs, true, { signal: aborter.signal }).catch(() => false)) await look();
  };
  void goOn();
  return () => aborter.abort();
}

/** One writer at a time, and never an older state after a newer one. */
function reporter(options: ProxyOptions, servers: Map<string, RouteServer>): () => Promise<void> {
  let chain = Promise.resolve();
  return () => {
    chain = chain
      .then(async () => {
        const routes = Object.fromEntries([...servers].map(([key, server]) => [key, server.state()]));
        const content: ProxyReport = { pid: process.pid, host: options.host, routes };
        await writeWhole(proxyReportPath(options.home), `${JSON.stringify(content)}\n`);
      })
      .catch((error: unknown) => options.log(`the report could not be written: ${String(error)}`));
    return chain;
  };
}
