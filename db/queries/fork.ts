import type pg from 'pg';
import type { BuildEventKind } from '../../contracts/events.js';
import { sqlState } from '../errors.js';
import type { ForkOrigin } from '../schema/builds.js';
import type { ForkPoint } from './fork-point.js';
import type { BuildStep } from './steps.js';
import { submitBuild, type NewBuild, type Submission } from './submit.js';

/** What a fork has from its parent besides the intent, and what sets it apart. */
export interface Inheritance {
  parent: { id: string; projectId: string };
  /** Null when it begins at the plan, which then waits for approval again. */
  begun: Begun | null;
  modelOverride: string | null;
  /** Said to the agents as guidance, from the point on. */
  hint: string | null;
}

/** A fork in the middle of the story. */
export interface Begun {
  point: ForkPoint;
  /** The plan the fork works by, and its tasks in the order they run. */
  plan: { version: number; digest: string };
  tasks: { id: string; goal: string; role: string; files: string[]; dependsOn: string[]; complexity: number }[];
  /** An edit of the parent's plan, stored as version 2 and approved by whoever forks. */
  edited: { digest: string; plan: object; author: string } | null;
}

type Run = (text: string, values?: unknown[]) => Promise<pg.QueryResult>;

/**
 * Submits a fork: the new build with everything that came before its point, in one transaction. Nothing of it is paid again:
 * stored answers come along as `inherited_from`, at 0 dollars. Answers as `submitBuild` does.
 */
export async function submitFork(pool: pg.Pool, build: NewBuild, inherit: Inheritance): Promise<Submission> {
  const client = await pool.connect();
  const run: Run = (text, values = []) => client.query(text, values);
  let broken: Error | undefined;
  try {
    await run('begin');
    const outcome = inherit.begun && !(await holdsCode(run, inherit.parent.projectId)) ? 'project_missing' : await submitBuild(client, build);
    if (outcome === 'created') {
      if (inherit.begun) await takeOver(run, build, inherit, inherit.begun);
      await setApart(run, build, inherit);
    }
    await run(outcome === 'created' ? 'commit' : 'rollback');
    return outcome;
  } catch (error) {
    await run('rollback').catch((failed: Error) => (broken = failed));
    if (sqlState(error) === '23505') return 'id_taken';
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Whether the parent's project is there, and stays so until the end of the transaction: its repository is copied from. */
async function holdsCode(run: Run, projectId: string): Promise<boolean> {
  return (await run('select 1 from projects where id = $1 and deleted_at is null for key share', [projectId])).rowCount === 1;
}

async function takeOver(run: Run, build: NewBuild, { parent }: Inheritance, begun: Begun): Promise<void> {
  const { point, edited } = begun;
  const { step } = point;
  const session = step ? `${build.id}/task/${step.task}/1.1` : null;
  if (edited)
    await run(`insert into plan_versions (build_id, version, digest, plan, author, key) values ($1, 2, $2, $3::jsonb, $4, 'fork:edit')`, [
      build.id,
      edited.digest,
      JSON.stringify(edited.plan),
      edited.author,
    ]);
  await takeTasks(run, build.id, parent.id, begun);
  const kept = step && session ? await takeSession(run, build.id, session, step) : { steps: 0, calls: 0 };
  await takeSurroundings(run, build.id, parent.id, point);
  await takeRepository(run, parent.projectId, build.newProjectId);
  const fork: ForkOrigin = {
    from: parent.id,
    fromProject: parent.projectId,
    phase: point.phase,
    commit: point.commit,
    branch: step ? { name: `agt/${build.id}/${step.task}-1.1`, commit: step.headBefore } : null,
    task: step?.task ?? null,
    at: point.at,
    done: point.done,
  };
  await writeBuild(run, build, begun, fork, kept);
}

/** The model and the hint of this fork, each with its event. */
async function setApart(run: Run, build: NewBuild, { modelOverride, hint }: Inheritance): Promise<void> {
  if (modelOverride !== null) {
    await run(`update builds set model_override = $2 where id = $1`, [build.id, modelOverride]);
    await say(run, build.id, 'model.changed', { model: modelOverride, llm_preference: build.llmPreference, by: build.userId });
  }
  if (hint === null) return;
  await run(`insert into guidance (id, build_id, text, user_id) values ($1, $2, $3, $4)`, [`${build.id}:hint`, build.id, hint, build.userId]);
  await say(run, build.id, 'guidance', { text: hint, by: build.userId });
}

/** An event of a build that nobody else can see yet. */
async function say(run: Run, id: string, kind: BuildEventKind, data: object): Promise<void> {
  const numbered = `with next as (update builds set event_seq = event_seq + 1 where id = $1 returning event_seq)`;
  await run(`${numbered} insert into events (build_id, seq, key, kind, data) select $1, event_seq, $2, $3, $4::jsonb from next`, [
    id,
    `fork/${kind}`,
    kind,
    JSON.stringify(data),
  ]);
}

/** Rows of the parent with other values in some columns; a column that this code does not know comes along as it is. */
function copyOf(table: string, where: string, changes: string): string {
  return `insert into ${table} select (jsonb_populate_record(null::${table}, to_jsonb(o) || ${changes})).* from ${table} o where ${where}`;
}

async function takeTasks(run: Run, id: string, parentId: string, { point, tasks }: Begun): Promise<void> {
  await run(copyOf('tasks', 'o.build_id = $1 and o.task_id = any($3)', `jsonb_build_object('build_id', $2::text)`), [parentId, id, point.done]);
  // What goes on here begins anew, also a task of the engine's own, which is in no plan.
  const fresh = `jsonb_build_object('build_id', $2::text, 'status', 'pending', 'attempts', 0, 'result', null, 'started_at', null, 'ended_at', null)`;
  await run(copyOf('tasks', 'o.build_id = $1 and o.task_id = $3', fresh), [parentId, id, point.step?.task ?? '']);
  await run(
    `insert into tasks (build_id, task_id, ordinal, goal, role, files, depends_on, complexity)
     select $1, t.id, t.ordinal, t.goal, t.role, t.files, t.depends_on, t.complexity
     from jsonb_to_recordset($2::jsonb) as t(id text, ordinal int, goal text, role text, files jsonb, depends_on jsonb, complexity float8)
     on conflict (build_id, task_id) do update set ordinal = excluded.ordinal`,
    [id, JSON.stringify(tasks.map(({ dependsOn, ...task }, ordinal) => ({ ...task, depends_on: dependsOn, ordinal })))],
  );
}

/** The session at the point, up to the step that is made anew: its turns, their answers and what its context went through. */
async function takeSession(run: Run, id: string, session: string, step: BuildStep): Promise<{ steps: number; calls: number }> {
  const { sessionId: old, turn, call } = step;
  // A turn of several calls is kept up to the step: its answer is cut there and the next turn is asked anew.
  const turns = call > 0 ? turn : turn - 1;
  await run(
    copyOf(
      'sessions',
      'o.id = $1',
      `jsonb_build_object('id', $2::text, 'build_id', $3::text, 'generation', 1, 'attempt', 1, 'branch', $4::text, 'head', $5::text, 'turns', $6::int,
        'sandbox_generation', 0, 'state', 'running', 'cost_usd', 0, 'outcome', null, 'ended_at', null, 'created_at', now(),
        'candidate', null, 'model', null, 'temperature', null)`,
    ),
    [old, session, id, `agt/${id}/${step.task}-1.1`, step.headBefore, turns],
  );
  const steps = await run(
    copyOf('steps', 'o.session_id = $1 and (o.turn, o.call) < ($4::int, $5::int)', `jsonb_build_object('session_id', $2::text, 'build_id', $3::text)`),
    [old, session, id, turn, call],
  );
  const cut = `case when o.turn = $4 then jsonb_build_object('answer', jsonb_set(o.answer, '{toolCalls}',
      (select coalesce(jsonb_agg(c.value order by c.ordinality), '[]') from jsonb_array_elements(o.answer->'toolCalls') with ordinality c where c.ordinality <= $5::int)))
    else '{}' end`;
  const calls = await run(
    copyOf(
      'llm_calls',
      `o.session_id = $1 and o.answer is not null and (o.turn < $4::int or (o.turn = $4 and $5::int > 0))`,
      `jsonb_build_object('key', replace(o.key, $1, $2::text), 'session_id', $2::text, 'build_id', $3::text, 'usd', 0,
        'inherited_from', coalesce(o.inherited_from, o.key)) || ${cut}`,
    ),
    [old, session, id, turn, call],
  );
  await run(copyOf('context_marks', 'o.session_id = $1 and o.turn <= $3', `jsonb_build_object('session_id', $2::text)`), [old, session, turn]);
  return { steps: steps.rowCount ?? 0, calls: calls.rowCount ?? 0 };
}

// What was decided before the phase the fork begins in.
const GATES_BEFORE = {
  code: ['G0', 'G1', 'G2', 'G3', 'G4'],
  test: ['G0', 'G1', 'G2', 'G3', 'G4', 'G5'],
  document: ['G0', 'G1', 'G2', 'G3', 'G4', 'G5', 'G6', 'G7'],
};

/** Gates, design and what people had said. */
async function takeSurroundings(run: Run, id: string, parentId: string, point: ForkPoint): Promise<void> {
  const own = `jsonb_build_object('build_id', $2::text)`;
  await run(copyOf('gates', 'o.build_id = $1 and o.gate = any($3)', own), [parentId, id, GATES_BEFORE[point.phase]]);
  await run(copyOf('design_files', 'o.build_id = $1', own), [parentId, id]);
  const artifact = `jsonb_build_object('build_id', $2::text, 'id', 'art-' || left(encode(sha256(convert_to($2::text || o.id, 'UTF8')), 'hex'), 20))`;
  // What is kept as a blob stands under the artifact's own id; only texts of the database are copied.
  await run(copyOf('artifacts', `o.build_id = $1 and o.gate in ('G3', 'G4') and o.content is not null`, artifact), [parentId, id]);
  const said = `jsonb_build_object('build_id', $2::text, 'id', $2::text || ':' || o.id)`;
  await run(copyOf('guidance', 'o.build_id = $1 and o.created_at < $3', said), [parentId, id, point.until]);
}

/** Of a build on an existing repository: where it came from and what failed in it before anybody touched it. */
async function takeRepository(run: Run, from: string, to: string): Promise<void> {
  const own = `jsonb_build_object('project_id', $2::text)`;
  for (const table of ['repositories', 'baselines']) await run(copyOf(table, 'o.project_id = $1', own), [from, to]);
}

/** The status of a fork by the phase it begins in. */
export const STATUS_AT = { code: 'coding', test: 'testing', document: 'documenting' } as const;
const PROGRESS_AT = { code: 25, test: 70, document: 85 };

async function writeBuild(run: Run, build: NewBuild, begun: Begun, fork: ForkOrigin, kept: { steps: number; calls: number }): Promise<void> {
  const { point, plan } = begun;
  const event = {
    from: fork.from,
    point: point.at,
    phase: point.phase,
    commit: point.commit,
    tasks_done: point.done.length,
    steps_kept: kept.steps,
    calls_kept: kept.calls,
  };
  await run(
    `update builds b set fork = $2::jsonb, plan_version = $3, plan_digest = $4, status = $5, phase = $6, progress = $7, gate = 'G2',
       language = p.language, estimate = p.estimate, base_commit = p.base_commit from builds p where b.id = $1 and p.id = $8`,
    [build.id, JSON.stringify(fork), plan.version, plan.digest, STATUS_AT[point.phase], point.phase, PROGRESS_AT[point.phase], fork.from],
  );
  await say(run, build.id, 'forked', event);
  await run(`insert into audit_log (key, actor, action, subject, detail) values ($1, $2, 'build.fork', $3, $4::jsonb)`, [
    `${build.id}/forked`,
    build.userId,
    build.id,
    JSON.stringify({ ...event, plan_version: plan.version, plan_digest: plan.digest, edited: begun.edited !== null }),
  ]);
}
