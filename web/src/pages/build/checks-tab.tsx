import { IconChevronRight, IconShieldCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { client } from '../../api.js';
import type { BuildEvents } from '../../data/build-events.js';
import { EmptyState } from '../../ui/empty-state.js';
import { count, duration, sentence, words } from '../../ui/format.js';
import { Loaded } from '../../ui/loaded.js';
import { Age } from '../../ui/numbers.js';
import { Section } from '../../ui/page.js';
import { StatusBadge, Tag } from '../../ui/status-badge.js';
import { Table } from '../../ui/table.js';
import { readReport, type CheckRun, type Report } from './checks-report.js';
import { FindingList } from './finding-list.js';
import type { BuildStatus } from './types.js';
import classes from './checks.module.css';

/** The engine's own verdict: tests, coverage, each check, security, and what the guard of honesty found. */
export function ChecksTab({ build, events }: { build: BuildStatus; events: BuildEvents }) {
  const kept = build.artifacts.filter(({ name }) => name === 'checks.json').at(-1);
  const query = useQuery({
    queryKey: ['artifact', build.id, kept?.id],
    queryFn: async ({ signal }) => readReport(await (await client.downloadBuildArtifact(build.id, kept?.id ?? '', { signal })).text()),
    enabled: kept !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      {kept ? (
        <Loaded query={query}>{(report) => (report ? <ReportView report={report} /> : <p className="mw-muted">The kept report can't be read.</p>)}</Loaded>
      ) : events.view.checks.length === 0 ? (
        <EmptyState icon={<IconShieldCheck />} title="Nothing was verified yet">
          After every task the engine checks the work itself, in a fresh container. The verdict on the whole build stands here: tests, coverage, lint, audit and
          scans.
        </EmptyState>
      ) : null}
      <Honesty build={build} />
      <Rounds events={events} />
    </>
  );
}

function ReportView({ report }: { report: Report }) {
  const { tests } = report;
  const security = report.checks.filter((check) => check.security);
  return (
    <>
      <dl className={classes.figures}>
        <Figure label="Verdict" value={<StatusBadge status={report.passed ? 'passed' : 'failed'} tone={report.passed ? 'good' : 'bad'} />} />
        <Figure label="Tests" value={`${tests.total - tests.failed - tests.skipped} of ${tests.total} pass`} />
        <Figure
          label="Coverage"
          value={report.coveragePercent === null ? 'not measured' : `${report.coveragePercent.toFixed(1)} %`}
          bar={report.coveragePercent}
        />
        <Figure label="Security" value={securityWords(security)} />
      </dl>
      {report.mutation ? <p className={`mw-muted ${classes.note}`}>{sentence(report.mutation)}.</p> : null}
      <Names title="Failing tests" names={tests.failing} />
      <Names title="Flaky: failed once, passed unchanged" names={tests.flaky} />
      <Names title="Slow tests" names={tests.slow.map(({ name, seconds }) => `${name} (${seconds.toFixed(1)} s)`)} />
      <Section title="Checks" note="What is required must pass before the build goes on; advice is told and holds nothing up.">
        <div className="mw-card">
          {report.checks.map((check) => (
            <Check key={check.name} check={check} />
          ))}
        </div>
      </Section>
      <Tests names={tests.names} failing={tests.failing} />
    </>
  );
}

// A page of more helps nobody; the artifact has them all.
const TESTS_SHOWN = 500;

/** Every test by its name; the failing ones are told above as well. */
function Tests({ names, failing }: { names: readonly string[]; failing: readonly string[] }) {
  if (names.length === 0) return null;
  const failed = new Set(failing);
  return (
    <Section title={`Tests (${names.length})`}>
      <div className={`mw-card ${classes.tests}`} role="group" aria-label="Every test" tabIndex={0}>
        <ul>
          {names.slice(0, TESTS_SHOWN).map((name) => (
            <li key={name}>
              <StatusBadge status={failed.has(name) ? 'failed' : 'passed'} tone={failed.has(name) ? 'bad' : 'good'} />
              <span className="mw-mono">{name}</span>
            </li>
          ))}
          {names.length > TESTS_SHOWN ? <li className="mw-muted">and {names.length - TESTS_SHOWN} more</li> : null}
        </ul>
      </div>
    </Section>
  );
}

function securityWords(scans: readonly CheckRun[]): string {
  const found = scans.reduce((sum, { findings }) => sum + findings.length, 0);
  const missing = scans.filter(({ outcome }) => outcome === 'unavailable').length;
  if (scans.length === 0) return 'not scanned';
  if (found > 0) return count(found, 'finding');
  return missing > 0 ? `clean, ${missing} of ${scans.length} unavailable` : 'clean';
}

function Figure({ label, value, bar }: { label: string; value: ReactNode; bar?: number | null }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="mw-number">{value}</dd>
      {bar === undefined || bar === null ? null : (
        <div className={classes.bar} aria-hidden>
          <div style={{ width: `${Math.max(0, Math.min(100, bar))}%` }} />
        </div>
      )}
    </div>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Section title={`${title} (${names.length})`}>
      <ul className={classes.names}>
        {names.map((name) => (
          <li key={name} className="mw-mono">
            {name}
          </li>
        ))}
      </ul>
    </Section>
  );
}

// The others are their own words.
const CHECK_NAMES: Readonly<Record<string, string>> = { test: 'Tests', 'scan-code': 'Scan of the code' };
const OUTCOME_TONES: Readonly<Record<string, 'good' | 'bad' | 'wait' | 'idle'>> = { passed: 'good', failed: 'bad', unavailable: 'wait', skipped: 'idle' };

function Check({ check }: { check: CheckRun }) {
  const [open, setOpen] = useState(check.outcome === 'failed');
  const more = check.findings.length > 0 || check.output.trim() !== '';
  // What nobody has to mend is no failure.
  const isAdvice = check.outcome === 'failed' && !check.required;
  return (
    <div className={classes.check}>
      <button type="button" className={classes.checkHead} disabled={!more} aria-expanded={more ? open : undefined} onClick={() => setOpen(!open)}>
        <StatusBadge
          status={check.outcome}
          {...(isAdvice ? { label: 'To look at' } : {})}
          tone={isAdvice ? 'wait' : (OUTCOME_TONES[check.outcome] ?? 'idle')}
        />
        <strong title={check.name}>{CHECK_NAMES[check.name] ?? words(check.name)}</strong>
        <Tag>{check.required ? 'required' : 'advice'}</Tag>
        {check.security ? <Tag>security</Tag> : null}
        <span className="mw-muted mw-number">{check.findings.length > 0 ? count(check.findings.length, 'finding') : ''}</span>
        {more ? <IconChevronRight size={15} className={classes.chevron} data-open={open} aria-hidden /> : null}
        <span className={`mw-muted mw-number ${classes.end}`}>{check.seconds < 10 ? `${check.seconds.toFixed(1)} s` : duration(check.seconds)}</span>
      </button>
      {open && more ? (
        <div className={classes.checkBody}>
          <FindingList findings={check.findings} />
          {check.output.trim() ? (
            <pre className={classes.output} tabIndex={0} aria-label={`Output of ${check.name}`}>
              {check.output}
            </pre>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

/** What the guard of honesty found in changes of tests and checks. */
function Honesty({ build }: { build: BuildStatus }) {
  const query = useQuery({ queryKey: ['build', build.id, 'findings'], queryFn: ({ signal }) => client.listFindings(build.id, { limit: 200 }, { signal }) });
  const items = query.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title={`What the guard of honesty found (${items.length})`}>
      <FindingList
        findings={items.map(({ path, line, kind, detail, severity, subject }) => ({
          file: path,
          line,
          rule: kind,
          message: `${detail} (${severity}, ${subject})`,
        }))}
      />
    </Section>
  );
}

const ROUND_COLUMNS = [{ label: 'What was checked', mono: true }, { label: 'Verdict' }, { label: 'Found' }, { label: 'When', right: true, quiet: true }];

function Rounds({ events }: { events: BuildEvents }) {
  const rounds = events.view.checks.toReversed();
  if (rounds.length === 0) return null;
  return (
    <Section title="Every round of checks">
      <Table
        label="Every round of checks"
        columns={ROUND_COLUMNS}
        rows={rounds.map((round, index) => ({
          key: `${round.subject}-${index}`,
          cells: [
            round.subject,
            <Verdict key="verdict" passed={round.passed} />,
            round.summary || null,
            round.endedAt ? <Age key="age" at={round.endedAt} suffix=" ago" /> : null,
          ],
        }))}
      />
    </Section>
  );
}

function Verdict({ passed }: { passed: boolean | null }) {
  if (passed === null) return <StatusBadge status="running" label="Runs" />;
  return <StatusBadge status={passed ? 'passed' : 'failed'} tone={passed ? 'good' : 'bad'} />;
}
