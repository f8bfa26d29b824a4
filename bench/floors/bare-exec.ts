/** The floor of a sandboxed command: the engine's own exec of echo, in a container like those of sessions. */
import type { Sandbox } from '../../activities/sandbox/port.js';
import { engineOf } from '../../test/chaos/engine.js';
import { openDeps } from '../images.js';
import type { BenchStack } from '../stack.js';
import { bareExec } from './bare-run.js';

export interface BareExec {
  /** Milliseconds of each of `count` execs, one after the other, from the request to the end of the output. */
  run(count: number): Promise<number[]>;
  close(): Promise<void>;
}

export async function openBareExec(stack: BenchStack): Promise<BareExec> {
  const instance = `${stack.instance}-exec`;
  const deps = await openDeps(stack, instance);
  const docker = engineOf(stack.config.settings.DOCKER_HOST);
  let sandbox: Sandbox;
  try {
    sandbox = await deps.driver.open({ name: 'bare-exec', language: 'python', buildId: 'bench', purpose: 'session', lifetimeSeconds: 3_600 });
  } catch (error) {
    await deps.close();
    throw error;
  }
  return {
    run: async (count) => {
      const took: number[] = [];
      for (let index = 0; index < count; index += 1) took.push(await bareExec(docker, sandbox.containerId));
      return took;
    },
    close: async () => {
      await sandbox.dispose();
      await deps.close();
    },
  };
}
