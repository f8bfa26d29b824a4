/** Composition root 1: config -> clients -> activities -> Worker. Values flow down from here; nothing else constructs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker, type WorkerOptions } from '@temporalio/worker';
import { pino, type Logger } from 'pino';
import { createActivities } from './activities/index.js';
import { ActivityGuard, type ActivityReports } from './activities/interceptor.js';
import { createFailpoint } from './activities/failpoint.js';
import { startHeartbeat } from './activities/heartbeat.js';
import { reportRetry, reportWorking } from './activities/report.js';
import { createWorkerDeps, type WorkerDeps } from './worker-deps.js';
import { WORKER_TUNING } from './worker-tuning.js';
import { distFolder, loadConfig, projectRoot, type Config } from './config.js';
import { queuesOf } from './contracts/messages.js';

// The grace of `mw down`: a model's answer under way is worth a short wait, what is longer is retried elsewhere.
const SHUTDOWN_GRACE = '10s';

async function main(): Promise<void> {
  const config = loadConfig();
  const log = pino({ level: config.settings.LOG_LEVEL, name: 'worker' });
  Runtime.install({ logger: new DefaultLogger('WARN', (entry) => log.warn({ ...entry.meta }, entry.message)), shutdownSignals: ['SIGTERM', 'SIGINT'] });
  const failpoint = createFailpoint(config.settings.MW_FAILPOINT, join(config.settings.MW_HOME, 'run', 'failpoints', config.settings.MW_QUEUE_PREFIX));
  const deps = await createWorkerDeps(config, projectRoot, failpoint, log);
  const connection = await connect(config, log);
  const worker = await Worker.create(workerOptions(config, deps, connection, log));
  const stopReaper = deps.startReaper();
  const stopHeartbeat = startHeartbeat({
    orm: deps.db.orm,
    queue: queuesOf(config.settings.MW_QUEUE_PREFIX).core,
    // "INITIALIZED" lasts until `run` below: from then on it polls.
    takesWork: () => ['INITIALIZED', 'RUNNING'].includes(worker.getState()),
    onError: (error) => log.warn({ err: String(error) }, 'the sign of life could not be written; trying again'),
  });
  log.info(
    { queue: queuesOf(config.settings.MW_QUEUE_PREFIX).core, model: deps.models.nameOf({ tier: 'medium', preference: 'balanced' }) },
    'the worker polls',
  );
  try {
    await worker.run();
  } finally {
    stopReaper();
    await stopHeartbeat();
    await connection.close();
    await deps.close();
  }
}

function workerOptions(config: Config, deps: WorkerDeps, connection: NativeConnection, log: Logger): WorkerOptions {
  const bundle = join(distFolder, 'workflow-bundle.js');
  const reports: ActivityReports = {
    failed: (what, attempt, error, workflowId) => reportRetry(deps, log, { what, attempt, error, workflowId }),
    working: (what, seconds, workflowId, key) => reportWorking(deps, { what, seconds, workflowId, key }),
  };
  return {
    connection,
    namespace: config.settings.TEMPORAL_NAMESPACE,
    taskQueue: queuesOf(config.settings.MW_QUEUE_PREFIX).core,
    ...(existsSync(bundle) ? { workflowBundle: { code: readFileSync(bundle, 'utf8') } } : { workflowsPath: join(distFolder, 'workflows', 'index.js') }),
    activities: createActivities(deps),
    interceptors: {
      activity: [(context: Context) => ({ inbound: new ActivityGuard(context, deps.failpoint, reports) })],
    },
    shutdownGraceTime: SHUTDOWN_GRACE,
    ...WORKER_TUNING,
  };
}

/** Temporal may come later than we do: tries again until it answers (temporal.md 47). */
async function connect(config: Config, log: Logger): Promise<NativeConnection> {
  const address = config.settings.TEMPORAL_ADDRESS ?? '127.0.0.1:7233';
  for (let wait = 200; ; wait = Math.min(wait * 2, 3_000)) {
    try {
      const connection = await NativeConnection.connect({ address });
      await connection.workflowService.describeNamespace({ namespace: config.settings.TEMPORAL_NAMESPACE });
      return connection;
    } catch (error) {
      log.warn({ address, err: String(error) }, 'Temporal is not there yet; trying again');
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}

await main();
// Handles of the engine client may linger; the work is done.
process.exit(0);
