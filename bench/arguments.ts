/** The command line of the benchmarks. */
import { parseArgs } from 'node:util';

// What `streaming` is asked for: memory that is flat for an hour.
const MINUTES = 60;
// Fewer have too few samples in a quarter; more than a day is a mistake.
const MINUTES_RANGE = { least: 1, most: 24 * 60 };

export interface BenchArguments {
  /** In the order of the registry; all when none was named, but for those that run only when they are named. */
  names: string[];
  json: boolean;
  /** Fewer samples: to see that everything works, not to quote. */
  quick: boolean;
  /** A missed bound ends with exit code 1. */
  strict: boolean;
  /** The state folder stays, for a look at its logs. */
  keep: boolean;
  /** How long `streaming` streams. */
  minutes: number;
}

/** `onlyNamed`: those of the known that nobody gets who names none. Throws an Error with one sentence for the person when the arguments cannot be used. */
export function parseArguments(args: string[], known: readonly string[], onlyNamed: readonly string[] = []): BenchArguments {
  const flag = { type: 'boolean', default: false } as const;
  const options = { json: flag, quick: flag, strict: flag, keep: flag, minutes: { type: 'string', default: String(MINUTES) } } as const;
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const unknown = positionals.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no benchmark ${unknown.map((name) => JSON.stringify(name)).join(', ')}. There are: ${known.join(', ')}.`);
  const minutes = Number(values.minutes);
  if (!(minutes >= MINUTES_RANGE.least && minutes <= MINUTES_RANGE.most))
    throw new Error(`--minutes must be a number from ${MINUTES_RANGE.least} to ${MINUTES_RANGE.most}, not ${JSON.stringify(values.minutes)}.`);
  const names = positionals.length === 0 ? known.filter((name) => !onlyNamed.includes(name)) : known.filter((name) => positionals.includes(name));
  return { names, json: values.json, quick: values.quick, strict: values.strict, keep: values.keep, minutes };
}
