/** The scripted OpenAI-compatible server in a process of its own, and what it noted. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distFolder } from '../config.js';
import type { LedgerEntry } from '../test/tools/scripted-llm/ledger.js';

export class ScriptedModel {
  private constructor(
    readonly baseUrl: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  /** Turns are what the intent names (`none`, `note`, `echo`), `turns` of them a session. */
  static async start(turns: number, env: Record<string, string>): Promise<ScriptedModel> {
    const folder = mkdtempSync(join(tmpdir(), 'mw-bench-model-'));
    const args = ['--script', 'long', '--turn-kind', 'asked', '--turns', String(turns), '--ledger', join(folder, 'ledger.jsonl')];
    const child = spawn(process.execPath, [join(distFolder, 'test/tools/scripted-llm/main.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'], env });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const { baseUrl } = JSON.parse(line.toString()) as { baseUrl: string };
    return new ScriptedModel(baseUrl, child, folder);
  }

  /** Every request after the first `after`, oldest first. */
  async requests(after = 0): Promise<LedgerEntry[]> {
    const response = await fetch(new URL(`/ledger?after=${after}`, this.baseUrl));
    return (await response.json()) as LedgerEntry[];
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The scripted model of a stack that asks one. */
export function scripted(stack: { model: ScriptedModel | null }): ScriptedModel {
  if (!stack.model) throw new Error('this benchmark needs the scripted model, and its stack asks the built-in one');
  return stack.model;
}
