import { curlLine } from '../curl/lines.js';
import type { WaitingFor } from '../contracts/messages.js';
import type { BuildRow, DeploymentRow, readBuildParts, TaskRow, TimelineRow } from '../db/queries/builds.js';
import type { OwnedArtifact } from '../db/queries/artifacts.js';
import type { ArtifactHead, GateRow, JournalRow } from '../db/queries/build-lists.js';
import type { Page } from '../db/queries/page.js';
import type { ProjectRow } from '../db/queries/projects.js';
import type { PlanTask } from '../schemas/plan.js';
import type { ListQuery } from '../schemas/requests.js';
import type { ServingProblem } from './serving.js';

/** Rows to what the API answers: the exact shapes of spec.md section 2, snake case, times in ISO. */

type Parts = Awaited<ReturnType<typeof readBuildParts>>;

/** What is known of a build beside its rows. */
interface Around {
  /** The tasks of a plan that waits for approval, shown while there are none at work. */
  planned: PlanTask[];
  /** Its workflow's page. */
  temporalUrl: string | null;
  problemOf: ServingProblem;
}

export function buildStatus(build: BuildRow, parts: Parts, { planned, temporalUrl, problemOf }: Around) {
  const hasPlan = build.planVersion !== null && build.planDigest !== null;
  return {
    id: build.id,
    title: build.title,
    project_type: build.projectType,
    description: build.description,
    language: build.language,
    status: build.status,
    progress: build.progress,
    phase: build.phase,
    gate: build.gate,
    waiting_for: waitingFor(build),
    queue: build.endedAt === null ? parts.queue : null,
    plan: hasPlan ? { version: build.planVersion, digest: build.planDigest } : null,
    tasks: parts.tasks.length > 0 ? parts.tasks.map(task) : planned.map(plannedTask),
    attempts: parts.tasks.reduce((sum, { attempts }) => sum + attempts, 0),
    cost_usd: build.costUsd,
    budget_usd: build.budgetUsd,
    phase_costs: parts.phaseCosts,
    estimate: build.estimate,
    model: build.model,
    deployments: parts.deployments.map((row) => deployment(row, problemOf)),
    failure: build.failure,
    result: build.result,
    artifacts: parts.artifacts.map(({ id, name, gate, mediaType, bytes }) => ({
      id,
      name,
      gate,
      media_type: mediaType,
      bytes,
      url: artifactUrl(build.id, id),
    })),
    timeline: parts.timeline.map(timelineEntry),
    actions: actionsOf(build),
    project_id: build.projectId,
    parent_build_id: build.parentBuildId,
    forked_at: build.fork?.at ?? null,
    temporal_url: temporalUrl,
    model_override: build.modelOverride,
    options: build.options,
    domain: build.domain,
    llm_preference: build.llmPreference,
    event_seq: build.eventSeq,
    created_at: build.createdAt.toISOString(),
    updated_at: build.updatedAt.toISOString(),
    ended_at: build.endedAt?.toISOString() ?? null,
  };
}

/** `live`: the environments that it serves; `planned`: the language by the name that its plan has for it. */
export function activeBuild(build: BuildRow, live: readonly string[], planned: string | null) {
  const { id, title, status, phase, progress } = build;
  return {
    id,
    title,
    project_type: build.projectType,
    language: build.language,
    planned_language: planned,
    status,
    phase,
    progress,
    cost_usd: build.costUsd,
    budget_usd: build.budgetUsd,
    waiting_for: waitingFor(build),
    live,
    actions: actionsOf(build),
    created_at: build.createdAt.toISOString(),
    updated_at: build.updatedAt.toISOString(),
    ended_at: build.endedAt?.toISOString() ?? null,
  };
}

/** What a person can do with a build now, by the names of the routes. */
export function actionsOf(build: BuildRow): string[] {
  if (build.endedAt !== null) return ['fork', 'replay'];
  const always = ['stop', 'guidance', 'request_review', 'raise_budget', 'model', 'fork'];
  return [...new Set([...(waitingFor(build)?.actions ?? []), ...always])];
}

/** What a build waits for, its actions by the names of the routes (`request_changes`), not of the messages (`requestChanges`). */
function waitingFor({ waitingFor: waiting }: BuildRow): WaitingFor | null {
  if (!waiting) return null;
  return { ...waiting, actions: waiting.actions.map((action) => action.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) };
}

export function task(row: TaskRow) {
  return {
    id: row.taskId,
    goal: row.goal,
    role: row.role,
    status: row.status,
    attempts: row.attempts,
    result: row.result,
    files: row.files,
    depends_on: row.dependsOn,
    complexity: row.complexity,
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}

function plannedTask({ id, goal, role, files, depends_on, complexity }: PlanTask) {
  return { id, goal, role, status: 'planned', attempts: 0, result: null, files, depends_on, complexity, started_at: null, ended_at: null };
}

export function deployment(row: DeploymentRow, problemOf: ServingProblem) {
  const { id, environment, url, status, commit, digest, detail, examples } = row;
  const isLive = status === 'live' && url !== null;
  return {
    id,
    environment,
    url,
    status,
    problem: problemOf(row),
    commit,
    digest,
    detail,
    curl: isLive ? examples.map(({ method, path, body }) => curlLine(method, url.replace(/\/+$/, '') + path, body)) : [],
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function timelineEntry(row: TimelineRow) {
  const head = { seq: row.seq, kind: row.kind, at: row.at.toISOString() };
  return { ...head, ...row.data, ...head };
}

export function gate(row: GateRow) {
  return {
    id: `${row.buildId}/${row.gate}/${row.generation}`,
    gate: row.gate,
    generation: row.generation,
    state: row.state,
    subject_digest: row.subjectDigest,
    summary: row.summary,
    proof: row.proof,
    decided_by: row.decidedBy,
    opened_at: row.openedAt.toISOString(),
    decided_at: row.decidedAt?.toISOString() ?? null,
  };
}

export function artifact(row: ArtifactHead) {
  return {
    id: row.id,
    name: row.name,
    gate: row.gate,
    media_type: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    status: 'available',
    created_at: row.createdAt.toISOString(),
    url: artifactUrl(row.buildId ?? '', row.id),
  };
}

/** An artifact of a user, whoever made it. What a build left expires `retentionDays` after its end. */
export function ownedArtifact(row: OwnedArtifact, retentionDays: number) {
  const afterEnd = row.buildEndedAt && new Date(row.buildEndedAt.getTime() + retentionDays * 86_400_000);
  return {
    id: row.id,
    name: row.name,
    source: row.buildId === null ? 'upload' : 'build',
    build_id: row.buildId,
    gate: row.gate,
    media_type: row.mediaType,
    bytes: row.bytes,
    sha256: row.sha256,
    status: 'available',
    created_at: row.createdAt.toISOString(),
    expires_at: (row.expiresAt ?? afterEnd)?.toISOString() ?? null,
    url: `/api/artifacts/${row.id}`,
    download_url: `/api/artifacts/${row.id}/download`,
  };
}

export function journalEntry(row: JournalRow) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    owner: row.owner,
    text: row.text,
    created_at: row.createdAt.toISOString(),
    resolved_at: row.resolvedAt?.toISOString() ?? null,
  };
}

/** `{items, total, page}` and the items again under the list's own name. */
export function list<R>(name: string, query: ListQuery, page: Page<R>, present: (row: R) => unknown): Record<string, unknown> {
  const items = page.items.map(present);
  return { items, total: page.total, page: query.page, [name]: items };
}

function artifactUrl(buildId: string, artifactId: string): string {
  return `/api/coding_agent/${buildId}/artifacts/${encodeURIComponent(artifactId)}`;
}

export function project(row: ProjectRow) {
  return { id: row.id, name: row.name, created_at: row.createdAt.toISOString() };
}
