/** A program: the worker of both forms, with the options of the product's worker. Prints a line when it polls; ends with SIGTERM, or with its input. */
import { join } from 'node:path';
import type { Context } from '@temporalio/activity';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import { createActivities } from '../../activities/index.js';
import { ActivityGuard } from '../../activities/interceptor.js';
import { createFailpoint } from '../../activities/failpoint.js';
import { distFolder, loadConfig, projectRoot } from '../../config.js';
import { createWorkerDeps } from '../../worker-deps.js';
import { WORKER_TUNING } from '../../worker-tuning.js';
import { QUEUE, type RawActivities } from './shape.js';

const config = loadConfig();
const { settings } = config;
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: ['SIGTERM', 'SIGINT'] });
const failpoint = createFailpoint(null, settings.MW_HOME);
const deps = await createWorkerDeps(config, projectRoot, failpoint, pino({ level: 'silent' }));
const connection = await NativeConnection.connect({ address: settings.TEMPORAL_ADDRESS ?? '' });
const workflowBundle = await bundleWorkflowCode({
  workflowsPath: join(distFolder, 'bench/twelve-steps/workflows.js'),
  logger: new DefaultLogger('ERROR', () => undefined),
});
const common = { connection, namespace: settings.TEMPORAL_NAMESPACE, workflowBundle, ...WORKER_TUNING };
const raw: RawActivities = { step: () => Promise.resolve() };
const workers = [
  await Worker.create({
    ...common,
    taskQueue: QUEUE.own,
    activities: createActivities(deps),
    interceptors: {
      activity: [(context: Context) => ({ inbound: new ActivityGuard(context, failpoint, { failed: () => undefined, working: () => undefined }) })],
    },
  }),
  await Worker.create({ ...common, taskQueue: QUEUE.raw, activities: { ...raw } }),
];
process.stdin.resume().on('end', () => process.exit(0));
process.stdout.write('ready\n');
await Promise.all(workers.map((worker) => worker.run()));
process.exit(0);
