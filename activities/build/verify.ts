import { record } from '../../db/queries/record.js';
import { loadBuild } from '../agent/session-store.js';
import { describeReport } from '../agent/tools/run-checks.js';
import { imageNews } from '../report.js';
import { keepArtifact } from './artifacts.js';
import type { BuildDeps } from './deps.js';

export interface Verdict {
  passed: boolean;
  commit: string;
  summary: string;
  /** Digest of the kept report: the proof of G6. */
  reportDigest: string;
}

/** The engine's own verdict on main: fresh container, clean checkout. The report is kept as the proof of G6. */
export async function verifyMain(deps: BuildDeps, request: { buildId: string; round: number }, options: { signal?: AbortSignal } = {}): Promise<Verdict> {
  const { buildId, round } = request;
  const build = await loadBuild(deps.db.orm, buildId);
  const commit = await deps.git.head(build.projectId, 'main');
  if (!commit) throw new Error(`project ${build.projectId} has no main branch`);
  await record(deps.db.orm, { buildId, key: `verify/${build.generation}/${round}/started`, event: { kind: 'checks.started', subject: 'main' } });
  deps.failpoint('verify', 'before');
  const files = await deps.git.files(build.projectId, commit);
  const report = await deps.checks.run({
    name: `${buildId}/verify/${build.generation}.${round}`,
    buildId,
    language: build.language ?? 'python',
    files,
    allowNoTests: !build.options.tests,
    signal: options.signal,
    onProgress: imageNews(deps, buildId),
  });
  deps.failpoint('verify', 'after');
  const kept = await keepArtifact(deps.db.orm, {
    buildId,
    gate: 'G6',
    name: 'checks.json',
    mediaType: 'application/json',
    content: JSON.stringify(report, null, 2),
  });
  const passed = report.verdict === 'passed';
  await record(deps.db.orm, {
    buildId,
    key: `verify/${build.generation}/${round}`,
    event: { kind: 'checks.ended', subject: 'main', passed, tests: report.tests.total, failed: report.tests.failed, summary: report.summary },
    ...(passed
      ? { patch: { result: { branch: 'main', commit, tree: await deps.git.treeOf(build.projectId, commit) } } }
      : { journal: { kind: 'error', owner: 'qa-engineer', text: describeReport(report) } }),
  });
  return { passed, commit, summary: passed ? report.summary : describeReport(report).slice(0, 4_000), reportDigest: kept.sha256 };
}
