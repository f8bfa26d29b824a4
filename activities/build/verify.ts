import { record } from '../../db/queries/record.js';
import type { CheckReport, RawReport } from '../checks/port.js';
import { loadBuild } from '../agent/session-store.js';
import { describeReport } from '../agent/tools/run-checks.js';
import { checksNews, imageNews } from '../report.js';
import { digestOf } from '../../db/canonical-json.js';
import { compareDesign } from '../design/compare.js';
import { sentenceOf, summaryOf } from '../honesty/findings.js';
import { inspectMain, measure, type MainInspection } from '../honesty/inspect-main.js';
import type { Unchecked } from '../honesty/main-subject.js';
import type { HonestyFinding } from '../honesty/port.js';
import { withProof } from '../repos/verify.js';
import { keepArtifact } from './artifacts.js';
import { keepCheckProof } from './check-proof.js';
import type { BuildDeps } from './deps.js';
import { keepScans, type ScanProof } from './scan-proof.js';

export interface Verdict {
  passed: boolean;
  commit: string;
  summary: string;
  /** Digest of the kept report, and of the deviations where there are some: the proof of G6. */
  reportDigest: string;
  /** Where the work differs from the approved design, in words; shown at the gate. */
  deviations?: string[];
  /** What the guard of honesty found in the whole build's change, in words; shown at the gate. */
  findings?: string[];
  remarks?: string;
  /** Policy wants a person to see them first. */
  asks?: boolean;
  /** What the mutation probe says, in one line. */
  mutation?: string;
  /** What the scans for security say: the proof of G7. */
  scan?: ScanProof;
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
  const name = `${buildId}/verify/${build.generation}.${round}`;
  const { proven, honesty, raw } = await judgeMain(deps, { build, commit, files, name }, options.signal);
  const findings = honesty.findings.map(sentenceOf);
  const report = honesty.verdict === 'deny' ? refused(proven, honesty.findings) : proven;
  deps.failpoint('verify', 'after');
  const kept = await keepArtifact(deps.db.orm, {
    buildId,
    gate: 'G6',
    name: 'checks.json',
    mediaType: 'application/json',
    content: JSON.stringify({ ...report, honesty: { verdict: honesty.verdict, findings: honesty.findings, mutation: mutationOf(honesty) } }, null, 2),
  });
  await keepCheckProof(deps, build, { key: `verify/${build.generation}/${round}`, commit, report, raw });
  const deviations = await compareDesign(deps, build, files, { key: `design-check/${build.generation}/${round}`, gate: 'G6' });
  const passed = report.verdict === 'passed';
  const scan = passed ? await keepScans(deps.db, buildId, report) : undefined;
  await record(deps.db.orm, {
    buildId,
    key: `verify/${build.generation}/${round}`,
    event: { kind: 'checks.ended', subject: 'main', passed, tests: report.tests.total, failed: report.tests.failed, summary: report.summary },
    ...(passed
      ? { patch: { result: { branch: 'main', commit, tree: await deps.git.treeOf(build.projectId, commit) } }, resolves: 'verify/' }
      : { journal: { kind: 'error', owner: 'qa-engineer', text: describeReport(report) } }),
  });
  const reportDigest = deviations.length > 0 ? digestOf({ report: kept.sha256, deviations }) : kept.sha256;
  return {
    passed,
    commit,
    summary: passed ? report.summary : describeReport(report).slice(0, 4_000),
    reportDigest,
    deviations,
    ...(findings.length > 0
      ? { findings: findings.slice(0, 20).map((each) => each.slice(0, 300)), remarks: summaryOf(honesty.findings), asks: honesty.verdict === 'ask' }
      : {}),
    ...(honesty.mutation ? { mutation: mutationOf(honesty) ?? '' } : {}),
    ...(scan ? { scan } : {}),
  };
}

/** The checks with the mutation probe beside them, then what both say of honesty. Nothing of the probe outlives this. */
async function judgeMain(
  deps: BuildDeps,
  subject: Unchecked,
  signal?: AbortSignal,
): Promise<{ proven: CheckReport; honesty: MainInspection; raw: RawReport[] }> {
  const { build, files, name } = subject;
  const raw = new Map<string, RawReport>();
  const news = checksNews(deps, build.id, { subject: 'main', what: 'verifyMain' });
  const probing = new AbortController();
  const measuring = measure(deps, subject, signal ? AbortSignal.any([signal, probing.signal]) : probing.signal);
  // Awaited below; when the checks end with an error first, this one has nobody to tell.
  measuring.catch(() => {});
  try {
    const checked = await deps.checks.run({
      name,
      buildId: build.id,
      language: build.language ?? 'python',
      files,
      allowNoTests: !build.options.tests,
      thorough: true,
      signal,
      onProgress: imageNews(deps, build.id),
      onRunning: news.onRunning,
      // Of a check that ran twice the second: that is the one that counts.
      onReport: (report) => raw.set(`${report.kind}/${report.check}`, report),
    });
    await news.told();
    const proven = await withProof(deps, { ...subject, report: checked }, signal);
    // On code that fails anyway nobody reads it.
    const measured = proven.verdict === 'failed' ? null : await measuring;
    return { proven, honesty: await inspectMain(deps, { ...subject, report: proven }, measured, signal), raw: [...raw.values()] };
  } finally {
    probing.abort();
    // Its container goes first: the next attempt makes one of the same name.
    await measuring.catch(() => {});
  }
}

function mutationOf({ mutation }: MainInspection): string | null {
  if (!mutation) return null;
  const alive = mutation.survivors.length > 0 ? `; unnoticed: ${mutation.survivors.slice(0, 5).join('; ')}` : '';
  return `tests noticed ${mutation.killed} of ${mutation.tried} changes of meaning${alive}`.slice(0, 800);
}

/** Policy does not let the change pass, whatever its tests say. */
function refused(report: CheckReport, found: HonestyFinding[]): CheckReport {
  const findings = found.map(({ kind, path, line, detail }) => ({ file: path, line, rule: kind, message: detail }));
  const check = { name: 'honesty', outcome: 'failed' as const, required: true, findings, output: '', durationMs: 0 };
  return { ...report, verdict: 'failed', summary: `${report.summary}; not accepted: ${summaryOf(found)}`, checks: [...report.checks, check] };
}
