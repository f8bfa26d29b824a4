import type { Unchecked } from '../main-subject.js';
import { finding } from '../detect/context.js';
import type { Change, HonestyFinding } from '../port.js';
import type { HonestySettings } from '../settings.js';
import { mutantsOf } from './mutants.js';

export interface ProbeResult {
  /** Mutants that were run, and those the tests noticed. */
  tried: number;
  killed: number;
  /** `src/a.py:3: ...` of those that nobody noticed. */
  survivors: string[];
  seconds: number;
  findings: HonestyFinding[];
}

// One or two may change nothing that can be seen; three unnoticed ones are a sign.
const MEANINGFUL = 3;

/** Runs the tests on mutants of the changed product code, within the time the installation grants. Null: nothing to run. */
export async function probe(settings: HonestySettings, subject: Unchecked, changes: readonly Change[], signal?: AbortSignal): Promise<ProbeResult | null> {
  const { build, files, name } = subject;
  const { variants, mutantsMax, mutationSeconds } = settings;
  // An existing repository runs its tests in its own way, which takes what it takes.
  if (!variants || mutationSeconds === 0 || build.baseCommit) return null;
  const mutants = mutantsOf(changes, mutantsMax);
  if (mutants.length === 0) return null;
  const started = Date.now();
  const executable = new Map(files.map((file) => [file.path, file.executable]));
  const outcomes = await variants({
    name: `${name}.mutants`,
    buildId: build.id,
    language: build.language ?? 'python',
    files,
    variants: mutants.map(({ path, text }) => [{ path, content: Buffer.from(text), executable: executable.get(path) ?? false }]),
    seconds: mutationSeconds,
    ...(signal ? { signal } : {}),
  });
  const tried = mutants.slice(0, outcomes.length);
  const alive = tried.filter((_, index) => outcomes[index] === 'passed');
  const survivors = alive.map(({ path, line, what }) => `${path}:${line}: ${what}`);
  const [first] = alive;
  const findings =
    first && alive.length === tried.length && tried.length >= MEANINGFUL
      ? [finding('mutants-survive', first.path, first.line, `The tests notice none of ${tried.length} changes of meaning in the new code, e.g. ${first.what}.`)]
      : [];
  return { tried: tried.length, killed: tried.length - alive.length, survivors, seconds: (Date.now() - started) / 1000, findings };
}
