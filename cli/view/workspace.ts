import type { WorkspaceJob } from '../../client/index.js';
import type { Colors } from '../terminal.js';
import { cleanLine } from './clean.js';
import { renderTable } from './table.js';
import { localTime } from './time.js';

/** What of a workspace is shown in a list. */
export interface ListedWorkspace {
  id: string;
  name: string;
  template: string;
  status: string;
  commit: string | null;
  file_count: number;
}

/** What of a commit is shown. */
export interface ListedCommit {
  commit: string;
  at: string;
  author: string;
  message: string;
}

// More findings of one check are read in the JSON answer.
const FINDINGS_MAX = 20;
const SHORT_COMMIT = 8;

/** Workspaces as a table. */
export function renderWorkspaces(workspaces: ListedWorkspace[], { colors }: { colors: Colors }): string[] {
  if (workspaces.length === 0) return ['No workspaces. Make one: mw workspace create python'];
  const rows = workspaces.map(({ id, name, template, status, commit, file_count: files }) => [
    cleanLine(id, 60),
    template,
    status,
    String(files),
    commit?.slice(0, SHORT_COMMIT) ?? '-',
    cleanLine(name, 100),
  ]);
  return renderTable(['ID', 'TEMPLATE', 'STATUS', 'FILES', 'COMMIT', 'NAME'], rows, colors);
}

/** Files by path with their bytes. */
export function renderFiles(files: { path: string; bytes: number }[], { colors }: { colors: Colors }): string[] {
  return renderTable(
    ['BYTES', 'PATH'],
    files.map(({ path, bytes }) => [String(bytes), cleanLine(path, 300)]),
    colors,
  );
}

/** Commits, newest first. */
export function renderHistory(commits: ListedCommit[], { colors }: { colors: Colors }): string[] {
  const rows = commits.map(({ commit, at, author, message }) => [commit.slice(0, SHORT_COMMIT), localTime(at), cleanLine(author, 30), cleanLine(message, 100)]);
  return renderTable(['COMMIT', 'AT', 'BY', 'MESSAGE'], rows, colors);
}

/** The verdict of checks: a line each, and below it what was found. */
export function renderJob(job: WorkspaceJob): string[] {
  const failure = job.failure ? [`${job.failure.title}: ${cleanLine(job.failure.detail, 500)}`] : [];
  const checks = (job.checks ?? []).flatMap(({ name, outcome, findings, output, durationMs }) => [
    `${outcome.padEnd(11)} ${cleanLine(name, 40)} (${(durationMs / 1_000).toFixed(1)} s)`,
    ...findings.slice(0, FINDINGS_MAX).map((one) => `  ${placeOf(one)}${cleanLine(one.rule, 60)}: ${cleanLine(one.message, 300)}`),
    ...(findings.length > FINDINGS_MAX ? [`  and ${findings.length - FINDINGS_MAX} more`] : []),
    // What failed without a finding says why in its output only.
    ...(outcome === 'failed' && findings.length === 0 ? [`  ${cleanLine(output.slice(-500), 500)}`] : []),
  ]);
  const tests = job.tests ? [`${job.tests.total} tests, ${job.tests.failed} failed, ${job.tests.skipped} skipped${coverageOf(job)}`] : [];
  return [...failure, ...checks, ...tests, `${job.kind}: ${job.status ?? job.state}`];
}

function placeOf({ file, line }: { file: string | null; line: number | null }): string {
  if (file === null) return '';
  return `${cleanLine(file, 200)}${line === null ? '' : `:${line}`}: `;
}

function coverageOf({ coverage }: WorkspaceJob): string {
  return typeof coverage === 'number' ? `; ${coverage} % of the lines are covered` : '';
}
