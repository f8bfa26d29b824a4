import type { DeploymentOfBuild, EndedBuild } from '../db/queries/overview.js';
import { actionsOf, deployment } from './present.js';
import type { ServingProblem } from './serving.js';

/** A deployment with what a list of all of them needs to know of its build. */
export function deploymentOverview({ deployment: row, build, before, replacedBy }: DeploymentOfBuild, problemOf: ServingProblem) {
  return {
    ...deployment(row, problemOf),
    build_id: build.id,
    build_title: build.title,
    build_status: build.status,
    project_id: build.projectId,
    generation: row.generation,
    actions: actionsOf(build),
    rolls_back_to: before && { id: before.id, build_id: before.buildId, commit: before.commit, created_at: before.createdAt.toISOString() },
    replaced_by: replacedBy && {
      id: replacedBy.id,
      build_id: replacedBy.buildId,
      commit: replacedBy.commit,
      at: replacedBy.at.toISOString(),
      by: replacedBy.by,
      returned: replacedBy.returned,
    },
    waiting_for_digest: build.waitingFor?.kind === 'deploy' ? build.waitingFor.subject_digest : null,
  };
}

const HOUR_SECONDS = 3_600;

/** An ended build: planned against actual, and its retrospective's words where one was written (a stopped build has none). */
export function retrospectiveOverview({ build, workSeconds, waitedSeconds, tasks, tries }: EndedBuild) {
  const ended = build.endedAt ?? build.updatedAt;
  const written = build.retrospective ?? {};
  return {
    build_id: build.id,
    title: build.title,
    project_type: build.projectType,
    domain: build.domain ?? build.projectType,
    language: build.language,
    status: build.status,
    planned: build.estimate ? { hours: build.estimate.hours, usd: build.estimate.usd } : null,
    actual: { hours: workSeconds / HOUR_SECONDS, usd: build.costUsd },
    waited_hours: waitedSeconds / HOUR_SECONDS,
    tries,
    tasks,
    summary: typeof written['summary'] === 'string' ? written['summary'] : null,
    went_well: texts(written['went_well']),
    to_improve: texts(written['to_improve']),
    created_at: build.createdAt.toISOString(),
    ended_at: ended.toISOString(),
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
