import { sql } from 'drizzle-orm';
import type { Executor } from '../client.js';
import type { Page, PageRequest } from './page.js';

/** A step of a build: one tool call, and the point right before it, where a fork can begin. */
export interface BuildStep {
  /** From 1, over all sessions of the build in the order they were opened. */
  ordinal: number;
  sessionId: string;
  task: string;
  /** The session's try at its task, e.g. `1.2`: generation and attempt. */
  attempt: string;
  turn: number;
  call: number;
  /** How a fork names it: `store/3.0`, or `store#1.2/3.0` where the task had several tries. */
  at: string;
  tool: string;
  ok: boolean;
  summary: string;
  /** The commit it made, or null. */
  commit: string | null;
  /** The branch's head before it. */
  headBefore: string;
  createdAt: Date;
}

type StepRecord = {
  ordinal: string;
  session_id: string;
  task_id: string;
  turn: number;
  call: number;
  tool: string;
  ok: boolean;
  summary: string;
  commit: string | null;
  head_before: string;
  created_at: Date | string;
  tries: string;
};

/** Every step of a build with its number; `where` picks among them. */
function numbered(buildId: string) {
  return sql`select row_number() over (order by s.created_at, s.id, t.turn, t.call) as ordinal, t.session_id, s.task_id, t.turn, t.call, t.tool, t.ok, t.summary,
      t.commit, coalesce(lag(t.head_after) over (partition by t.session_id order by t.turn, t.call), s.base_commit) as head_before, t.created_at,
      (select count(*) from sessions o where o.build_id = s.build_id and o.task_id = s.task_id) as tries
    from steps t join sessions s on s.id = t.session_id where t.build_id = ${buildId}`;
}

/** The steps of a build, oldest first; `status` is `ok` or `failed`. */
export async function listBuildSteps(orm: Executor, buildId: string, page: PageRequest): Promise<Page<BuildStep>> {
  const filter = page.status === undefined ? sql`true` : page.status === 'ok' ? sql`n.ok` : page.status === 'failed' ? sql`not n.ok` : sql`false`;
  const { rows } = await orm.execute<StepRecord>(
    sql`select * from (${numbered(buildId)}) n where ${filter} order by n.ordinal limit ${page.limit} offset ${(page.page - 1) * page.limit}`,
  );
  const { rows: counts } = await orm.execute<{ n: string }>(sql`select count(*) as n from steps n where n.build_id = ${buildId} and ${filter}`);
  return { items: rows.map((row) => stepOf(buildId, row)), total: Number(counts[0]?.n ?? 0) };
}

/** One step by its number, or by task, try (the last that has it when none is named), turn and call. */
export async function findBuildStep(
  orm: Executor,
  buildId: string,
  search: { ordinal: number } | { task: string; attempt: string | null; turn: number; call: number },
): Promise<BuildStep | null> {
  const where =
    'ordinal' in search
      ? sql`n.ordinal = ${search.ordinal}`
      : sql`n.task_id = ${search.task} and n.turn = ${search.turn} and n.call = ${search.call} and
          ${search.attempt === null ? sql`true` : sql`n.session_id = ${`${buildId}/task/${search.task}/${search.attempt}`}`}`;
  const { rows } = await orm.execute<StepRecord>(sql`select * from (${numbered(buildId)}) n where ${where} order by n.ordinal desc limit 1`);
  return rows[0] ? stepOf(buildId, rows[0]) : null;
}

export interface StepContent {
  /** What the model said beside its calls. */
  text: string | null;
  /** Of the call, as the model wrote them; null where its answer was text that was read for edits. */
  args: string | null;
  /** What the model was shown. */
  result: string;
  durationMs: number;
}

/** What a step was made of; null when it has gone. */
export async function readStepContent(orm: Executor, step: BuildStep): Promise<StepContent | null> {
  const { rows } = await orm.execute<{ result: string; duration_ms: number; text: string | null; args: string | null }>(
    sql`select t.result, t.duration_ms, c.answer ->> 'content' as text,
        (select a ->> 'arguments' from jsonb_array_elements(c.answer -> 'toolCalls') a where a ->> 'id' = t.tool_call_id limit 1) as args
      from steps t
      left join llm_calls c on c.session_id = t.session_id and c.turn = t.turn and c.purpose = 'turn' and c.answer is not null
      where t.session_id = ${step.sessionId} and t.turn = ${step.turn} and t.call = ${step.call} limit 1`,
  );
  const [row] = rows;
  return row ? { text: row.text, args: row.args, result: row.result, durationMs: row.duration_ms } : null;
}

function stepOf(buildId: string, row: StepRecord): BuildStep {
  const attempt = row.session_id.slice(`${buildId}/task/${row.task_id}/`.length);
  const tried = Number(row.tries) > 1 ? `#${attempt}` : '';
  return {
    ordinal: Number(row.ordinal),
    sessionId: row.session_id,
    task: row.task_id,
    attempt,
    turn: row.turn,
    call: row.call,
    at: `${row.task_id}${tried}/${row.turn}.${row.call}`,
    tool: row.tool,
    ok: row.ok,
    summary: row.summary,
    commit: row.commit,
    headBefore: row.head_before,
    createdAt: new Date(row.created_at),
  };
}
