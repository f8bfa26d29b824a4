/** The guard: reads a diff and names what makes its proof worth less. Pure, so it can be tested by the hundred. */
import { assertionChanges } from './detect/assertions.js';
import { forcedExits, forgedReports } from './detect/commands.js';
import { silencedChecks } from './detect/comments.js';
import { narrowedChecks } from './detect/config.js';
import type { Detector } from './detect/context.js';
import { disabledTests } from './detect/disabled.js';
import { controlFiles, snapshots } from './detect/files.js';
import { lostTests } from './detect/lost-tests.js';
import { maskingFixtures, mockedUnits } from './detect/mocks.js';
import { specialCases, testDetection } from './detect/product.js';
import { skips } from './detect/skips.js';
import type { HonestyFinding, Inspection } from './port.js';
import { isTestSide } from './source/paths.js';
import { readWorld } from './tests/world.js';

const DETECTORS: readonly Detector[] = [
  lostTests,
  assertionChanges,
  disabledTests,
  skips,
  mockedUnits,
  maskingFixtures,
  specialCases,
  testDetection,
  silencedChecks,
  narrowedChecks,
  forcedExits,
  forgedReports,
  snapshots,
  controlFiles,
];

// Larger texts are data or bundles; reading them token by token would hold up the worker.
const TEXT_CHARS_MAX = 400_000;
// One is enough to ask a person; this many still fit a page.
const UNREAD_MAX = 20;

/** All findings on a diff, each once, in the order of their files. */
export function inspect(inspection: Inspection): HonestyFinding[] {
  const changes = inspection.changes
    .filter(({ before, after }) => (before?.length ?? 0) <= TEXT_CHARS_MAX && (after?.length ?? 0) <= TEXT_CHARS_MAX && before !== after)
    .map(({ path, before, after }) => ({ path, before: before?.replaceAll('\r\n', '\n') ?? null, after: after?.replaceAll('\r\n', '\n') ?? null }));
  // Tests that stand beside the change and are not part of it.
  const same = inspection.changes
    .filter(({ path, before, after }) => before === after && isTestSide(path))
    .map(({ path, after }) => ({ path, text: after ?? '' }));
  const first = changes[0]?.path ?? '';
  const found = guarded(() => {
    const context = { ...inspection, changes, otherTests: [...(inspection.otherTests ?? []), ...same], world: readWorld(changes) };
    return DETECTORS.flatMap((detect) => guarded(() => detect(context), first));
  }, first);
  found.push(...(inspection.unread ?? []).slice(0, UNREAD_MAX).map((path) => notInspected(path, 'too large, or no text')));
  const seen = new Set<string>();
  return found
    .filter(({ kind, path, line, detail }) => {
      const key = `${kind}|${path}|${line}|${detail}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.path.localeCompare(b.path) || (a.line ?? 0) - (b.line ?? 0));
}

/** A mistake in the guard itself neither ends a build nor lets a change through unread: a person is asked. */
export function guarded(detect: () => HonestyFinding[], path: string): HonestyFinding[] {
  try {
    return detect();
  } catch (error) {
    return [notInspected(path, error instanceof Error ? error.message.slice(0, 200) : 'for an unknown reason')];
  }
}

function notInspected(path: string, why: string): HonestyFinding {
  return { kind: 'not-inspected', path, line: null, detail: `The guard could not read all of this change (${why}): look at it yourself.`, severity: 'medium' };
}
