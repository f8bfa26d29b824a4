/** Composition root 2, the API's process: configuration -> PostgreSQL and Temporal -> app -> HTTP. */
import { createServer, type Server } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tellNotBuilt } from '../activities/build/told-plan.js';
import { openBlobs } from '../blobs/index.js';
import { describe, distFolder, loadConfig, projectRoot, type Config } from '../config.js';
import { queuesOf } from '../contracts/messages.js';
import { openDatabase } from '../db/client.js';
import { reportProviders } from '../worker-models.js';
import { readAgents } from './agents.js';
import { readLanguages } from './languages.js';
import { createApp } from './app.js';
import { createLog } from './log.js';
import { drain, endWithin, SHUTDOWN_MS, type Stage } from './shutdown.js';
import { openTemporal } from './temporal.js';
import { readSealKey, Seal } from './webhooks/seal.js';

// The largest upload on a slow line; JSON bodies have a limit of their own (body.ts), streams have none.
const REQUEST_MS = 10 * 60_000;
const HEADERS_MS = 10_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const { settings } = config;
  if (!settings.DATABASE_URL || !settings.TEMPORAL_ADDRESS) throw new Error('DATABASE_URL and TEMPORAL_ADDRESS must be set; `mw up` does that.');
  const log = createLog(settings.LOG_LEVEL);
  const database = openDatabase(settings.DATABASE_URL, { onError: (error) => log.warn({ err: error }, 'a database connection died') });
  const { client, connection } = openTemporal({ address: settings.TEMPORAL_ADDRESS, namespace: settings.TEMPORAL_NAMESPACE });
  const app = createApp({
    database,
    databaseUrl: settings.DATABASE_URL,
    temporal: client,
    queues: queuesOf(settings.MW_QUEUE_PREFIX),
    log,
    version: packageVersion(),
    home: settings.MW_HOME,
    blobs: openBlobs(settings),
    artifactBytesMax: settings.ARTIFACT_MAX_SIZE_MB * 1024 * 1024,
    artifactRetentionDays: settings.ARTIFACT_RETENTION_DAYS,
    repoAllow: settings.REPO_ALLOW,
    webhookAllow: settings.WEBHOOK_ALLOW,
    seal: new Seal(readSealKey(join(settings.MW_HOME, 'secrets', 'seal.key'))),
    anchorFile: join(settings.MW_HOME, 'audit-anchor.json'),
    agents: readAgents(join(projectRoot, 'activities', 'roles')),
    executions: {
      languages: readLanguages(join(projectRoot, 'sandbox-images')),
      maxAttempts: settings.EXECUTION_MAX_RETRIES,
      timeoutSeconds: settings.EXECUTION_TIMEOUT_SECONDS,
      dailyLimit: settings.EXECUTION_DAILY_LIMIT,
    },
    tellNotBuilt,
    webFolder: join(distFolder, 'web'),
    shown: {
      described: describe(config),
      models: reportProviders(config),
      budgets: { dailyUsd: settings.COST_LIMIT_DAILY, monthlyUsd: settings.COST_LIMIT_MONTHLY, alertUsd: settings.COST_ALERT_THRESHOLD },
    },
    temporalUiUrl: settings.TEMPORAL_UI_URL,
  });
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS }, app.express);
  await listen(server, config);
  app.start();
  log.info({ port: settings.MW_PORT, host: settings.MW_HOST, pid: process.pid }, 'the API listens');
  const shutdown = async () => {
    log.info('the API shuts down');
    const stages: Stage[] = [
      { requests: () => drain(server), 'background work': () => app.stop() },
      { Temporal: () => connection.close(), PostgreSQL: () => database.close() },
    ];
    const left = await endWithin(stages, SHUTDOWN_MS, (name, error) => log.warn({ err: error }, `${name} did not end well`));
    if (left.length > 0) log.warn({ left }, 'not everything ended in time; what was under way is taken up again by the next start');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void shutdown());
}

function packageVersion(): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}

function listen(server: Server, { settings }: Config): Promise<void> {
  const { MW_PORT, MW_HOST } = settings;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${MW_PORT} on ${MW_HOST} is taken by another program. Set MW_PORT to a free one.`, { cause: error }) : error);
    });
    server.listen(MW_PORT, MW_HOST, resolve);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`The API did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
