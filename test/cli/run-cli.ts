import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';

const ROOT = process.cwd();
// Nothing of ours listens there, and unlike 9 it is a port that the settings take (contracts/web-ports.ts).
export const NOBODY_PORT = 10;
// What cli/main.js reaches; compiled from the sources, so a stale dist/ proves nothing.
const SOURCES = ['cli', 'client', 'curl', 'contracts', 'schemas', 'embedded', 'activities', 'blobs', 'db', 'edits', 'test/cli'];

export interface CliRun {
  code: number | null;
  out: string;
  err: string;
}

export interface CliHarness {
  home: string;
  /** The compiled cli/main.js. */
  main: string;
  /** Runs `mw <args>` as a process without a terminal and answers how it ended. */
  run(args: string[], options?: RunOptions): Promise<CliRun>;
  cleanUp(): void;
}

export interface RunOptions {
  port?: number;
  /** test/cli/demo-program.js instead of cli/main.js. */
  program?: string;
  /** Called with everything printed so far; what it returns is done once. */
  onOutput?(text: string, kill: (signal: NodeJS.Signals) => void): void;
  env?: Record<string, string>;
}

/** Compiles the CLI below the repository (packages are found by walking up) and makes an empty MW_HOME. */
export function buildCli(): CliHarness {
  const folder = join(ROOT, '.mw', `test-cli-${process.pid}`);
  const files = SOURCES.flatMap((source) => readdirSync(join(ROOT, source), { recursive: true }).map((name) => join(source, String(name))));
  for (const file of [...readdirSync(ROOT), ...files].filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))) compile(file, folder);
  writeFileSync(join(ROOT, '.mw', '.gitignore'), '*\n');
  const home = mkdtempSync(join(tmpdir(), 'mw-cli-home-'));
  writeFileSync(join(home, 'token'), 'the-token\n');
  return {
    home,
    main: join(folder, 'cli/main.js'),
    run: (args, options = {}) => runProcess(folder, home, args, options),
    cleanUp() {
      rmSync(folder, { recursive: true, force: true });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function compile(file: string, folder: string): void {
  const { code } = transformSync(readFileSync(join(ROOT, file), 'utf8'), {
    filename: file,
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
    sourceMaps: false,
  });
  const target = join(folder, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, code);
}

function runProcess(folder: string, home: string, args: string[], options: RunOptions): Promise<CliRun> {
  // Only these reach the command: the caller's own MW_* settings must not.
  const env = { PATH: process.env['PATH'], HOME: home, MW_HOME: home, MW_PORT: String(options.port ?? NOBODY_PORT), TERM: 'dumb', ...options.env };
  const child = spawn(process.execPath, [join(folder, options.program ?? 'cli/main.js'), ...args], { env, cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  const run: CliRun = { code: null, out: '', err: '' };
  const collect = (stream: 'out' | 'err') => (chunk: Buffer) => {
    run[stream] += chunk.toString();
    options.onOutput?.(run.out + run.err, (signal) => void child.kill(signal));
  };
  child.stdout.on('data', collect('out'));
  child.stderr.on('data', collect('err'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ ...run, code }));
  });
}
