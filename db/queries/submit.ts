import type pg from 'pg';
import { sqlState } from '../errors.js';

export interface NewBuild {
  id: string;
  userId: string;
  /** A project that exists, or `null`: then `newProjectId` is made with the build. */
  projectId: string | null;
  newProjectId: string;
  parentBuildId: string | null;
  title: string;
  projectType: string;
  description: string;
  domain: string | null;
  constraints: object;
  artifacts: object;
  options: object;
  llmPreference: string;
  budgetUsd: number;
  /** Version 1 of the plan, for a fork: it is kept with the key `fork`. */
  plan: { digest: string; plan: object; author: string } | null;
  idempotency: { key: string; bodySha256: string } | null;
  /** What a repeat of the request is answered. */
  response: object;
}

export type Submission = 'created' | 'repeated' | 'id_taken' | 'project_missing';

/**
 * Everything a submission writes, as one statement: one round trip, one transaction, nothing half done.
 * An Idempotency-Key counts for 24 hours (spec.md section 2); after that it may be used anew. A project is held against its
 * deletion (delete-project.ts): whoever comes first, the other sees it.
 */
const SUBMIT = `with
  held as (select 1 from projects where id = $3::text and deleted_at is null for key share),
  claim as (
    insert into idempotency_keys as k (user_id, key, body_sha256, status, response)
    select $2, $18, $19, 202, $20::jsonb where $18::text is not null and ($3::text is null or exists (select 1 from held))
    on conflict (user_id, key) do update
      set body_sha256 = excluded.body_sha256, status = excluded.status, response = excluded.response, created_at = now()
      where k.created_at < now() - interval '24 hours'
    returning 1),
  go as (select 1 from claim union all select 1 where $18::text is null and ($3::text is null or exists (select 1 from held))),
  project as (
    insert into projects (id, user_id, name) select $4, $2, left($6, 200) from go where $3::text is null),
  build as (
    insert into builds (id, user_id, project_id, parent_build_id, title, project_type, description, domain, constraints, artifacts,
      options, llm_preference, budget_usd, status, progress, event_seq)
    select $1, $2, coalesce($3, $4), $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12::jsonb, $13, $14::numeric, 'planning', 0, 1
    from go returning id),
  plan as (
    insert into plan_versions (build_id, version, digest, plan, author, key)
    select id, 1, $15, $16::jsonb, $17, 'fork' from build where $15::text is not null),
  event as (
    insert into events (build_id, seq, key, kind, data)
    select id, 1, 'created', 'build.created', jsonb_build_object('title', $6::text, 'project_type', $7::text) from build),
  promise as (
    insert into outbox (build_id, kind, payload)
    select id, 'start', jsonb_build_object('title', $6::text, 'description', left($8::text, 4000), 'user', $2::text, 'project', coalesce($3, $4)::text) from build),
  audit as (
    insert into audit_log (key, actor, action, subject, detail)
    select id || '/created', $2, 'build.create', id, jsonb_build_object('title', $6::text, 'parent', $5::text) from build)
  select exists (select 1 from build) as built, $3::text is null or exists (select 1 from held) as held`;

/**
 * Writes build, project, first event, outbox promise, audit row and idempotency key in one transaction.
 * `repeated`: the Idempotency-Key was used before, nothing was written. `id_taken`: try again with another id.
 */
export async function submitBuild(pool: Pick<pg.Pool, 'query'>, build: NewBuild): Promise<Submission> {
  const values = [
    build.id,
    build.userId,
    build.projectId,
    build.newProjectId,
    build.parentBuildId,
    build.title,
    build.projectType,
    build.description,
    build.domain,
    JSON.stringify(build.constraints),
    JSON.stringify(build.artifacts),
    JSON.stringify(build.options),
    build.llmPreference,
    build.budgetUsd,
    build.plan?.digest ?? null,
    build.plan ? JSON.stringify(build.plan.plan) : null,
    build.plan?.author ?? null,
    build.idempotency?.key ?? null,
    build.idempotency?.bodySha256 ?? null,
    JSON.stringify(build.response),
  ];
  try {
    const { rows } = await pool.query<{ built: boolean; held: boolean }>({ name: 'submit', text: SUBMIT, values });
    if (rows[0]?.built) return 'created';
    return rows[0]?.held ? 'repeated' : 'project_missing';
  } catch (error) {
    // unique_violation: the short random id exists already; foreign_key_violation: the project is gone.
    if (sqlState(error) === '23505') return 'id_taken';
    if (sqlState(error) === '23503') return 'project_missing';
    throw error;
  }
}
