import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { startHeartbeat } from '../../activities/heartbeat.js';
import type { Database } from '../../db/client.js';

let installed = false;

/** A worker for the stub workflow that says it lives when given a database; gives the function that stops it. */
export async function startStubWorker(address: string, taskQueue: string, database?: Database): Promise<() => Promise<void>> {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
  const connection = await NativeConnection.connect({ address });
  const workflowsPath = fileURLToPath(new URL('./stub-workflow.ts', import.meta.url));
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, shutdownGraceTime: 0 });
  const running = worker.run();
  const stopHeartbeat = database && startHeartbeat({ orm: database.orm, queue: taskQueue, takesWork: () => true, onError: () => undefined });
  return async () => {
    worker.shutdown();
    await running;
    await stopHeartbeat?.();
    await connection.close();
  };
}
