import { and, asc, eq } from 'drizzle-orm';
import { digestOf } from '../../db/canonical-json.js';
import { record, storable } from '../../db/queries/record.js';
import { sessions } from '../../db/schema/index.js';
import { loadSession, type SessionContext, type SessionRow } from '../agent/session-store.js';
import { keepArtifact } from './artifacts.js';
import { findingLine, outcomeOf } from './brief.js';
import type { BuildDeps } from './deps.js';

// A person reads a page, not a log.
const SUMMARY_CHARS_MAX = 4_000;
const FINDINGS_SHOWN = 10;
const TRIES_SHOWN = 8;

/**
 * What a person must know to help with a task: what was tried, what fails, what there is of the work (kept as a patch) and
 * what the engine suggests. `findings`: the checks pass, and what was found in the change must be weighed. Repeatable.
 */
export async function explainTask(deps: BuildDeps, request: { sessionId: string; why: 'failed' | 'findings' }): Promise<{ digest: string; summary: string }> {
  const context = await loadSession(deps.db, request.sessionId);
  const { session, task } = context;
  const tries = await triesOf(deps, session);
  const work = await keepPartialWork(deps, context);
  const parts = request.why === 'failed' ? failedParts(context, tries, work) : findingsParts(context, work);
  const summary = storable(parts.join('\n')).slice(0, SUMMARY_CHARS_MAX);
  await record(deps.db.orm, {
    buildId: session.buildId,
    key: `${session.id}/escalated`,
    event: { kind: 'note', text: `Task ${task.taskId} goes to a person.`, by: 'orchestrator' },
    journal: { kind: 'escalation', owner: 'orchestrator', text: summary },
  });
  return { digest: digestOf({ session: session.id, head: session.head, summary }), summary };
}

function triesOf(deps: BuildDeps, { buildId, taskId, generation }: SessionRow): Promise<SessionRow[]> {
  return deps.db.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.buildId, buildId), eq(sessions.taskId, taskId), eq(sessions.generation, generation)))
    .orderBy(asc(sessions.attempt), asc(sessions.candidate));
}

/** The change so far as an artifact a person can open; says where it is. */
async function keepPartialWork(deps: BuildDeps, { session, build, task }: SessionContext): Promise<string> {
  const base = session.taskBase ?? session.baseCommit;
  const changed = await deps.git.changedPaths(build.projectId, base, session.head);
  if (changed.length === 0) return 'Nothing was written.';
  const name = `partial-${task.taskId}.diff`;
  const content = await deps.git.diff(build.projectId, base, session.head);
  await keepArtifact(deps.db.orm, { buildId: build.id, gate: 'G5', name, mediaType: 'text/x-diff', content });
  const files = changed.slice(0, 8).map(({ path }) => path);
  const more = changed.length > files.length ? ` and ${changed.length - files.length} more` : '';
  return `The work so far is kept on the branch ${session.branch} and as the artifact ${name}: ${files.join(', ')}${more}.`;
}

function failedParts({ session, task }: SessionContext, tries: SessionRow[], work: string): string[] {
  const { failures, objection } = outcomeOf(session);
  const findings = objection?.findings ?? failures;
  return [
    `Task ${task.taskId} was tried ${session.attempt} ${session.attempt === 1 ? 'time' : 'times'} and is not done: ${task.goal.split('\n')[0]?.slice(0, 200) ?? ''}`,
    'What was tried:',
    ...tries.slice(-TRIES_SHOWN).map(tryLine),
    ...(findings.length > 0 ? [objection ? 'What stands against it:' : 'What fails:', ...findingLines(findings)] : []),
    work,
    `Suggestion: ${suggestion(tries)}`,
    'Answer with guidance to try again, approve to try again as it is, or reject to end the build.',
  ];
}

function findingsParts({ session, task }: SessionContext, work: string): string[] {
  const { objection, summary } = outcomeOf(session);
  return [
    `Task ${task.taskId} is done and its checks pass, but a person should look at the change before it is merged: ${summary.slice(0, 300)}`,
    ...findingLines(objection?.findings ?? []),
    work,
    'Approve to merge it as it is, answer with guidance to have it changed, or reject to end the build.',
  ];
}

const OUTCOME_WORDS: Readonly<Record<string, string>> = { SUCCESS: 'done', SOFT_FAIL: 'not finished', HARD_FAIL: 'nothing usable' };

function tryLine(session: SessionRow): string {
  const { outcome, summary } = outcomeOf(session);
  const who = [
    session.candidate ? `candidate ${session.candidate}` : '',
    session.escalate > 0 ? 'a stronger model' : '',
    `${session.turns} ${session.turns === 1 ? 'turn' : 'turns'}`,
    `$${session.costUsd.toFixed(2)}`,
  ];
  return `${session.attempt}. ${OUTCOME_WORDS[outcome] ?? outcome} (${who.filter(Boolean).join(', ')}): ${summary.split('\n')[0]?.slice(0, 200) ?? ''}`;
}

function findingLines(findings: Parameters<typeof findingLine>[0][]): string[] {
  const more = findings.length - FINDINGS_SHOWN;
  return [...findings.slice(0, FINDINGS_SHOWN).map((finding) => `- ${findingLine(finding).slice(0, 300)}`), ...(more > 0 ? [`- and ${more} more`] : [])];
}

/** What the engine would do next in a person's place; from how the tries ended, nothing else. */
function suggestion(tries: SessionRow[]): string {
  const ended = tries.map(outcomeOf).filter(({ outcome }) => outcome !== 'LOST');
  if (ended.every(({ outcome }) => outcome === 'HARD_FAIL')) return 'no try wrote anything: name another model, or say more exactly what is wanted.';
  if (ended.at(-1)?.objection?.by === 'inspection') return 'the checks only pass with weakened tests: the goal or a test may be wrong; say which one counts.';
  if (ended.some(({ summary }) => /reached its limit/.test(summary)))
    return 'the limit of a session was reached: the task may be too large; split it in the plan, or say what can be left out.';
  const faces = ended.map(({ failures }) =>
    failures
      .map(({ file, rule }) => `${file} ${rule}`)
      .sort()
      .join(),
  );
  if (faces.length > 1 && faces.at(-1) !== '' && faces.at(-1) === faces.at(-2))
    return 'the same checks failed again and again: look whether they and the goal ask for the same thing, and say which one counts.';
  return 'say what the failing checks should do, or which part matters most.';
}
