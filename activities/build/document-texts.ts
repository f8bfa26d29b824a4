/** The documents that the engine itself writes, as markdown: pure. */
import { DOCUMENT } from '../../contracts/documents.js';
import { orderTasks, type Plan } from '../../schemas/plan.js';
import type { CheckReport } from '../checks/port.js';
import type { NewDocument } from './documents.js';

// A report for people; the whole is the artifact beside it.
const FINDINGS_SHOWN = 50;

type Draft = Omit<NewDocument, 'key'>;

/** The plan as it was approved: what is to be built, by whom and at what risk. */
export function prdOf(plan: Plan, about: { buildId: string; version: number; description: string }): Draft {
  const tasks = orderTasks(plan.tasks).map(
    ({ id, goal, role, depends_on }) => `- **${id}** (${role}${depends_on.length > 0 ? `, after ${depends_on.join(', ')}` : ''}): ${indented(goal)}`,
  );
  const { hours, usd, basis } = plan.estimate;
  const content = [
    `# ${plan.title}`,
    plan.summary,
    section('What was asked for', [about.description]),
    section('Requirements', bullets(plan.requirements)),
    section('Tasks', tasks),
    section('Stack', bullets([...(plan.language ? [`language: ${plan.language}`] : []), ...plan.stack])),
    section('Risks', bullets(plan.risks)),
    section('Open questions', bullets(plan.questions)),
    section('Estimate', [`${hours} h, $${usd}${basis ? ` (${basis})` : ''}`]),
    `Plan ${about.version} of ${about.buildId}${plan.made_by ? `, made by ${plan.made_by}` : ''}.`,
  ];
  return { kind: 'prd', name: DOCUMENT.prd, title: plan.title, gate: 'G2', author: 'product-manager', mediaType: 'text/markdown', content: joined(content) };
}

/** The engine's verdict on a commit of main. */
export function checksReportOf(report: CheckReport, about: { buildId: string; commit: string }): Draft {
  const { tests, coveragePercent } = report;
  const checks = report.checks.map(({ name, outcome, required, findings }) => {
    const found = findings.length === 0 ? '' : `: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`;
    return `- ${name}: ${outcome}${required ? '' : ' (advice)'}${found}`;
  });
  const findings = report.checks.flatMap((check) =>
    check.findings.map(({ file, line, rule, message }) => `- ${check.name}: ${file ? `${file}${line ? `:${line}` : ''}: ` : ''}${rule}: ${indented(message)}`),
  );
  const coverage = coveragePercent === null ? 'coverage was not measured' : `${coveragePercent} % of lines covered`;
  const content = [
    `# Checks: ${report.verdict}`,
    report.summary,
    section('Tests', [`${tests.total} run, ${tests.failed} failed, ${tests.skipped} skipped; ${coverage}`, ...bullets(tests.failing ?? [])]),
    section('Checks', checks),
    section('Findings', findings.slice(0, FINDINGS_SHOWN)),
    findings.length > FINDINGS_SHOWN ? `And ${findings.length - FINDINGS_SHOWN} more, in the artifact checks.json of the gate.` : '',
    `Commit ${about.commit} of ${about.buildId}.`,
  ];
  const title = `Checks on ${about.commit.slice(0, 12)}: ${report.verdict}`;
  return { kind: 'report', name: DOCUMENT.checks, title, gate: 'G6', author: 'qa-engineer', mediaType: 'text/markdown', content: joined(content) };
}

/** What the scans for security found, as SARIF. */
export function securityReportOf(sarif: string): Draft {
  return {
    kind: 'report',
    name: DOCUMENT.security,
    title: 'Security scans',
    gate: 'G7',
    author: 'security-engineer',
    mediaType: 'application/sarif+json',
    content: sarif,
  };
}

/** What was planned against what happened. */
export function retrospectiveOf(
  retrospective: { summary: string; went_well: string[]; to_improve: string[] },
  about: { buildId: string; title: string },
): Draft {
  const content = [
    `# Retrospective: ${about.title}`,
    retrospective.summary,
    section('Went well', bullets(retrospective.went_well)),
    section('To improve', bullets(retrospective.to_improve)),
    `Of ${about.buildId}.`,
  ];
  const title = `Retrospective: ${about.title}`;
  return { kind: 'report', name: DOCUMENT.retrospective, title, gate: null, author: 'analyst', mediaType: 'text/markdown', content: joined(content) };
}

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `## ${title}\n\n${lines.join('\n')}`;
}

function bullets(texts: readonly string[]): string[] {
  return texts.map((text) => `- ${indented(text)}`);
}

/** Further lines of a list's entry stay in it. */
function indented(text: string): string {
  return text.trim().replaceAll('\n', '\n  ');
}

function joined(parts: string[]): string {
  return `${parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
