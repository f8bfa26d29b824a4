/** The whole proxy: follows the routes file, keeps a server for each route, reports what it really serves. */
import { mkdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { proxyReportPath, routesPath, writeWhole } from '../../activities/deploy/routes.js';
import type { RoutesFile } from '../../activities/deploy/routes.js';
import { readProxyReport } from '../../activities/deploy/write-route.js';
import type { ProxyReport } from '../../activities/deploy/write-route.js';
import { followRoutes } from './follow.js';
import { RouteServer } from './route-server.js';

export interface ProxyOptions {
  /** MW_HOME. */
  home: string;
  /** Address to listen on. */
  host: string;
  log: (text: string) => void;
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
  options.log(`deploy-proxy serves ${servers.size} environment(s) on ${options.host}`);
  return {
    close: async () => {
      stopFollowing();
      await Promise.all([...servers.values()].map((server) => server.close()));
      // Another proxy may have taken over already.
      const report = await readProxyReport(options.home);
      if (report?.pid === process.pid) await unlink(proxyReportPath(options.home)).catch(() => undefined);
    },
  };
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
