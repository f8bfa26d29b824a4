/** The command line of the benchmarks. */
import { parseArgs } from 'node:util';

export interface BenchArguments {
  /** In the order of the registry; all when none was named. */
  names: string[];
  json: boolean;
  /** Fewer samples: to see that everything works, not to quote. */
  quick: boolean;
  /** A missed bound ends with exit code 1. */
  strict: boolean;
  /** The state folder stays, for a look at its logs. */
  keep: boolean;
}

/** Throws an Error with one sentence for the person when the arguments cannot be used. */
export function parseArguments(args: string[], known: readonly string[]): BenchArguments {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: flag, quick: flag, strict: flag, keep: flag } });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.map((name) => JSON.stringify(name)).join(', ')}. There are: ${known.join(', ')}.`);
  const names = positionals.length === 0 ? [...known] : known.filter((name) => positionals.includes(name));
  return { names, json: values.json, quick: values.quick, strict: values.strict, keep: values.keep };
}
