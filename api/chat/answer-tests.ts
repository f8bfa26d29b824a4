/** "Why did the tests fail": the last verdict, and the failures by file and line. */
import type { BuildRow } from '../../db/queries/builds.js';
import type { TestFacts } from '../../db/queries/chat-facts.js';
import { cite, code, type RuleReply } from './reply.js';

const FAILURES_MAX = 8;

export function testsReply(build: Pick<BuildRow, 'id' | 'title'>, facts: TestFacts): Omit<RuleReply, 'buildId'> {
  const citations = [cite('tests', build.id, 'checks'), cite('journal', build.id, 'journal')];
  const [last] = facts.checks;
  const failing = failingLines(facts);
  if (!last && failing.length === 0)
    return { text: `No checks of ${build.id} have run yet.`, citations: citations.slice(0, 1), suggestions: [`how far is ${build.id}`] };
  const verdict = last ? verdictLine(build.id, last) : '';
  const error = last && !last.passed ? facts.errors[0]?.text : undefined;
  const parts = [
    verdict,
    failing.length > 0
      ? `What failed when it was last looked at (task ${code(facts.failing?.task, 40)}, turn ${facts.failing?.turn}):\n\n${failing.join('\n')}`
      : '',
    error ? `The engine noted: ${code(error, 800)}` : '',
    last?.passed && failing.length === 0 ? earlierFailures(facts) : '',
  ];
  return { text: parts.filter(Boolean).join('\n\n'), citations, suggestions: [`what happened in ${build.id}`, `tell ${build.id} to `] };
}

function verdictLine(id: string, { subject, passed, tests, failed, summary }: TestFacts['checks'][number]): string {
  const count = tests > 0 ? ` ${passed ? `${tests} tests passed` : `${failed} of ${tests} tests failed`}.` : '';
  return `The last checks of ${id} (${subject}) **${passed ? 'passed' : 'failed'}**.${count} ${code(summary)}`.trim();
}

/** A line for each failure that is known now. */
export function failingLines({ failing }: Pick<TestFacts, 'failing'>): string[] {
  if (!failing || failing.total === 0) return [];
  const lines = failing.items
    .slice(0, FAILURES_MAX)
    .map(({ file, line, rule, message }) => `- ${file ? `${code(`${file}${line ? `:${line}` : ''}`)} ` : ''}${rule}: ${code(message, 300)}`);
  return failing.total > lines.length ? [...lines, `- and ${failing.total - lines.length} more`] : lines;
}

function earlierFailures({ checks }: TestFacts): string {
  const failed = checks.find(({ passed }) => !passed);
  return failed ? `Before that they failed once: ${code(failed.summary)}` : 'They have not failed before.';
}
