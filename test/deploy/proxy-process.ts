/** The proxy as the supervisor runs it: a process of its own, compiled from the sources under test. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
// Inside the checkout, so that packages and "type": "module" are found by walking up.
const output = join(root, '.mw', `test-proxy-${process.pid}`);

async function compile(): Promise<void> {
  const folder = async (name: string): Promise<string[]> =>
    (await readdir(join(root, name))).filter((file) => file.endsWith('.ts')).map((file) => `${name}/${file}`);
  const files = [
    'embedded/deploy-proxy.ts',
    'contracts/failures.ts',
    'contracts/web-ports.ts',
    ...(await folder('embedded/proxy')),
    ...(await folder('activities/deploy')),
  ];
  for (const file of files) {
    const source = await readFile(join(root, file), 'utf8');
    const { code } = await transform(source, { filename: file, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } });
    const to = join(output, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(to), { recursive: true });
    await writeFile(to, code);
  }
}

export class ProxyProcess {
  #child: ChildProcess | null = null;
  log = '';
  private constructor(private readonly home: string) {}

  static async start(home: string): Promise<ProxyProcess> {
    await compile();
    const proxy = new ProxyProcess(home);
    await proxy.start();
    return proxy;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(output, 'embedded/deploy-proxy.js'), '--home', this.home], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the proxy ended with ${code}: ${this.log}`)));
      const read = (chunk: Buffer): void => {
        this.log += chunk.toString();
        if (this.log.includes('deploy-proxy serves')) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
  }

  async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#child;
    this.#child = null;
    this.log = '';
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    child.removeAllListeners('exit');
    child.kill(signal);
    await once(child, 'exit');
    return child.exitCode;
  }

  static async clean(): Promise<void> {
    await rm(output, { recursive: true, force: true });
  }
}
