import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { type Files, writeTree } from './drive.js';

const REPOSITORY = process.cwd();

export interface Ran {
  status: number | null;
  output: string;
}

/** A temporary folder with these files, and how to remove it. */
export function folderOf(files: Files): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'template-'));
  writeTree(path, files);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes the project to `<folder>/js`, with JavaScript for every TypeScript file, for Node releases that do not run TypeScript by themselves. */
export function transpile(folder: string, files: Files): string {
  const out = join(folder, 'js');
  for (const [path, content] of files) {
    const target = join(out, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    if (!path.endsWith('.ts')) {
      writeFileSync(target, content);
      continue;
    }
    const { code } = transformSync(content, { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } });
    writeFileSync(target, code.replace(/(from\s+['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
  }
  writeFileSync(join(out, 'package.json'), '{"type":"module"}');
  return out;
}

/** The environment without what the test runner of this repository set, so that nested runners behave. */
function environment(more: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, PYTHONDONTWRITEBYTECODE: '1', ...more };
}

export function run(command: string, args: string[], cwd: string): Ran {
  const ran = spawnSync(command, args, { cwd, env: environment(), encoding: 'utf8', timeout: 120_000 });
  return { status: ran.status, output: `${ran.stdout}${ran.stderr}${ran.error?.message ?? ''}` };
}

/** Runs node:test on the transpiled tests. */
export function runNodeTests(js: string): Ran {
  const tests = readdirSync(join(js, 'tests'))
    .filter((name) => name.endsWith('.test.js'))
    .map((name) => join('tests', name));
  return run(process.execPath, ['--test', ...tests], js);
}

/** The type check that the sandbox makes, by each project's own tsconfig.json. */
export function typeCheck(folder: string): Ran {
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  return run(process.execPath, [join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.'], folder);
}

/** A started service: its address, and the end of it. */
export interface RunningService {
  url: string;
  /** Sends SIGTERM; the exit code. */
  stop(): Promise<number | null>;
}

export async function startService(start: string[], cwd: string, dataDir: string): Promise<RunningService> {
  const [command = '', ...args] = start;
  const child = spawn(command, args, { cwd, env: environment({ HOST: '127.0.0.1', PORT: '0', DATA_DIR: dataDir }), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = await startedPort(child);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

function startedPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr?.on('data', (piece: Buffer) => (output += piece.toString()));
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
    child.stdout?.on('data', (piece: Buffer) => {
      output += piece.toString();
      const line = output.split('\n').find((one) => one.includes('"event"') && one.includes('"started"') && one.endsWith('}'));
      if (line) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
}

export function readText(path: string): string {
  return readFileSync(path, 'utf8');
}
