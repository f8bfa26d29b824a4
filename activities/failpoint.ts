import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

export type FailPosition = 'before' | 'after' | 'reported';
/** Called at the named points around each effect. In production it does nothing. */
export type Failpoint = (name: string, position: FailPosition) => void;

export const noFailpoint: Failpoint = () => {};

/**
 * A test hook: kills this process with SIGKILL at `<name>:<position>` (several, separated by commas), each once: a file
 * in `dir` remembers that it fired, so the process that takes over goes on. Armed by the setting MW_FAILPOINT only.
 */
export function createFailpoint(armed: string | null, dir: string): Failpoint {
  if (!armed) return noFailpoint;
  mkdirSync(dir, { recursive: true });
  const points = new Set(armed.split(','));
  return (name, position) => {
    if (!points.has(`${name}:${position}`)) return;
    try {
      closeSync(openSync(join(dir, `${name}.${position}.fired`), 'wx'));
    } catch {
      // It fired before: this is the process that takes over.
      return;
    }
    process.kill(process.pid, 'SIGKILL');
  };
}
