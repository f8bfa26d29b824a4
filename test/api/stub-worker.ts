import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

let installed = false;

/** A worker for the stub workflow; gives the function that stops it. */
export async function startStubWorker(address: string, taskQueue: string): Promise<() => Promise<void>> {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR') });
  installed = true;
  const connection = await NativeConnection.connect({ address });
  const workflowsPath = fileURLToPath(new URL('./stub-workflow.ts', import.meta.url));
  const worker = await Worker.create({ connection, taskQueue, workflowsPath, shutdownGraceTime: 0 });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
  };
}
