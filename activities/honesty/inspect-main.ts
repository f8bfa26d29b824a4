import { asc, eq } from 'drizzle-orm';
import { settledFindings, type FindingRow } from '../../db/queries/honesty.js';
import { sessions, tasks } from '../../db/schema/index.js';
import { loadPlan, type BuildRow } from '../agent/session-store.js';
import type { BuildDeps } from '../build/deps.js';
import { keep, type Inspected } from './findings.js';
import { filesOf } from './inspect-task.js';
import { inspect } from './inspect.js';
import type { MainSubject, Unchecked } from './main-subject.js';
import type { Policy } from './policy.js';
import type { HonestyFinding } from './port.js';
import { probe, type ProbeResult } from './probe/probe.js';
import { redFirst } from './red-first.js';
import { readDiff } from './read-diff.js';
import { DEFAULT_HONESTY } from './settings.js';

export interface MainInspection extends Inspected {
  /** How many changes of the product's code its tests notice; null when that was not measured. */
  mutation: ProbeResult | null;
}

/**
 * The whole build's change, read once its checks pass: the guard's findings, tests that prove a fix, and the mutation
 * probe. What a person took at its task is shown again and not asked again.
 */
export async function inspectMain(deps: BuildDeps, subject: MainSubject, measured: ProbeResult | null, signal?: AbortSignal): Promise<MainInspection> {
  const { build, commit, report } = subject;
  const settings = deps.honesty ?? DEFAULT_HONESTY;
  const base = await baseOf(deps, build);
  if (report.verdict === 'failed' || !base || base === commit) return { verdict: 'clean', findings: [], mutation: null };
  const diff = await readDiff(deps.git, build.projectId, base, commit);
  const plan = await loadPlan(deps.db.orm, build);
  // What any task asked for was asked for.
  const asked = await deps.db.orm.select({ goal: tasks.goal }).from(tasks).where(eq(tasks.buildId, build.id));
  const goal = [build.title, build.description, ...asked.map((task) => task.goal)].join('\n');
  const read = inspect({ ...diff, goal, planned: filesOf(plan) });
  const red = await redFirst(deps, { ...subject, base, changes: diff.changes }, signal);
  // Where the tests fail anyway, or there are none, nothing was noticed.
  const mutation = report.tests.total === 0 || report.tests.failed > 0 ? null : measured;
  const findings = [...read, ...red, ...(mutation?.findings ?? [])];
  const settled = await settledFindings(deps.db.orm, build.id);
  const policy = withSettled(settings.policy, findings, settled);
  const kept = await keep(deps.db, policy, { buildId: build.id, subject: 'main', commit }, findings);
  const open = findings.filter(({ kind }) => policy[kind] !== 'allow');
  return { verdict: kept.verdict, findings: [...open, ...takenAtTasks(settled, open)], mutation };
}

/** The mutation probe, beside the checks rather than behind them: it has a core of its own then. Null: not measured. */
export async function measure(deps: BuildDeps, subject: Unchecked, signal?: AbortSignal): Promise<ProbeResult | null> {
  const { build, commit } = subject;
  const base = await baseOf(deps, build);
  if (!deps.honesty?.variants || !base || base === commit) return null;
  const { changes } = await readDiff(deps.git, build.projectId, base, commit);
  return probe(deps.honesty, subject, changes, signal);
}

/** The commit at which the build began. */
async function baseOf(deps: BuildDeps, build: BuildRow): Promise<string | null> {
  if (build.baseCommit) return build.baseCommit;
  const [first] = await deps.db.orm
    .select({ base: sessions.taskBase, own: sessions.baseCommit })
    .from(sessions)
    .where(eq(sessions.buildId, build.id))
    .orderBy(asc(sessions.createdAt))
    .limit(1);
  return first?.base ?? first?.own ?? null;
}

/** What was taken at a task stays in sight at the gate, though the whole change may not show it any more. */
function takenAtTasks(settled: readonly FindingRow[], shown: readonly HonestyFinding[]): HonestyFinding[] {
  return settled
    .filter(({ kind, path, action }) => action !== 'allow' && !shown.some((each) => each.kind === kind && each.path === path))
    .map(({ kind, path, line, detail, severity }) => ({
      kind: kind as HonestyFinding['kind'],
      path: path ?? '',
      line,
      detail: `Taken at its task: ${detail}`,
      severity: severity as HonestyFinding['severity'],
    }));
}

/** Kinds of which every finding was decided at its task need no second decision. */
function withSettled(policy: Policy, findings: readonly HonestyFinding[], settled: readonly { kind: string; path: string | null }[]): Policy {
  const open = (kind: string) => findings.some((finding) => finding.kind === kind && !settled.some((each) => each.kind === kind && each.path === finding.path));
  const decided = [...new Set(findings.map(({ kind }) => kind))].filter(
    (kind) => policy[kind] !== 'allow' && settled.some((each) => each.kind === kind) && !open(kind),
  );
  return { ...policy, ...Object.fromEntries(decided.map((kind) => [kind, 'warn'])) };
}
