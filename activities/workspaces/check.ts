import { CHECKS_OF, type CheckAction } from '../../contracts/workspaces.js';
import type { TestCommand } from '../../db/schema/index.js';
import { endWorkspaceJob, loadWorkspace, startWorkspaceJob } from '../../db/queries/workspace-record.js';
import type { WorkspaceJobRow } from '../../db/queries/workspaces.js';
import { storableJson } from '../../db/queries/record.js';
import { MillwrightError } from '../../contracts/failures.js';
import { ENGINE_SCANS } from '../checks/engine-scans.js';
import type { CheckReport, CheckResult } from '../checks/port.js';
import { testCommand } from '../repos/detect.js';
import { needsInstall, type ImageSpec } from '../sandbox/image-spec.js';
import type { TreeFile } from '../git/store.js';
import { containerOfJob, type WorkspaceDeps } from './deps.js';

/** What checks said; kept with the job. */
export interface WorkspaceReport {
  status: 'passed' | 'failed' | 'unavailable';
  summary: string;
  checks: CheckResult[];
  tests: CheckReport['tests'] | null;
  /** Percent of lines; null when not measured. */
  coverage: number | null;
}

/** Runs a job's checks on its commit: a clean checkout in a container nobody has worked in before. Repeatable. */
export async function checkWorkspace(deps: WorkspaceDeps, job: WorkspaceJobRow, signal?: AbortSignal): Promise<void> {
  const workspace = await loadWorkspace(deps.db.orm, job.workspaceId);
  if (!workspace || workspace.deletedAt || !job.commit) throw new MillwrightError('NOT_FOUND', 'The workspace was deleted meanwhile.');
  await startWorkspaceJob(deps.db.orm, job.id);
  const image = deps.repositories.images.get(workspace.language);
  const action = job.kind as CheckAction;
  const report = image ? await run(deps, job, image, await deps.git.files(workspace.id, job.commit), signal) : noImage(action, workspace.language, deps);
  deps.failpoint('workspaceChecks', 'before');
  await endWorkspaceJob(deps.db.orm, job.id, { result: storableJson({ ...report }) });
  deps.failpoint('workspaceChecks', 'after');
}

async function run(deps: WorkspaceDeps, job: WorkspaceJobRow, image: ImageSpec, files: TreeFile[], signal?: AbortSignal): Promise<WorkspaceReport> {
  const action = job.kind as CheckAction;
  const { wanted, also } = CHECKS_OF[action];
  const has = [...new Set([...image.checks.map(({ name }) => name), ...ENGINE_SCANS])];
  const only = action === 'validate' ? has : has.filter((name) => wanted.includes(name) || also.includes(name));
  const missing = wanted.filter((name) => !has.includes(name)).map((name) => unavailable(name, `The image for ${image.language} has no check "${name}".`));
  if (only.length === 0 && action !== 'install') return reportOf(action, null, missing);
  const report = await deps.checks.run({
    name: containerOfJob(job.id),
    buildId: job.workspaceId,
    language: image.language,
    files,
    only,
    testCommand: await ownTestCommand(image, files),
    thorough: true,
    signal,
  });
  return reportOf(action, { ...report, checks: report.checks.map((check) => seenAudit(check, image, files)) }, missing);
}

/** How the project itself says that it is tested; null where that is the image's way, which measures coverage as well. */
export async function ownTestCommand(image: ImageSpec, files: readonly { path: string; content: Buffer }[]): Promise<TestCommand | null> {
  const own = await testCommand(image, async (path) => files.find((file) => file.path === path)?.content ?? null);
  return own && !/^(node:test|pytest)$/.test(own.tool) ? own : null;
}

/** An audit that found no versions to look up, in a project that does depend on something, has not looked: that is not clean. */
function seenAudit(check: CheckResult, image: ImageSpec, files: TreeFile[]): CheckResult {
  if (check.name !== 'audit' || check.outcome !== 'skipped') return check;
  const why = 'No file here names the exact versions of the dependencies; write a lock file into the workspace to have them looked up.';
  return needsInstall(image, files) ? { ...unavailable('audit', why), security: true } : check;
}

function reportOf(action: CheckAction, report: CheckReport | null, missing: CheckResult[]): WorkspaceReport {
  const checks = [...(report?.checks ?? []), ...missing];
  // Nothing to install is a success; nothing to check is none.
  if (action === 'install' && checks.length === 0)
    checks.push({
      name: 'install',
      outcome: 'passed',
      required: true,
      findings: [],
      output: 'Nothing to do: no dependencies are asked for, or all are there already.',
      durationMs: 0,
    });
  const ran = report && report.tests.total > 0;
  return {
    status: statusOf(action, checks),
    summary: [report?.summary, ...missing.map(({ name }) => `${name}: unavailable`)].filter(Boolean).join('; '),
    checks,
    tests: ran ? report.tests : null,
    coverage: report?.coveragePercent ?? null,
  };
}

/** Failed when something failed; unavailable when something asked for could not run; passed only when everything did. */
function statusOf(action: CheckAction, checks: readonly CheckResult[]): WorkspaceReport['status'] {
  // Style is only shown by validate; asked for by name, it counts like what is unsafe does everywhere.
  const counts = (check: CheckResult) => action !== 'validate' || check.required || check.security === true;
  if (checks.some((check) => check.outcome === 'failed' && counts(check))) return 'failed';
  const ran = checks.some(({ outcome }) => outcome === 'passed' || outcome === 'failed');
  return !ran || checks.some(({ outcome }) => outcome === 'unavailable') ? 'unavailable' : 'passed';
}

function noImage(action: CheckAction, language: string, { repositories }: WorkspaceDeps): WorkspaceReport {
  const names = action === 'validate' || action === 'install' ? ['install', ...CHECKS_OF.validate.wanted] : CHECKS_OF[action].wanted;
  const why = `There is no sandbox image for ${language} here; there are: ${[...repositories.images.keys()].join(', ')}.`;
  return reportOf(
    action,
    null,
    names.map((name) => unavailable(name, why)),
  );
}

function unavailable(name: string, why: string): CheckResult {
  const findings = [{ file: null, line: null, rule: 'not-available', message: why }];
  return { name, outcome: 'unavailable', required: false, findings, output: '', durationMs: 0 };
}
