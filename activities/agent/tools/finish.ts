import { z } from 'zod';
import { failingOf } from '../context/failing.js';
import { describeReport } from './run-checks.js';
import { defineTool } from './tool.js';

export const finish = defineTool({
  name: 'finish',
  description: 'End the task. Accepted only when the checks pass on a clean checkout.',
  schema: z.object({ summary: z.string().max(8_000).default('') }),
  async run({ summary }, context) {
    if (context.changesNothing) return { ok: true, text: 'Accepted.', summary: summary.slice(0, 160) || 'finished', finished: { summary } };
    const report = await context.checks();
    const data = { verdict: report.verdict, head: context.head, tests: report.tests.total, failed: report.tests.failed };
    const failing = { set: failingOf(report), isWhole: true, tree: await context.tree() };
    if (report.verdict === 'passed') return { ok: true, text: 'Accepted.', summary: summary.slice(0, 160) || 'finished', finished: { summary }, data, failing };
    return {
      ok: false,
      text: `Not accepted: the checks fail on a clean checkout. Mend the cause, then finish again.\n${describeReport(report)}`,
      summary: `refused: ${report.summary}`,
      data,
      failing,
    };
  },
});
