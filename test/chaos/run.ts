/** One chaos run: the stack, the scripted models, the calm twins, and what came out so far. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startScriptedLlm, type ScriptedLlm } from '../tools/scripted-llm/server.js';
import { judge, type Verdict } from './oracle.js';
import { observe, type Observation } from './observe.js';
import { drive, SCENARIOS, submit, type DriveOptions, type Scenario, type ScenarioName } from './scenario.js';
import { ChaosStack } from './stack.js';

// Slow enough that some kills hit an open call, fast enough that a build of 25 calls takes seconds.
const LATENCY_MS = 200;
// A build takes 10 to 30 s alone; twenty blows on it and a busy machine make minutes of it.
export const BUILD_MS = 12 * 60_000;

export interface Outcome {
  builds: number;
  blows: number;
  extraRequests: number;
  problems: string[];
  /** More figures, for the report. */
  figures: Record<string, string | number>;
}

export interface RunOptions {
  home: string;
  port: number;
  seed: number;
  say: (line: string) => void;
}

interface Saved {
  seed: number;
  /** A stack that is resumed stays where it was. */
  port: number;
  calm: Partial<Record<ScenarioName, Observation>>;
  parts: Record<string, Outcome>;
}

export class ChaosRun {
  readonly #models = new Map<string, ScriptedLlm>();
  readonly #twins = new Map<ScenarioName, Promise<Observation>>();
  #saved: Saved;
  stack!: ChaosStack;

  private constructor(readonly options: RunOptions) {
    this.#saved = { seed: options.seed, port: options.port, calm: {}, parts: {} };
  }

  /** Starts models and stack; what an earlier run in the same home has finished is kept. */
  static async start(options: RunOptions): Promise<ChaosRun> {
    const run = new ChaosRun(options);
    mkdirSync(options.home, { recursive: true, mode: 0o711 });
    if (existsSync(run.#file)) run.#saved = JSON.parse(readFileSync(run.#file, 'utf8')) as Saved;
    for (const [index, script] of ['crash', 'question'].entries()) {
      const ledgerFile = join(options.home, `ledger-${script}.jsonl`);
      run.#models.set(script, await startScriptedLlm({ script, port: run.#saved.port + 1 + index, ledgerFile, latencyMs: LATENCY_MS }));
    }
    await run.restart({});
    return run;
  }

  get seed(): number {
    return this.#saved.seed;
  }

  get parts(): Record<string, Outcome> {
    return this.#saved.parts;
  }

  model(script: string): ScriptedLlm {
    const model = this.#models.get(script);
    if (!model) throw new Error(`no model for the script ${script}`);
    return model;
  }

  /** The stack again, with other settings. Its rows, commits and histories stay. */
  async restart(settings: { workers?: number; env?: Record<string, string> }): Promise<void> {
    await this.stack?.down();
    this.stack = new ChaosStack({ home: this.options.home, port: this.#saved.port, llm: this.model('crash').baseUrl, ...settings });
    await this.stack.up();
  }

  async stop(): Promise<void> {
    await this.stack.down();
    for (const model of this.#models.values()) await model.stop();
  }

  keep(part: string, outcome: Outcome): void {
    this.#saved.parts[part] = outcome;
    this.#save();
  }

  /** The twin that nothing is done to; run once and kept. */
  calm(name: ScenarioName, runIt: () => Promise<Observation>): Promise<Observation> {
    const known = this.#saved.calm[name];
    if (known) return Promise.resolve(known);
    const begun =
      this.#twins.get(name) ??
      runIt().then((seen) => {
        this.#saved.calm[name] = seen;
        this.#save();
        return seen;
      });
    this.#twins.set(name, begun);
    return begun;
  }

  /** A calm twin through the API and the stack's own worker. */
  calmByApi(name: ScenarioName): Promise<Observation> {
    return this.calm(name, async () => {
      const scenario = SCENARIOS[name];
      const id = await submit(this.stack, scenario, `calm ${name} ${Date.now()}`);
      await drive(this.stack, id, scenario, { timeoutMs: BUILD_MS });
      const seen = await this.look(id, scenario);
      if (seen.status.status !== scenario.ends) throw new Error(`the calm twin ended ${seen.status.status}: ${JSON.stringify(seen.status.failure)}`);
      return seen;
    });
  }

  look(id: string, scenario: Scenario): Promise<Observation> {
    return observe(this.stack, id, this.model(scenario.script).ledger.requests());
  }

  /** Drives a build that is hurt meanwhile, and judges it by its twin. Never rejects. */
  async endure(id: string, scenario: Scenario, calm: Observation, options: Partial<DriveOptions> = {}): Promise<Verdict> {
    try {
      await drive(this.stack, id, scenario, { timeoutMs: BUILD_MS, ...options });
      return judge(await this.look(id, scenario), calm, scenario, this.stack.blows);
    } catch (error) {
      return { problems: [`${id}: ${error instanceof Error ? error.message : String(error)}`], extraRequests: 0 };
    }
  }

  get #file(): string {
    return join(this.options.home, 'chaos-state.json');
  }

  #save(): void {
    writeFileSync(`${this.#file}.next`, JSON.stringify(this.#saved));
    renameSync(`${this.#file}.next`, this.#file);
  }
}
