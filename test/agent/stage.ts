/** A session on a real database and real repositories; the model, the checks and the sandbox answer as a test says. */
import { join } from 'node:path';
import { Workspaces } from '../../activities/agent/workspace.js';
import { work, type WorkResult } from '../../activities/agent/work.js';
import type { BuildDeps } from '../../activities/build/deps.js';
import { planTasks } from '../../activities/build/tasks.js';
import { openSession } from '../../activities/build/tries.js';
import type { CheckReport } from '../../activities/checks/port.js';
import type { ChecksRequest } from '../../activities/checks/run-checks.js';
import { noFailpoint } from '../../activities/failpoint.js';
import type { ChatAnswer, ChatRequest } from '../../activities/llm/port.js';
import { loadRoles } from '../../activities/roles.js';
import type { CommandResult, SandboxDriver, SandboxFile, WorkspaceChanges } from '../../activities/sandbox/port.js';
import { Turnstile } from '../../activities/sandbox/turnstile.js';
import { projectRoot } from '../../config.js';
import { digestOf } from '../../db/canonical-json.js';
import type { NewBuild } from '../../db/queries/submit.js';
import { stage as gitStage, type Stage as GitStage } from '../git/stage.js';
import { memoryBlobs, plainRenderer } from '../harness/blobs.js';
import { noRepositories } from '../repos/no-fetcher.js';
import { newBuild } from '../harness/builds.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { oneModel } from '../../activities/llm/one-model.js';
import { CountingProvider } from '../harness/provider.js';

export const report = (over: Partial<CheckReport> = {}): CheckReport => ({
  verdict: 'passed',
  summary: '3 tests passed',
  checks: [],
  tests: { total: 3, failed: 0, skipped: 0, names: [] },
  coveragePercent: null,
  ...over,
});

/** One of three tests fails at `place`. */
export const oneFails = (place: { file: string; line: number; message: string }, output = ''): CheckReport =>
  report({
    verdict: 'failed',
    summary: '1 of 3 tests failed',
    checks: [{ name: 'test', outcome: 'failed', required: true, findings: [{ ...place, rule: 'test-failed' }], output, durationMs: 1 }],
    tests: { total: 3, failed: 1, skipped: 0, names: [] },
  });

/** A sandbox in memory: it keeps what was put in and does with a command what the test says. */
export class MemoryDriver {
  readonly log: string[] = [];
  readonly open = new Map<string, Map<string, string>>();
  /** Of every language. */
  hasImage = true;
  onCommand: (command: string, files: Map<string, string>) => Partial<CommandResult> & { changes?: Partial<WorkspaceChanges> } = () => ({});

  readonly driver: SandboxDriver = {
    open: (spec) => {
      this.log.push(`open ${spec.name.split('/').at(-1)}`);
      const files = new Map<string, string>();
      this.open.set(spec.name, files);
      const put = (written: SandboxFile[]) => written.forEach((file) => files.set(file.path, file.content.toString()));
      const run = (command: string) => {
        const { changes, ...result } = this.onCommand(command, files);
        return {
          result: { outcome: 'exit' as const, exitCode: 0, stdout: '', stderr: '', truncated: false, durationMs: 1, ...result },
          changes: { written: [], deleted: [], refused: [], ...changes },
        };
      };
      return Promise.resolve({
        containerId: spec.name,
        adopted: false,
        reset: async (all) => {
          this.log.push('reset');
          files.clear();
          put(all);
        },
        apply: async ({ written, deleted }) => {
          this.log.push(`apply +${written.length} -${deleted.length}`);
          put(written);
          deleted.forEach((path) => files.delete(path));
        },
        exec: async ({ command }) => run(command).result,
        execAndCollect: async ({ command }) => {
          this.log.push(`run ${command}`);
          return run(command);
        },
        readFile: () => Promise.resolve(null),
        dispose: () => Promise.resolve(),
      });
    },
    installDependencies: () => Promise.resolve({ volume: null, result: null }),
    hasImage: () => Promise.resolve(this.hasImage),
    ensureImage: () => Promise.resolve({ tag: 'image', id: 'sha256:1' }),
    reap: () => Promise.resolve(0),
    remove: async (name) => {
      this.log.push(`remove ${name.split('/').at(-1)}`);
      this.open.delete(name);
    },
    close: () => Promise.resolve(),
  };
}

export interface Session {
  buildId: string;
  projectId: string;
  sessionId: string;
  branch: string;
}

export class AgentStage {
  readonly sandbox = new MemoryDriver();
  readonly checked: ChecksRequest[] = [];
  readonly blobs = memoryBlobs();
  verdict: (request: ChecksRequest) => CheckReport = () => report();

  private constructor(
    readonly database: TestDatabase,
    readonly git: GitStage,
  ) {}

  static async open(): Promise<AgentStage> {
    return new AgentStage(await freshDatabase(), gitStage());
  }

  async close(): Promise<void> {
    this.git.remove();
    await this.database.drop();
  }

  deps(
    answers: (ChatAnswer | ((request: ChatRequest) => ChatAnswer | Promise<ChatAnswer>))[] = [],
    over: Partial<BuildDeps> = {},
  ): BuildDeps & { provider: CountingProvider } {
    const { db } = this.database;
    const provider = new CountingProvider(null, answers);
    return {
      db,
      git: this.git.store,
      checks: {
        run: (request) => {
          this.checked.push(request);
          return Promise.resolve(this.verdict(request));
        },
      },
      workspaces: new Workspaces(db, this.git.store, this.sandbox.driver, new Turnstile(4)),
      driver: this.sandbox.driver,
      blobs: this.blobs,
      renderer: plainRenderer(),
      repositories: noRepositories,
      roles: loadRoles(join(projectRoot, 'activities/roles')),
      team: { roles: null, rescueCandidates: 1 },
      failpoint: noFailpoint,
      languageOf: (name) => (['python', 'node'].includes(name) ? name : name === 'typescript' ? 'node' : null),
      ...over,
      models: over.models ?? oneModel(provider),
      provider,
    };
  }

  /** A build with an approved plan of one task whose first session is open. */
  async session(changes: Partial<NewBuild> = {}, task: object = {}): Promise<Session> {
    const plan = { title: 'Tasks', tasks: [{ id: 't1', goal: 'write the service', ...task }] };
    const { buildId, projectId } = await newBuild(this.database.db, { plan: { digest: digestOf(plan), plan, author: 'me' }, ...changes });
    const deps = this.deps();
    await planTasks(deps, buildId, 1);
    const { sessionId } = await openSession(deps, { buildId, taskId: 't1', generation: 1, attempt: 1 });
    return { buildId, projectId, sessionId, branch: `agt/${buildId}/t1-1.1` };
  }

  /** Works from `turn` to the session's end or `turnsMax`; an activity may end earlier, as its time share says. */
  async work(deps: BuildDeps, session: Session, over: { turn?: number; turnsMax?: number; retry?: boolean } = {}): Promise<WorkResult> {
    const { turnsMax = 40, retry = false } = over;
    for (let turn = over.turn ?? 1; ;) {
      const done = await work(deps, { sessionId: session.sessionId, turn, turnsMax, progressTo: 50, deadlineMs: Date.now() + 3_600_000 }, { retry });
      if (done.ended || done.turn >= turnsMax) return done;
      turn = done.turn + 1;
    }
  }

  steps(
    session: Session,
  ): Promise<
    { turn: number; call: number; tool: string; ok: boolean; result: string; summary: string; commit: string | null; data: Record<string, unknown> }[]
  > {
    return this.database.sql('select turn, call, tool, ok, result, summary, commit, data from steps where session_id = $1 order by turn, call', [
      session.sessionId,
    ]);
  }

  /** The text of a file on the session's branch, or null. */
  async read(session: Session, path: string): Promise<string | null> {
    return (await this.git.store.read(session.projectId, session.branch, path))?.toString() ?? null;
  }
}
