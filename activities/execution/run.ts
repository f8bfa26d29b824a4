import type { AttemptEnd } from '../../contracts/execution.js';
import type { BuildDeps } from '../build/deps.js';
import type { CheckReport } from '../checks/port.js';
import { compareWithBaseline } from '../repos/compare.js';
import { closeAttempt } from './close.js';
import { treeWith } from './ground.js';
import { workplaceOf } from './repository.js';
import { attemptsOf, loadExecution, type AttemptPlace } from './rows.js';
import { verdictOf } from './verdict.js';

/**
 * Runs the checks on what an attempt wrote, in a fresh sandbox and within the execution's time: in a repository on its whole
 * tree, where what failed before is nobody's fault. The verdict is the engine's;
 * one that was kept is answered again. Throws SANDBOX_UNAVAILABLE and IMAGE_BUILD_FAILED: a lost engine is no failed attempt.
 */
export async function runAttempt(
  deps: BuildDeps,
  place: AttemptPlace,
  options: { signal?: AbortSignal; onProgress?: (text: string) => void } = {},
): Promise<AttemptEnd> {
  const { executionId, round, attempt } = place;
  const execution = await loadExecution(deps.db.orm, executionId);
  const { language, timeoutSeconds, userId } = execution;
  const row = (await attemptsOf(deps.db.orm, place)).find((each) => each.attempt === attempt);
  if (row?.state === 'passed' || row?.state === 'failed') return { state: row.state, summary: row.summary ?? '' };
  if (!row?.files || language === null) throw new Error(`attempt ${round}.${attempt} of ${executionId} has nothing to run`);
  const workplace = await workplaceOf(deps, execution);
  const ran = await deps.checks.run({
    name: `${executionId}/${round}.${attempt}`,
    buildId: executionId,
    language,
    files: workplace ? await treeWith(deps, workplace, row.files) : row.files.map(({ path, content }) => ({ path, content: Buffer.from(content, 'utf8') })),
    ...(workplace ? { testCommand: workplace.facts.testCommand } : {}),
    owner: userId,
    secondsMax: timeoutSeconds,
    ...options,
  });
  const { report } = compareWithBaseline(ran, workplace && withTestsWanted(workplace.baseline));
  const verdict = verdictOf(report);
  const summary = summaryOf(report);
  await closeAttempt(deps, place, { ...verdict, summary });
  return { state: verdict.passed ? 'passed' : 'failed', summary };
}

/** That a repository had no tests excuses nobody who writes code with tests. */
function withTestsWanted(baseline: CheckReport | null): CheckReport | null {
  return baseline && { ...baseline, checks: baseline.checks.map((each) => ({ ...each, findings: each.findings.filter(({ rule }) => rule !== 'no-tests') })) };
}

function summaryOf({ summary }: CheckReport): string {
  return summary.slice(0, 500);
}
