import { loadPlan, loadSession } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import { keep } from './findings.js';
import { inspect } from './inspect.js';
import { readDiff } from './read-diff.js';
import type { HonestyVerdict } from './policy.js';
import { DEFAULT_HONESTY } from './settings.js';

// What a history carries; the rows have them all.
const FINDINGS_MAX = 20;
const DETAIL_CHARS_MAX = 500;

/** Small enough for a history. */
export interface TaskInspection {
  verdict: HonestyVerdict;
  findings: { kind: string; path: string | null; line: number | null; detail: string }[];
}

/**
 * Reads a task's whole change, over all its tries, before it is merged. The verdict is policy's: deny goes back as a failed
 * try, ask waits for a person, warn is shown. Repeatable: findings are kept once a commit.
 */
export async function inspectTask(deps: BuildDeps, sessionId: string): Promise<TaskInspection> {
  const { session, build, task } = await loadSession(deps.db, sessionId);
  const { policy } = deps.honesty ?? DEFAULT_HONESTY;
  const base = session.taskBase ?? session.baseCommit;
  if (base === session.head) return { verdict: 'clean', findings: [] };
  deps.failpoint('inspect', 'before');
  const plan = await loadPlan(deps.db.orm, build);
  const diff = await readDiff(deps.git, build.projectId, base, session.head);
  const findings = inspect({ ...diff, goal: `${build.title}\n${build.description}\n${task.goal}`, planned: [...task.files, ...filesOf(plan)] });
  const inspected = await keep(deps.db, policy, { buildId: build.id, subject: session.id, commit: session.head }, findings);
  deps.failpoint('inspect', 'after');
  // Only what policy does not allow speaks against or about the change.
  const said = inspected.findings.filter(({ kind }) => policy[kind] !== 'allow');
  return {
    verdict: inspected.verdict,
    findings: said.slice(0, FINDINGS_MAX).map(({ kind, path, line, detail }) => ({ kind, path, line, detail: detail.slice(0, DETAIL_CHARS_MAX) })),
  };
}

export function filesOf(plan: Record<string, unknown>): string[] {
  const tasks = Array.isArray(plan['tasks']) ? (plan['tasks'] as { files?: unknown }[]) : [];
  return tasks.flatMap(({ files }) => (Array.isArray(files) ? files.filter((file): file is string => typeof file === 'string') : []));
}
