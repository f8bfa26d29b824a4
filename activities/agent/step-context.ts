import type { CheckReport } from '../checks/port.js';
import { codeIndex } from '../code/code-index.js';
import { imageNews } from '../report.js';
import type { AgentDeps } from './deps.js';
import type { ToolCall } from '../llm/port.js';
import type { SessionRun } from './session-run.js';
import { readWhole, type StepRow } from './session-store.js';
import { startPrinting } from './thinking.js';
import type { ToolContext } from './tools/tool.js';

/** What of a session a step works with. */
export type StepRun = Pick<SessionRun, 'context' | 'role' | 'head' | 'steps' | 'mistrustsSandbox'>;

export interface StepRequest {
  run: StepRun;
  turn: number;
  index: number;
  call: ToolCall;
  signal?: AbortSignal;
}

const CHANGING_TOOLS = ['write_file', 'edit_file', 'apply_patch', 'delete_file', 'run_command'];

/** The hands of one step: everything it does carries the step's key, so that a redo is recognised. */
export function stepContext(deps: AgentDeps, step: StepRequest): ToolContext {
  const { session, build, task } = step.run.context;
  const { head } = step.run;
  const key = `${session.id}/${step.turn}.${step.index}`;
  // The commit's date is fixed by the step, so that a redo makes the same commit.
  const date = new Date(session.createdAt.getTime() + (step.turn * 60 + step.index) * 1000);
  const commit: ToolContext['commit'] = async (change) => {
    deps.failpoint('commit', 'before');
    const made = await deps.git.commit(build.projectId, {
      branch: session.branch,
      expectedHead: head,
      step: key,
      date,
      author: task.role,
      task: task.taskId,
      message: `${task.taskId}: ${change.message}`,
      written: change.written,
      deleted: change.deleted,
    });
    deps.failpoint('commit', 'after');
    return made;
  };
  return {
    head,
    changesNothing: !step.run.role.tools.some((tool) => CHANGING_TOOLS.includes(tool)),
    list: () => deps.git.list(build.projectId, head),
    read: (path) => deps.git.read(build.projectId, head, path),
    search: (query) => deps.git.search(build.projectId, head, query),
    symbols: () => codeIndex(deps.git, build.projectId, head),
    commit,
    output: (turn, call) => readWhole(deps.db, session.id, turn, call),
    tree: () => deps.git.treeOf(build.projectId, head),
    command: (command, timeoutSeconds) => runCommand(deps, step, commit, command, timeoutSeconds),
    checks: () => runChecks(deps, step),
  };
}

async function runCommand(deps: AgentDeps, step: StepRequest, commit: ToolContext['commit'], command: string, timeoutSeconds: number) {
  const { context, head } = step.run;
  const fresh = step.run.mistrustsSandbox;
  step.run.mistrustsSandbox = false;
  deps.failpoint('command', 'before');
  const printing = startPrinting(deps.db, { buildId: context.build.id, task: context.session.taskId, turn: step.turn });
  const request = { command, timeoutSeconds, signal: step.signal, onOutput: (_stream: string, text: string) => printing.heard(text) };
  const { result, changes } = await deps.workspaces.run(context, head, request, fresh).finally(printing.end);
  deps.failpoint('command', 'after');
  const changed = [...changes.written.map((file) => file.path), ...changes.deleted];
  if (changed.length === 0) return { result, commit: null, changed, refused: changes.refused };
  const made = await commit({ written: changes.written, deleted: changes.deleted, message: `run ${command.split('\n')[0]?.slice(0, 60) ?? ''}` });
  deps.workspaces.synced(context.session.id, head, made);
  return { result, commit: made, changed, refused: changes.refused };
}

async function runChecks(deps: AgentDeps, step: StepRequest): Promise<CheckReport> {
  const { head, steps } = step.run;
  const { session, build } = step.run.context;
  const passed = steps.find((row) => row.data?.['head'] === head && row.data['verdict'] === 'passed');
  if (passed) return reused(passed);
  const files = await deps.git.files(build.projectId, head);
  return deps.checks.run({
    name: `${session.id}/checks/${step.turn}.${step.index}`,
    buildId: build.id,
    language: session.language,
    files,
    allowNoTests: true,
    signal: step.signal,
    onProgress: imageNews(deps, build.id),
  });
}

/** The same commit passed before in this session: the engine's own verdict counts again. */
function reused(row: StepRow): CheckReport {
  const total = Number(row.data?.['tests'] ?? 0);
  return { verdict: 'passed', summary: row.summary, checks: [], tests: { total, failed: 0, skipped: 0, names: [] }, coveragePercent: null };
}
