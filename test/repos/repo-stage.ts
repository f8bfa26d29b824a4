/** Builds on existing repositories with everything real but the model: database, git, containers, checks. */
import { join } from 'node:path';
import type { WorkResult } from '../../activities/agent/work.js';
import { deliver } from '../../activities/build/deliver.js';
import type { BuildDeps } from '../../activities/build/deps.js';
import { draftPlan } from '../../activities/build/plan.js';
import { mergeTask, planTasks } from '../../activities/build/tasks.js';
import { closeSession, openSession } from '../../activities/build/tries.js';
import { verifyMain, type Verdict } from '../../activities/build/verify.js';
import { createChecks } from '../../activities/checks/run-checks.js';
import type { ChatAnswer } from '../../activities/llm/port.js';
import { createRepositoryFetcher } from '../../activities/repos/fetcher.js';
import { withKnownFailures } from '../../activities/repos/known-failures.js';
import { runBaseline, takeInRepository } from '../../activities/repos/take-in.js';
import { loadImageSpecs } from '../../activities/sandbox/image-spec.js';
import type { SandboxDriver } from '../../activities/sandbox/port.js';
import { projectRoot } from '../../config.js';
import { AgentStage } from '../agent/stage.js';
import { newBuild } from '../harness/builds.js';
import { says, type CountingProvider } from '../harness/provider.js';
import { docker, imagesDir, testEngine, type TestEngine } from '../sandbox/engine.js';

export interface RepoBuild {
  buildId: string;
  projectId: string;
  deps: BuildDeps & { provider: CountingProvider };
  baseline: string;
}

export class RepoStage {
  private constructor(
    readonly agent: AgentStage,
    private readonly engine: TestEngine,
    private readonly tools: TestEngine,
  ) {}

  static async open(): Promise<RepoStage> {
    const tools = await testEngine({ imagesDir: join(projectRoot, 'tool-images') });
    const upstreamProxy = process.env['https_proxy'] ?? process.env['HTTPS_PROXY'] ?? null;
    const engine = await testEngine({ upstreamProxy });
    await tools.driver.ensureImage('git');
    return new RepoStage(await AgentStage.open(), engine, tools);
  }

  /** Of the languages' images. */
  get driver(): SandboxDriver {
    return this.engine.driver;
  }

  async close(): Promise<void> {
    await this.agent.close();
    await this.engine.close();
    await this.tools.close();
  }

  /** A build of this repository up to its baseline: what happens before planning. */
  async begin(repo: string, allow: string[], answers: ChatAnswer[], over: { projectType?: string; description?: string } = {}): Promise<RepoBuild> {
    const { db } = this.agent.database;
    const { description = 'mend the bug', projectType = 'bug_fix' } = over;
    const build = await newBuild(db, { artifacts: { repo }, projectType, description, title: description, budgetUsd: 100 });
    const { driver } = this.engine;
    const fetcher = createRepositoryFetcher({
      docker,
      instance: this.tools.instance,
      driver: this.tools.driver,
      imagesDir: join(projectRoot, 'tool-images'),
      runtime: null,
      upstreamProxy: null,
      allow,
    });
    const deps = this.agent.deps(answers, {
      driver,
      checks: withKnownFailures(createChecks({ driver, imagesDir }), db),
      repositories: { fetcher, allow, images: await loadImageSpecs(imagesDir) },
    });
    await takeInRepository(deps, build.buildId);
    const { summary } = await runBaseline(deps, build.buildId);
    return { ...build, deps, baseline: summary };
  }

  /** Plan, one task, its session to the end. The first answer is the plan; the others are the session's turns. */
  async work({ deps, buildId, projectId }: RepoBuild): Promise<WorkResult> {
    const plan = await draftPlan(deps, buildId, 0);
    await planTasks(deps, buildId, plan.version);
    const { sessionId } = await openSession(deps, { buildId, taskId: 'fix', generation: 1, attempt: 1 });
    const done = await this.agent.work(deps, { buildId, projectId, sessionId, branch: `agt/${buildId}/fix-1.1` });
    const outcome = done.ended?.outcome === 'SUCCESS' ? 'SUCCESS' : 'SOFT_FAIL';
    await closeSession(deps, { sessionId, outcome, summary: 'done', progress: 60 });
    if (outcome === 'SUCCESS') await mergeTask(deps, sessionId);
    return done;
  }

  verify({ deps, buildId }: RepoBuild): Promise<Verdict> {
    return verifyMain(deps, { buildId, round: 1 });
  }

  async deliver({ deps, buildId }: RepoBuild, commit: string): Promise<{ branch: string; commit: string; tree: string; artifacts: Map<string, Buffer> }> {
    await deliver(deps, buildId, commit);
    const [row] = await this.agent.database.sql<{ result: { branch: string; commit: string; tree: string } }>('select result from builds where id = $1', [
      buildId,
    ]);
    const kept = await this.agent.database.sql<{ id: string; name: string; content: string | null }>(
      'select id, name, content from artifacts where build_id = $1',
      [buildId],
    );
    const artifacts = new Map<string, Buffer>();
    for (const { id, name, content } of kept) artifacts.set(name, content === null ? (await deps.blobs.read(id))! : Buffer.from(content));
    return { ...row!.result, artifacts };
  }
}

export const plan = (over: object = {}): ChatAnswer =>
  says(JSON.stringify({ title: 'Mend it', tasks: [{ id: 'fix', goal: 'mend the bug', role: 'backend-developer', ...over }] }));
