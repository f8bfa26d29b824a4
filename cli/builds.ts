import type { ActiveAnswer, ActiveBuild, DecisionAnswer, DeployAnswer, PlanAnswer, PlanEditAnswer, StatusAnswer, StepAnswer } from './answers.js';
import type { ApiClient } from './client.js';
import { usageFailure } from './failure.js';
import { FINAL_STATUSES, type Environment } from '../contracts/messages.js';
import { isBuildId } from '../contracts/ids.js';

const BASE = '/api/coding_agent';

/** A build id from what a person typed: the whole id, or the characters after `int-code-`. Throws for anything else. */
export function fullId(typed: string): string {
  const id = `int-code-${typed
    .trim()
    .toLowerCase()
    .replace(/^(int-)?(code-)?/, '')}`;
  if (isBuildId(id)) return id;
  throw usageFailure('That is not the id of a build', 'An id reads int-code-abc123; its last part (abc123) is enough. `mw status --all` lists the builds.');
}

export function statusPath(id: string): string {
  return `${BASE}/status/${id}`;
}

// As many as one page may hold.
export const ACTIVE_PATH = `${BASE}/active?limit=200`;
export const CREATE_PATH = `${BASE}/create`;

export function getStatus(client: ApiClient, id: string): Promise<StatusAnswer> {
  return client.get<StatusAnswer>(statusPath(id));
}

/** The active builds, whatever name the list goes by. */
export async function getActive(client: ApiClient, path: string = ACTIVE_PATH): Promise<ActiveBuild[]> {
  const answer = await client.get<ActiveAnswer | ActiveBuild[]>(path);
  return Array.isArray(answer) ? answer : (answer.items ?? []);
}

/** Active and ended builds, newest first: as many of each end as one page holds. */
export async function getAll(client: ApiClient): Promise<ActiveBuild[]> {
  const pages = await Promise.all([getActive(client), ...FINAL_STATUSES.map((status) => getActive(client, `${ACTIVE_PATH}&status=${status}`))]);
  // Each once: one may end between two of the answers.
  const builds = [...new Map(pages.flat().map((build) => [build.id, build])).values()];
  return builds.sort((left, right) => String(right.created_at ?? '').localeCompare(String(left.created_at ?? '')));
}

export function planPath(id: string): string {
  return `${BASE}/${id}/plan`;
}

export function getPlan(client: ApiClient, id: string): Promise<PlanAnswer> {
  return client.get<PlanAnswer>(planPath(id));
}

export interface Approval {
  subject_digest?: string;
  plan?: unknown;
  choice?: number;
  answer?: string;
}

export function approve(client: ApiClient, id: string, body: Approval): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/approve`, { decision: 'approve', ...body });
}

export function reject(client: ApiClient, id: string, body: { subject_digest?: string; reason: string }): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/reject`, body);
}

export function answerQuestion(client: ApiClient, id: string, body: { subject_digest?: string; answer: string }): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/answer`, body);
}

export function guide(client: ApiClient, id: string, text: string): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/guidance`, { text });
}

export function deploy(client: ApiClient, id: string, environment: Environment): Promise<DeployAnswer> {
  return client.post<DeployAnswer>(`${BASE}/${id}/deploy`, { environment });
}

export function complete(client: ApiClient, id: string): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/complete`, {});
}

export function stop(client: ApiClient, id: string): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/stop`, {});
}

export function raiseBudget(client: ApiClient, id: string, budgetUsd: number, scope?: 'day' | 'month'): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/raise_budget`, { budget_usd: budgetUsd, ...(scope ? { scope } : {}) });
}

export function askChanges(client: ApiClient, id: string, body: { subject_digest?: string; text: string }): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/request_changes`, body);
}

export function rollBack(client: ApiClient, id: string, environment: Environment): Promise<DeployAnswer> {
  return client.post<DeployAnswer>(`${BASE}/${id}/rollback`, { environment });
}

export interface ForkWish {
  at?: { phase?: string; task?: string; step?: number | string };
  model?: string | null;
  hint?: string;
  plan?: unknown;
  title?: string;
  llm_preference?: string;
  budget_usd?: number;
}

export function fork(client: ApiClient, id: string, wish: ForkWish): Promise<{ id: string; status: string }> {
  return client.post<{ id: string; status: string }>(`${BASE}/${id}/fork`, wish);
}

export function editPlan(client: ApiClient, id: string, body: { plan: unknown; base_digest?: string; redo?: boolean }): Promise<PlanEditAnswer> {
  return client.put<PlanEditAnswer>(planPath(id), body);
}

export function changeModel(client: ApiClient, id: string, body: { model: string | null; llm_preference?: string }): Promise<DecisionAnswer> {
  return client.post<DecisionAnswer>(`${BASE}/${id}/model`, body);
}

export function replayPath(id: string): string {
  return `${BASE}/${id}/replay`;
}

export function comparePath(id: string, other: string): string {
  return `${BASE}/${id}/compare?with=${encodeURIComponent(other)}`;
}

/** The steps of a build, page by page until all are there. */
export async function getSteps(client: ApiClient, id: string): Promise<StepAnswer[]> {
  const steps: StepAnswer[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await client.get<{ items: StepAnswer[]; total: number }>(`${BASE}/${id}/steps?limit=200&page=${page}`);
    steps.push(...answer.items);
    if (answer.items.length === 0 || steps.length >= answer.total) return steps;
  }
}
