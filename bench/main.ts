/** `mw bench`: starts a stack of its own, runs the named benchmarks one after the other, prints each figure beside its floor. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDockerAlone } from '../embedded/docker-alone.js';
import { parseArguments, type BenchArguments } from './arguments.js';
import type { Benchmark } from './benchmark.js';
import { loadNow, machine, machineLine } from './machine.js';
import { BENCHMARKS } from './registry.js';
import { ScriptedModel } from './scripted-model.js';
import { BenchStack, takePlace, type Place } from './stack.js';
import { allHold, renderTable, type Section } from './table.js';

// Turns of one scripted session: below the engine's own limit of 40 with room for the first and the last.
const SCRIPTED_TURNS = 36;

const NOTHING = () => Promise.resolve();
/** What Ctrl-C has to end first. */
let cleanUp: () => Promise<void> = NOTHING;

const say = (sentence: string) => void process.stderr.write(`bench: ${sentence}\n`);

async function main(): Promise<number> {
  const options = parseArguments(
    process.argv.slice(2),
    BENCHMARKS.map(({ name }) => name),
    BENCHMARKS.filter(({ onlyNamed }) => onlyNamed).map(({ name }) => name),
  );
  const host = machine();
  const place = await takePlace();
  const sections: Section[] = [];
  try {
    // The engine of a stack ends with it; ours outlives the stacks, and their containers can be removed when they are down.
    await ensureDockerAlone(place.config, join(place.folder, 'engine'), say);
    for (const model of ['template', 'scripted'] as const) {
      const chosen = BENCHMARKS.filter((benchmark) => benchmark.model === model && options.names.includes(benchmark.name));
      if (chosen.length > 0) await runGroup(place, model, chosen, options, sections);
    }
  } finally {
    if (!options.keep) rmSync(place.folder, { recursive: true, force: true });
  }
  const end = { loadAfter: loadNow() };
  if (options.json) process.stdout.write(`${JSON.stringify({ machine: { ...host, ...end }, quick: options.quick, sections }, null, 2)}\n`);
  else
    process.stdout.write(
      `${[...renderTable(sections), '', `Machine: ${machineLine(host)}, after the end ${end.loadAfter.toFixed(2)}.`, ...closing(options, sections)].join('\n')}\n`,
    );
  return options.strict && !allHold(sections) ? 1 : 0;
}

function closing({ quick }: BenchArguments, sections: readonly Section[]): string[] {
  return [
    ...(quick ? ['Measured with --quick: too few samples to quote.'] : []),
    allHold(sections) ? 'Every bound holds.' : 'Not every bound holds; on a machine that does something else meanwhile, run it again when it is quiet.',
  ];
}

/** All benchmarks of one model on one new stack. One that fails does not take the others with it. */
async function runGroup(place: Place, kind: Benchmark['model'], chosen: Benchmark[], options: BenchArguments, sections: Section[]): Promise<void> {
  const model = kind === 'scripted' ? await ScriptedModel.start(SCRIPTED_TURNS, place.config.inherited) : null;
  const stack = new BenchStack(place, model);
  cleanUp = () => (options.keep ? stack.down() : stack.clear());
  try {
    say(`starting a stack with the ${kind} model (5 to 20 s).`);
    await stack.up();
    for (const { name, run } of chosen) {
      say(`${name} ...`);
      const load = loadNow();
      try {
        sections.push({ name, load, figures: await run({ stack, quick: options.quick, minutes: options.minutes, say }) });
      } catch (error) {
        sections.push({ name, load, figures: [], problem: error instanceof Error ? error.message : String(error) });
        say(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  } finally {
    await cleanUp();
    cleanUp = NOTHING;
    await model?.stop();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('interrupted: stopping the stack.');
    void cleanUp().finally(() => process.exit(130));
  });
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(2);
  },
);
