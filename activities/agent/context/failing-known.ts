import type { SessionRun } from '../session-run.js';
import type { FailingItem, FailingSet } from './failing.js';

/** The failing checks as the newest step that saw any tells; of an earlier turn or try when no loaded step does. Null: nobody looked yet. */
export function knownFailing(run: Pick<SessionRun, 'steps' | 'history'>): FailingSet | null {
  const step = run.steps.findLast((row) => row.data?.['failing'] !== undefined);
  if (!step) return run.history.failing;
  return { ...(step.data?.['failing'] as Omit<FailingSet, 'turn'>), turn: step.turn };
}

/** Whether the session committed after the checks that told of these failures. */
export function changedSince(run: Pick<SessionRun, 'steps'>, failing: FailingSet | null): boolean {
  if (!failing) return false;
  const at = run.steps.findLastIndex((row) => row.data?.['failing'] !== undefined);
  return run.steps.slice(at + 1).some((row) => row.commit !== null);
}

/** What a command's output adds to what was known: its failures first, then those it says nothing of. */
export function withKnown(seen: Omit<FailingSet, 'turn'>, known: FailingSet | null): Omit<FailingSet, 'turn'> {
  const names = seen.items.map(nameOf);
  const others = (known?.items ?? []).filter((item) => !names.some((name) => item.message.includes(name)));
  return { total: seen.total + others.length, items: [...seen.items, ...others].slice(0, 20) };
}

/** The test's own name, without file, class or message. */
function nameOf({ message }: FailingItem): string {
  return message.split(': ')[0]?.split('::').at(-1)?.trim() ?? message;
}
