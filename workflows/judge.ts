import type { Finding } from '../contracts/messages.js';
import type { BuildContext } from './context.js';
import { withBudget } from './with-budget.js';

/** What the engine and the reviewer make of a change whose checks passed. */
export interface Judgement {
  /** accept: it may be merged. ask: a person decides. refuse: it goes back. */
  verdict: 'accept' | 'ask' | 'refuse';
  by: 'inspection' | 'review';
  /** One line for people. */
  summary: string;
  findings: Finding[];
}

const CODE_REVIEWER = 'code-reviewer';
// What the next try and a person need to read; the rest is in the rows.
const FINDINGS_MAX = 20;
const MESSAGE_CHARS_MAX = 500;

/**
 * Reads a session's change: first the engine for honesty, then, where one takes part, the reviewer against the goal.
 * `waits`: a review without money waits for a person; otherwise it throws BUDGET_EXHAUSTED.
 */
export async function judge(context: BuildContext, task: { id: string }, sessionId: string, waits: boolean): Promise<Judgement> {
  const inspected = await inspect(context, task, sessionId);
  if (inspected.verdict === 'refuse' || !context.takesPart(CODE_REVIEWER)) return inspected;
  const reviewed = await (waits ? withBudget(context, () => review(context, task, sessionId)) : review(context, task, sessionId));
  // What the engine wants a person to see stays, whatever the reviewer says.
  return reviewed.verdict === 'refuse' ? reviewed : inspected;
}

async function inspect(context: BuildContext, task: { id: string }, sessionId: string): Promise<Judgement> {
  const { verdict, findings } = await context.act.sandbox.inspectTask.executeWithOptions({ summary: `inspect: ${task.id}` }, [{ sessionId }]);
  const named = findings.map(({ kind, path, line, detail }) => ({ file: path, line, rule: kind, message: detail }));
  const summary = named.length === 0 ? 'nothing to remark' : `the engine remarks on the change: ${namesOf(named)}`;
  return { verdict: verdict === 'deny' ? 'refuse' : verdict === 'ask' ? 'ask' : 'accept', by: 'inspection', summary, findings: cut(named) };
}

async function review(context: BuildContext, task: { id: string }, sessionId: string): Promise<Judgement> {
  const { verdict, summary, findings } = await context.act.llm.reviewTask.executeWithOptions({ summary: `review: ${task.id}` }, [{ sessionId }]);
  return { verdict: verdict === 'changes' ? 'refuse' : 'accept', by: 'review', summary, findings: cut(findings) };
}

function cut(findings: Finding[]): Finding[] {
  return findings.slice(0, FINDINGS_MAX).map((finding) => ({ ...finding, message: finding.message.slice(0, MESSAGE_CHARS_MAX) }));
}

function namesOf(findings: Finding[]): string {
  return [...new Set(findings.map(({ rule, file }) => (file ? `${rule} in ${file}` : rule)))].slice(0, 5).join(', ');
}
