/** Workspaces end to end: the real API, database, Temporal, workflow and git; only the checks answer as a test says. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { CheckReport } from '../../activities/checks/port.js';
import type { ChecksRequest } from '../../activities/checks/run-checks.js';
import type { DeployTarget } from '../../activities/deploy/port.js';
import { noFailpoint } from '../../activities/failpoint.js';
import { removeProject } from '../../activities/projects/remove.js';
import type { ImageSpec } from '../../activities/sandbox/image-spec.js';
import type { WorkspaceDeps } from '../../activities/workspaces/deps.js';
import { failWorkspaceJob, runWorkspaceJob } from '../../activities/workspaces/run-job.js';
import { projectRoot } from '../../config.js';
import { Api, type Answer, type Engines } from '../api/stack.js';
import { stage as gitStage, type Stage as GitStage } from '../git/stage.js';
import { noRepositories } from '../repos/no-fetcher.js';
import { freshDatabase, type TestDatabase } from '../harness/database.js';
import { testEngines } from '../harness/engines.js';
import { bundleCode } from '../workflows/stage.js';

const TOKEN = 'token-of-the-tests';
export const OTHER = 'token-of-somebody-else';
export const VIEWER = 'token-of-a-viewer';
export const templatesDir: string = join(projectRoot, 'workspace-templates');
export const ROOT = '/code-generation/workspaces';

export const passed = (names: readonly string[] = ['lint', 'test']): CheckReport => ({
  verdict: 'passed',
  summary: '3 tests passed',
  checks: names.map((name) => ({ name, outcome: 'passed' as const, required: true, findings: [], output: '', durationMs: 1 })),
  tests: { total: 3, failed: 0, skipped: 0, names: [] },
  coveragePercent: 90,
});

export class WorkspaceStage {
  readonly checked: ChecksRequest[] = [];
  verdict: (request: ChecksRequest) => Promise<CheckReport> | CheckReport = (request) => passed(request.only);
  /** Environments that were removed, as `<project>/<environment>`; there is no engine here. */
  readonly removed: string[] = [];
  /** Fires once at the named point, as a killed worker would. */
  dieAt: string | null = null;

  private constructor(
    readonly database: TestDatabase,
    readonly git: GitStage,
    readonly api: Api,
    readonly deps: WorkspaceDeps,
    private readonly ends: (() => Promise<unknown> | void)[],
  ) {}

  static async open(): Promise<WorkspaceStage> {
    const [database, git, { temporalAddress }] = [await freshDatabase(), gitStage(), await testEngines()];
    const home = mkdtempSync(join(tmpdir(), 'mw-workspaces-'));
    for (const [user, token, role] of [
      ['other', OTHER, 'developer'],
      ['viewer', VIEWER, 'viewer'],
    ] as const) {
      await database.sql('insert into users (id, name, role) values ($1, $1, $2)', [user, role]);
      await database.sql('insert into tokens (id, user_id, sha256) values ($1, $1, $2)', [user, createHash('sha256').update(token).digest('hex')]);
    }
    const api = await Api.start({ urls: { url: database.url }, address: temporalAddress, home: { root: home } } as Engines);
    // One language, so that the others are what this machine lacks.
    const python = JSON.parse(readFileSync(join(projectRoot, 'sandbox-images/python/image.json'), 'utf8')) as ImageSpec;
    const images = new Map([['python', python]]);
    const stage: WorkspaceStage = new WorkspaceStage(
      database,
      git,
      api,
      {
        db: database.db,
        git: git.store,
        checks: { run: async (request) => (stage.checked.push(request), stage.verdict(request)) },
        failpoint: (name, position) => {
          if (stage.dieAt !== `${name}:${position}`) return noFailpoint(name, position);
          stage.dieAt = null;
          throw new Error('the worker died here');
        },
        repositories: { ...noRepositories, images },
        templatesDir,
      },
      [() => git.remove(), () => rmSync(home, { recursive: true, force: true }), () => database.drop()],
    );
    await stage.work(temporalAddress);
    return stage;
  }

  private async work(address: string): Promise<void> {
    try {
      Runtime.install({ logger: new DefaultLogger('ERROR') });
    } catch {
      // Another suite of this process did.
    }
    const connection = await NativeConnection.connect({ address });
    const target: Pick<DeployTarget, 'removeEnvironment' | 'retire'> = {
      removeEnvironment: ({ projectId, environment }) => Promise.resolve(void this.removed.push(`${projectId}/${environment}`)),
      retire: (ids) => Promise.resolve(ids),
    };
    const activities = {
      removeProject: (input: { projectId: string }) => removeProject({ ...this.deps, target }, input),
      runWorkspaceJob: (input: { jobId: string }) => runWorkspaceJob(this.deps, input),
      failWorkspaceJob: (input: Parameters<typeof failWorkspaceJob>[1]) => failWorkspaceJob(this.deps, input),
    };
    const worker = await Worker.create({
      connection,
      taskQueue: this.api.queues.core,
      workflowBundle: { code: bundleCode() },
      activities,
      shutdownGraceTime: 0,
    });
    const running = worker.run();
    this.ends.unshift(async () => {
      worker.shutdown();
      await running;
      await connection.close();
    });
  }

  ask(method: string, path: string, body?: unknown, options: { token?: string; key?: string } = {}): Promise<Answer> {
    return this.api.ask(method, path.startsWith('/') ? path : `${ROOT}/${path}`, {
      ...(body === undefined ? {} : { body }),
      token: options.token ?? TOKEN,
      headers: options.key ? { 'idempotency-key': options.key } : {},
    });
  }

  /** A new workspace's id. */
  async create(template = 'go'): Promise<string> {
    const answer = await this.ask('POST', `${ROOT}?wait=60`, { template, name: `My ${randomBytes(2).toString('hex')}` });
    if (answer.status !== 201) throw new Error(`create answered ${answer.status}: ${answer.text}`);
    return String(answer.body['id']);
  }

  async close(): Promise<void> {
    await this.api.stop();
    for (const end of this.ends) await end();
  }
}
