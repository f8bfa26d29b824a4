import type { CheckReport } from '../checks/port.js';
import type { TreeFile } from '../git/store.js';
import type { RepositoryDeps } from './deps.js';
import { proveFix } from './prove.js';
import { repositoryOfBuild } from './rows.js';

interface Subject {
  build: { id: string; projectId: string; projectType: string };
  commit: string;
  files: TreeFile[];
  report: CheckReport;
  /** Names the run: the containers of a proof. */
  name: string;
}

/**
 * What the checks alone do not say of a change of an existing repository: that there is one, and of a fix that it fixes.
 * Answers the report, failed where that is missing. Builds that were started here keep theirs.
 */
export async function withProof(deps: RepositoryDeps, subject: Subject, signal?: AbortSignal): Promise<CheckReport> {
  const { build, commit, files, report } = subject;
  const found = await repositoryOfBuild(deps.db.orm, build.id);
  if (!found?.baseCommit || report.verdict === 'failed') return report;
  const [was, is] = await Promise.all([deps.git.treeOf(build.projectId, found.baseCommit), deps.git.treeOf(build.projectId, commit)]);
  if (was === is) return failed(report, 'nothing-changed', 'Nothing was changed: the files are those of the untouched base.');
  if (build.projectType !== 'bug_fix' || !found.baseline) return report;
  const proof = await proveFix(deps.checks, {
    name: subject.name,
    buildId: build.id,
    language: found.repository.language,
    base: await deps.git.files(build.projectId, found.baseCommit),
    result: files,
    before: found.baseline,
    after: report,
    signal,
  });
  if (proof.proven) return { ...report, summary: `${report.summary}; ${proof.summary}` };
  return failed(report, 'not-proven', `The fix is not proven: ${proof.summary}`);
}

function failed(report: CheckReport, rule: string, message: string): CheckReport {
  const check = { name: 'proof', outcome: 'failed' as const, required: true, findings: [{ file: null, line: null, rule, message }], output: '', durationMs: 0 };
  return { ...report, verdict: 'failed', summary: `${report.summary}; ${message}`, checks: [check, ...report.checks] };
}
