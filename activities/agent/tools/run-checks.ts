import { z } from 'zod';
import type { CheckReport } from '../../checks/port.js';
import { failingOf } from '../context/failing.js';
import { headAndTail } from './output.js';
import { defineTool } from './tool.js';

// The relevant part only: what failed, not what passed.
const FAILURE_CHARS_MAX = 8_000;

export const runChecks = defineTool({
  name: 'run_checks',
  description: "Run the project's build, lint and tests in a fresh container on a clean checkout of your work.",
  schema: z.object({}),
  async run(_args, context) {
    const report = await context.checks();
    return {
      ok: report.verdict === 'passed',
      text: describeReport(report),
      summary: report.summary,
      data: { verdict: report.verdict, head: context.head, tests: report.tests.total, failed: report.tests.failed },
      failing: { set: failingOf(report), isWhole: true, tree: await context.tree() },
    };
  },
});

/** PASSED or FAILED first, then what failed with its findings and output. */
export function describeReport(report: CheckReport): string {
  const parts = [`${report.verdict === 'passed' ? 'PASSED' : 'FAILED'}: ${report.summary}`];
  for (const check of report.checks.filter((entry) => entry.outcome === 'failed')) {
    parts.push(`${check.name}${check.required ? '' : ' (advice)'}:`);
    for (const finding of check.findings.slice(0, 30))
      parts.push(`- ${finding.file ?? ''}${finding.line ? `:${finding.line}` : ''} ${finding.rule}: ${finding.message.slice(0, 600)}`);
    if (check.required && check.output) parts.push(headAndTail(check.output, FAILURE_CHARS_MAX / 2));
  }
  return headAndTail(parts.join('\n'), FAILURE_CHARS_MAX);
}
