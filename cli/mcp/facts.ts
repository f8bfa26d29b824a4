import type { BuildStatus } from '../../client/index.js';
import type { WaitKind } from '../../contracts/messages.js';
import { cleanLine } from '../view/clean.js';
import { untrusted } from './untrusted.js';

/** What we ourselves know of a build: names of ours, numbers and digests, no text of a model or a person. */
export function factsOf(build: BuildStatus, pageUrl: string): Record<string, unknown> {
  const { waiting_for: waiting, tasks } = build;
  return {
    build_id: build.id,
    status: build.status,
    progress_percent: Math.round(build.progress),
    phase: build.phase,
    waiting_for: waiting && { kind: waiting.kind, gate: waiting.gate, subject_digest: waiting.subject_digest, since: waiting.since },
    plan: build.plan,
    tasks_done: tasks.filter(({ status }) => status === 'done').length,
    tasks: tasks.length,
    cost_usd: build.cost_usd,
    budget_usd: build.budget_usd,
    failure_code: build.failure?.code ?? null,
    result: build.result && { branch: build.result.branch, commit: build.result.commit },
    deployments: build.deployments.map(({ environment, status, url, problem }) => ({ environment, status, url, problem })),
    page: `${pageUrl}/ui/builds/${build.id}`,
  };
}

/** What people and models said in it, fenced. */
export function textsOf(build: BuildStatus): string {
  const lines = [`title: ${cleanLine(build.title, 200)}`, `wanted: ${cleanLine(build.description, 2_000)}`];
  for (const task of build.tasks) lines.push(`task ${cleanLine(task.id, 40)} [${cleanLine(task.status, 20)}]: ${cleanLine(task.goal, 300)}`);
  if (build.waiting_for) lines.push(`waits with: ${build.waiting_for.summary}`);
  if (build.failure) lines.push(`failed: ${build.failure.title}: ${build.failure.detail}`);
  for (const { environment, detail } of build.deployments) if (detail) lines.push(`${environment}: ${cleanLine(detail, 500)}`);
  return untrusted(`what ${build.id} says`, lines.join('\n'));
}

const NEXT: Record<WaitKind, string> = {
  plan: 'It waits for its plan to be approved. Show the plan (get_plan) to the person, ask, then approve, request_changes or reject with its subject_digest.',
  gate: 'It waits for the approval of a gate. Show the person what waits, ask, then approve or reject with its subject_digest.',
  review: 'It waits for a review. Show the person what waits, ask, then approve or reject with its subject_digest.',
  ux_choice: 'It waits until one of three designs is chosen: ask the person, then approve with choice 1, 2 or 3 and its subject_digest.',
  question: 'It asks a question: put it to the person, then use answer with its subject_digest.',
  deploy: 'It is ready. If the person wants it deployed, use deploy with the environment and its subject_digest.',
  budget: 'Its budget is used up. Only a person can raise it: mw raise, or the page.',
};

/** What can be done next, in our own words. */
export function nextOf(build: BuildStatus): string {
  if (build.waiting_for) return NEXT[build.waiting_for.kind];
  if (build.status === 'failed' || build.status === 'stopped') return 'It has ended without a result; submit_build starts another.';
  if (build.status === 'completed') return 'It has ended; get_diff shows what was made.';
  return 'It works; wait_for tells when it needs a person or has ended.';
}
