/** Starting programs: detached in a session of their own, with a log file and exactly the environment they were given. */
import { spawn } from 'node:child_process';
import { closeSync, copyFileSync, existsSync, openSync, readFileSync, renameSync, statSync, truncateSync } from 'node:fs';
import { once } from 'node:events';

export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Only root may change them. */
  uid?: number;
  gid?: number;
}

export interface Launched {
  pid: number;
  /** How it ended, in words: "exit code 1", "signal SIGKILL". Only while this process lives. */
  ended: Promise<string>;
}

// Old logs that are kept beside the current one.
const LOGS_KEPT = 3;
// A log beyond this is cut while its process writes; the part before stays in `.1`.
const LOG_BYTES_MAX = 32 * 1024 * 1024;

/** Starts a program that lives on when this process is killed. Rejects when it can't be started. */
export async function launchDetached(launch: Launch, logFile: string): Promise<Launched> {
  // Appending makes it safe to cut the file while the program holds it.
  const log = openSync(logFile, 'a', 0o600);
  try {
    const { command, args, env, cwd, uid, gid } = launch;
    const child = spawn(command, args, { env, cwd, uid, gid, detached: true, stdio: ['ignore', log, log] });
    await once(child, 'spawn');
    child.unref();
    const ended = new Promise<string>((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
    });
    return { pid: child.pid as number, ended };
  } catch (error) {
    throw new Error(`${launch.command} can't be started: ${(error as Error).message}`, { cause: error });
  } finally {
    closeSync(log);
  }
}

/** Moves a log aside: `.1` is the last one. Call it only when nobody writes. */
export function rotateLog(logFile: string): void {
  if (!existsSync(logFile) || statSync(logFile).size === 0) return;
  for (let n = LOGS_KEPT; n > 1; n -= 1) if (existsSync(`${logFile}.${n - 1}`)) renameSync(`${logFile}.${n - 1}`, `${logFile}.${n}`);
  renameSync(logFile, `${logFile}.1`);
}

/** Bounds a log that is being written. */
export function boundLog(logFile: string): void {
  if (!existsSync(logFile) || statSync(logFile).size <= LOG_BYTES_MAX) return;
  copyFileSync(logFile, `${logFile}.1`);
  truncateSync(logFile, 0);
}

/** The last lines of a log, for an error message. */
export function logTail(logFile: string, lines: number): string {
  if (!existsSync(logFile)) return '';
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}

export interface RunOptions {
  env: Record<string, string>;
  cwd?: string;
  uid?: number;
  gid?: number;
  input?: string;
  timeoutMs?: number;
}

/** Runs a program to its end; answers its output. Rejects with the end of that output when it fails. */
export async function run(command: string, args: string[], options: RunOptions): Promise<string> {
  const { input, timeoutMs, ...rest } = options;
  const child = spawn(command, args, { ...rest, timeout: timeoutMs, killSignal: 'SIGKILL', stdio: ['pipe', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  // A program that ends without reading its input is no error of ours.
  child.stdin.on('error', () => undefined).end(input ?? '');
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (code === 0) return output;
  const tail = output.trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`${command} ${args[0] ?? ''} failed (${signal ?? `exit code ${code}`}): ${tail}`);
}
