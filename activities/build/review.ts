import { z } from 'zod';
import { MillwrightError } from '../../contracts/failures.js';
import type { Finding } from '../../contracts/messages.js';
import { TEMPLATE_MODEL } from '../../contracts/template-model.js';
import { record, storable } from '../../db/queries/record.js';
import { fenced, intentBlock } from '../agent/prompt.js';
import { loadSession, type SessionContext } from '../agent/session-store.js';
import { headAndTail } from '../agent/tools/output.js';
import type { CallOptions, ChatMessage, Preference } from '../llm/port.js';
import { findingLine, outcomeOf } from './brief.js';
import type { BuildDeps } from './deps.js';
import { askStructured } from './structured.js';
import { REVIEWER } from './team.js';
import { earlierTries } from './tries.js';

export interface Review {
  /** skipped: no usable review came; the change is judged by the engine alone. */
  verdict: 'approve' | 'changes' | 'skipped';
  summary: string;
  findings: Finding[];
}

// About 20,000 tokens: a larger change is shown at both ends, with a mark.
const DIFF_CHARS_MAX = 80_000;
// An endpoint that is away is asked again by the activity's retries this often; a review is not worth an hour.
const ATTEMPTS_MAX = 3;
const BLOCKING = ['blocker', 'major'];

const text = (max: number) => z.string().transform((value) => value.slice(0, max));
const findingSchema = z.object({
  severity: z.enum(['blocker', 'major', 'minor', 'note']).catch('minor'),
  file: text(300).nullish(),
  line: z.number().int().nullish().catch(null),
  message: text(2_000),
});
const reviewSchema = z.object({ summary: text(4_000).default(''), findings: z.array(findingSchema).max(100) });
type ReviewAnswer = z.infer<typeof reviewSchema>;

/**
 * The code reviewer reads a session's whole change against its task's goal; asked once a session. Never fails a build: an
 * answer that cannot be used is a note. Throws BUDGET_EXHAUSTED, and what a retry may mend while `attempt` is small.
 */
export async function reviewTask(deps: BuildDeps, sessionId: string, options: CallOptions & { attempt: number }): Promise<Review> {
  const context = await loadSession(deps.db, sessionId);
  const review = await askForReview(deps, context, options).catch((error: unknown): Review => {
    if (!(error instanceof MillwrightError) || error.code === 'BUDGET_EXHAUSTED' || error.code === 'LEASE_LOST') throw error;
    if ((error.code === 'LLM_UNAVAILABLE' || error.code === 'LLM_RATE_LIMITED') && options.attempt < ATTEMPTS_MAX) throw error;
    return { verdict: 'skipped', summary: `no review of ${context.task.taskId}: ${error.detail.slice(0, 300)}`, findings: [] };
  });
  await keepReview(deps, context, review);
  return review;
}

async function askForReview(deps: BuildDeps, context: SessionContext, options: CallOptions): Promise<Review> {
  const { build, session, task } = context;
  const role = deps.roles.get(REVIEWER);
  const model = deps.models.nameOf({ tier: role.tier, preference: build.llmPreference as Preference, model: build.modelOverride });
  if (model === TEMPLATE_MODEL) return { verdict: 'skipped', summary: 'the template model does not review: its templates are tested', findings: [] };
  const diff = await deps.git.diff(build.projectId, session.taskBase ?? session.baseCommit, session.head);
  if (diff === '') return { verdict: 'approve', summary: 'nothing was changed', findings: [] };
  const answer = await askStructured(
    deps,
    {
      key: `${session.id}/review`,
      buildId: build.id,
      name: 'review',
      schema: reviewSchema,
      messages: await reviewMessages(deps, context, role.prompt, diff),
      tier: role.tier,
      failure: 'LLM_OUTPUT_INVALID',
    },
    options,
  );
  return verdictOf(answer, task.taskId);
}

async function reviewMessages(deps: BuildDeps, { build, session, task }: SessionContext, prompt: string, diff: string): Promise<ChatMessage[]> {
  const asked = (await earlierTries(deps, session)).flatMap((earlier) => outcomeOf(earlier).objection?.findings ?? []);
  const parts = [
    'Review this change against the goal of its task. The checks of the engine passed on it.',
    'The intent:',
    intentBlock(build),
    'The task:',
    fenced('task', JSON.stringify({ id: task.taskId, role: task.role, goal: task.goal, files: task.files })),
    'The change:',
    fenced('diff', headAndTail(diff, DIFF_CHARS_MAX)),
  ];
  if (asked.length > 0) parts.push('Asked for before; do not ask again for what is mended:', fenced('findings', asked.map(findingLine).join('\n')));
  return [
    { role: 'system', content: prompt },
    { role: 'user', content: parts.join('\n\n') },
  ];
}

/** The findings decide, not the model's own word for them. */
function verdictOf({ summary, findings }: ReviewAnswer, taskId: string): Review {
  const blocking = findings.filter(({ severity }) => BLOCKING.includes(severity));
  const named = [...blocking, ...findings.filter((finding) => !blocking.includes(finding))].map(({ severity, file, line, message }) => ({
    file: file ?? null,
    line: line ?? null,
    rule: severity,
    message,
  }));
  if (blocking.length === 0) return { verdict: 'approve', summary: summary.slice(0, 500) || `${taskId} is fine`, findings: named.slice(0, 20) };
  const places = blocking.length === 1 ? 'one finding that must be mended' : `${blocking.length} findings that must be mended`;
  return { verdict: 'changes', summary: `the reviewer has ${places}: ${blocking[0]?.message.slice(0, 300) ?? ''}`, findings: named.slice(0, 20) };
}

async function keepReview(deps: BuildDeps, { session, task }: SessionContext, review: Review): Promise<void> {
  const lines = review.findings.map((finding) => `- ${findingLine(finding)}`);
  await record(deps.db.orm, {
    buildId: session.buildId,
    key: `${session.id}/review`,
    event: { kind: 'note', text: storable(`Review of ${task.taskId}: ${review.verdict}. ${review.summary}`.slice(0, 500)), by: REVIEWER },
    ...(lines.length > 0 ? { journal: { kind: 'note', owner: REVIEWER, text: `Review of ${task.taskId}\n${lines.join('\n')}`.slice(0, 8_000) } } : {}),
  });
}
