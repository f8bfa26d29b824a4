import { spawn } from 'node:child_process';

export interface GitOutput {
  code: number;
  stdout: Buffer;
  stderr: string;
}

// No configuration of the machine or of a repository's author reaches a git that we run.
const ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  LC_ALL: 'C',
};
const FIXED = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'gc.auto=0', '-c', 'safe.directory=*'];

export interface GitOptions {
  input?: Buffer | string;
  signal?: AbortSignal;
  /** What is read of its output; it is ended when there is more. */
  outputBytesMax?: number;
}

/** Runs git on a bare repository of ours, arguments as an array, never through a shell. Does not throw on an exit code. */
export function runGit(gitDir: string, args: string[], options: GitOptions = {}): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...FIXED, `--git-dir=${gitDir}`, ...args], { env: ENVIRONMENT, cwd: '/', signal: options.signal, killSignal: 'SIGKILL' });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let room = options.outputBytesMax ?? Number.POSITIVE_INFINITY;
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      room -= chunk.length;
      if (room < 0) child.kill('SIGKILL');
    });
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    // A git that ends before reading its input is reported by its exit code.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }));
    child.stdin.end(options.input ?? '');
  });
}

/** Like runGit, and an exit code other than 0 is an error with git's own words. */
export async function git(gitDir: string, args: string[], options: GitOptions = {}): Promise<Buffer> {
  const { code, stdout, stderr } = await runGit(gitDir, args, options);
  if (code !== 0) throw new Error(`git ${args[0] ?? ''} ended with ${code}: ${stderr.slice(0, 2000)}`);
  return stdout;
}
