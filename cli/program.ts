import { spawn } from 'node:child_process';
import { EXIT, Interrupted } from './failure.js';

/**
 * Runs a Node program of this installation in the foreground, with our terminal, and answers its exit code.
 * Ctrl-C reaches it too (same process group): it gets to clean up, and we wait for it. Throws Interrupted then.
 */
export function runNode(args: string[], options: { cwd: string; signal: AbortSignal }): Promise<number> {
  const child = spawn(process.execPath, args, { cwd: options.cwd, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => (options.signal.aborted ? reject(new Interrupted()) : resolve(code ?? EXIT.failed)));
  });
}
