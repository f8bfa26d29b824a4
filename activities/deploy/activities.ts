import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { MillwrightError } from '../../contracts/failures.js';
import type { Environment } from '../../contracts/messages.js';
import type { Database, Transaction } from '../../db/client.js';
import { deleteOutputs, tellOver } from '../../db/queries/deployment-output.js';
import { recordChange } from '../../db/queries/record.js';
import { builds, deployments, environments } from '../../db/schema/index.js';
import type { Failpoint } from '../failpoint.js';
import type { GitStore } from '../git/store.js';
import type { SandboxDriver } from '../sandbox/port.js';
import { keepExamples } from './examples.js';
import { fencedTarget, takeDeployment } from './fence.js';
import { keepLastWords } from './output/keep-last-words.js';
import type { DeployTarget } from './port.js';
import { keepDeployProof } from './proof.js';
import { detectService, type Service } from './service.js';
import { returnToCurrent, rollBackTo, switchTraffic, tryCandidate, type SwitchRequest } from './switch.js';

export interface DeployDeps {
  db: Database;
  git: GitStore;
  driver: SandboxDriver;
  target: DeployTarget;
  failpoint: Failpoint;
  /** What image.json says of a language, as far as a deployment needs it. */
  languageFacts: (language: string) => LanguageFacts;
}

export interface LanguageFacts {
  /** Runs the tests, exit code 0 when they pass; null where there are none. */
  testCommand: string | null;
  env: Record<string, string>;
  /** Links that bring installed dependencies into the project: name -> target. */
  links: Record<string, string>;
}

// A service that has not answered in a minute will not.
const HEALTH_SECONDS = 60;
// One that is compiled when it starts (docs/languages.md): seconds on a quiet machine, minutes on one with much else to do.
const COMPILED_HEALTH_SECONDS = 240;
const COMPILES = '/opt/sandbox/start.sh';
const TEST_SECONDS = 600;

export interface DeployOutcome {
  status: 'live' | 'rolled_back' | 'failed';
  url: string | null;
  detail: string | null;
}

interface Subject {
  buildId: string;
  projectId: string;
  language: string;
  commit: string;
  tests: boolean;
}

interface Beginning {
  buildId: string;
  deploymentId: string;
  environment: Environment;
  /** Exactly what was approved at G8. */
  commit: string | null;
}

/** The steps of the deploy saga; each may be repeated at any time. */
export function createDeployActivities(deps: DeployDeps, signal: () => AbortSignal) {
  return {
    deployBegin: (input: Beginning) => begin(deps, input),
    deployBuildImage: (input: { deploymentId: string }) => buildImage(deps, input.deploymentId, signal()),
    deployTest: (input: { deploymentId: string; imageId: string }) => testImage(deps, input, signal()),
    deployCandidate: async (input: { deploymentId: string; imageId: string }) => {
      const result = await tryCandidate(await ownedTarget(deps, input.deploymentId), await switchRequest(deps, input), {
        signal: signal(),
        whenHealthy: (address) => keepExamples(deps.db, input.deploymentId, address, signal()),
        whenUnhealthy: lastWordsOf(deps, input.deploymentId),
      });
      await step(deps, input.deploymentId, 'candidate', result.healthy ? 'the new version is healthy on empty data' : result.detail);
      return { healthy: result.healthy, detail: result.detail.slice(0, 2_000) };
    },
    deploySwitch: async (input: { deploymentId: string; imageId: string }) => {
      deps.failpoint('switch', 'before');
      const result = await switchTraffic(await ownedTarget(deps, input.deploymentId), await switchRequest(deps, input), {
        signal: signal(),
        whenUnhealthy: lastWordsOf(deps, input.deploymentId),
      });
      deps.failpoint('switch', 'after');
      return { status: result.status, url: result.url, detail: result.detail.slice(0, 2_000) };
    },
    /** The compensation: whatever a broken switch left, the last good one serves again. */
    deployReturn: async (input: { deploymentId: string; imageId: string }) => {
      const request = await switchRequest(deps, input);
      const target = await ownedTarget(deps, input.deploymentId);
      const result = await returnToCurrent(target, request);
      // Nothing was live before: then nothing is served, and nothing of the broken one stays.
      if (result.status === 'failed') {
        await target.remove(input.deploymentId);
        await target.route({ ...request, address: null });
      }
      return { status: result.status, url: result.url, detail: result.detail.slice(0, 2_000) };
    },
    /** Containers and images of versions nobody can return to. */
    deployRetire: (input: { deploymentId: string }) => retire(deps, input.deploymentId),
    deployRollback: (input: { deploymentId: string }) => rollback(deps, input.deploymentId),
    deployRolledBack: (input: DeployOutcome & { deploymentId: string; key: string }) => rolledBack(deps, input),
    deployEnd: (input: DeployOutcome & { deploymentId: string }) => end(deps, input),
  };
}

/** The target for this attempt alone: a paused attempt that wakes beside a later one must not undo what that did. */
/** Keeps what a version prints that does not become healthy. */
function lastWordsOf(deps: DeployDeps, deploymentId: string): (containerId: string) => Promise<void> {
  return (containerId) => keepLastWords(deps, { deploymentId, containerId });
}

async function ownedTarget(deps: DeployDeps, deploymentId: string): Promise<DeployTarget> {
  return fencedTarget(deps.target, await takeDeployment(deps.db, deploymentId));
}

async function begin(deps: DeployDeps, input: Beginning): Promise<void> {
  const { buildId, deploymentId, environment } = input;
  await deps.db.orm.transaction(async (tx) => {
    const [build] = await tx.select().from(builds).where(eq(builds.id, buildId));
    if (!build) throw new Error(`there is no build ${buildId}`);
    const commit = input.commit ?? build.result?.commit ?? null;
    await tx
      .insert(deployments)
      .values({ id: deploymentId, buildId, projectId: build.projectId, environment, generation: 1, status: 'building', commit })
      .onConflictDoNothing();
    await tx.insert(environments).values({ projectId: build.projectId, name: environment }).onConflictDoNothing();
    await recordChange(tx, {
      buildId,
      key: `${deploymentId}/begin`,
      event: { kind: 'deploy.started', deployment: deploymentId, environment },
      audit: { actor: 'millwright', action: 'deploy.started', subject: deploymentId, detail: { environment, commit } },
    });
  });
}

async function buildImage(deps: DeployDeps, deploymentId: string, signal: AbortSignal): Promise<{ imageId: string }> {
  const subject = await subjectOf(deps, deploymentId);
  const image = await deps.driver.ensureImage(subject.language, { signal });
  const files = await deps.git.files(subject.projectId, subject.commit);
  deps.failpoint('image', 'before');
  const { imageId } = await deps.target.buildImage(
    {
      deploymentId,
      projectId: subject.projectId,
      language: subject.language,
      languageImage: image.tag,
      files,
      commit: subject.commit,
      links: deps.languageFacts(subject.language).links,
    },
    { signal },
  );
  deps.failpoint('image', 'after');
  await deps.db.orm.update(deployments).set({ digest: imageId, status: 'testing' }).where(eq(deployments.id, deploymentId));
  await step(deps, deploymentId, 'image', `built from commit ${subject.commit.slice(0, 12)}: ${imageId.slice(0, 19)}`);
  return { imageId };
}

async function testImage(
  deps: DeployDeps,
  input: { deploymentId: string; imageId: string },
  signal: AbortSignal,
): Promise<{ passed: boolean; detail: string }> {
  const subject = await subjectOf(deps, input.deploymentId);
  const { testCommand: command, env } = deps.languageFacts(subject.language);
  if (!command || !subject.tests) return { passed: true, detail: 'no tests were asked for' };
  const dependencies = await dependenciesOf(deps, subject);
  const { passed, output } = await (
    await ownedTarget(deps, input.deploymentId)
  ).testImage({ ...input, command, timeoutSeconds: TEST_SECONDS, env, dependencies }, { signal });
  await step(deps, input.deploymentId, 'tests', passed ? 'the tests pass inside the image' : 'the tests fail inside the image');
  return { passed, detail: output.slice(-2_000) };
}

async function rollback(deps: DeployDeps, deploymentId: string): Promise<DeployOutcome> {
  const [row] = await deps.db.orm.select().from(deployments).where(eq(deployments.id, deploymentId));
  if (!row) throw new MillwrightError('DEPLOY_FAILED', `there is no deployment ${deploymentId} to return to`);
  const result = await rollBackTo(await ownedTarget(deps, deploymentId), {
    projectId: row.projectId,
    environment: row.environment,
    deploymentId,
    healthTimeoutSeconds: HEALTH_SECONDS,
  });
  return { status: result.status, url: result.url, detail: result.detail.slice(0, 2_000) };
}

/** Rows of a rollback: the deployment that was before is live again, the one that was live is the one before. */
async function rolledBack(deps: DeployDeps, input: DeployOutcome & { deploymentId: string; key: string }): Promise<void> {
  const { deploymentId, key, status, url, detail } = input;
  await deps.db.orm.transaction(async (tx) => {
    const [row] = await tx.select().from(deployments).where(eq(deployments.id, deploymentId));
    if (!row) return;
    const environment = row.environment as Environment;
    const { seq } = await recordChange(tx, {
      buildId: row.buildId,
      key: `${key}/end`,
      event: {
        kind: 'deploy.ended',
        deployment: deploymentId,
        environment,
        status: status === 'live' ? 'live' : 'failed',
        url,
        detail: status === 'live' ? 'returned to by a person' : detail,
      },
      audit: { actor: 'millwright', action: `deploy.rollback.${status}`, subject: deploymentId, detail: { environment, url } },
    });
    if (seq === null || status !== 'live') return;
    await makeLive(tx, { id: deploymentId, projectId: row.projectId, environment, url });
  });
}

async function end(deps: DeployDeps, input: DeployOutcome & { deploymentId: string }): Promise<void> {
  const { deploymentId, status, url, detail } = input;
  await deps.db.orm.transaction(async (tx) => {
    const [row] = await tx.select().from(deployments).where(eq(deployments.id, deploymentId));
    if (!row) throw new Error(`there is no deployment ${deploymentId}`);
    const environment = row.environment as Environment;
    const { seq } = await recordChange(tx, {
      buildId: row.buildId,
      key: `${deploymentId}/end`,
      event: { kind: 'deploy.ended', deployment: deploymentId, environment, status, url, detail },
      audit: { actor: 'millwright', action: `deploy.${status}`, subject: deploymentId, detail: { environment, url, digest: row.digest } },
      ...(status === 'live'
        ? { resolves: `${row.buildId}-${environment}-` }
        : { journal: { kind: 'error', owner: 'release-manager', text: `deployment to ${environment} ${status}: ${detail ?? ''}` } }),
    });
    if (seq === null) return;
    await tx
      .update(deployments)
      .set({ status, url, detail, updatedAt: sql`now()` })
      .where(eq(deployments.id, deploymentId));
    if (status !== 'live') return tellOver(tx, [row]);
    await makeLive(tx, { id: deploymentId, projectId: row.projectId, environment, url });
    await keepDeployProof(tx, row, url);
  });
}

/** One deployment of an environment is live; the one that was is kept as the way back. */
async function makeLive(tx: Transaction, live: { id: string; projectId: string; environment: Environment; url: string | null }): Promise<void> {
  const here = and(eq(deployments.projectId, live.projectId), eq(deployments.environment, live.environment));
  const over = await tx
    .update(deployments)
    .set({ status: 'superseded' })
    .where(and(here, eq(deployments.status, 'live'), ne(deployments.id, live.id)))
    .returning({ id: deployments.id });
  await tellOver(tx, over);
  await tx
    .update(deployments)
    .set({ status: 'live', updatedAt: sql`now()` })
    .where(eq(deployments.id, live.id));
  await tx
    .update(environments)
    .set({
      // Made live again, it must not become its own way back.
      previousDeploymentId: sql`case when ${environments.activeDeploymentId} = ${live.id} then ${environments.previousDeploymentId} else ${environments.activeDeploymentId} end`,
      activeDeploymentId: live.id,
      generation: sql`${environments.generation} + 1`,
      url: live.url,
    })
    .where(and(eq(environments.projectId, live.projectId), eq(environments.name, live.environment)));
}

async function retire(deps: DeployDeps, deploymentId: string): Promise<{ retired: number }> {
  const [row] = await deps.db.orm.select().from(deployments).where(eq(deployments.id, deploymentId));
  if (!row) return { retired: 0 };
  const over = await deps.db.orm
    .select({ id: deployments.id })
    .from(deployments)
    .where(
      and(
        eq(deployments.projectId, row.projectId),
        eq(deployments.environment, row.environment),
        inArray(deployments.status, ['superseded', 'failed', 'rolled_back']),
      ),
    );
  const retired = await deps.target.retire(over.map(({ id }) => id));
  await deleteOutputs(deps.db.orm, retired);
  return { retired: retired.length };
}

/** A language's variables as a running service sees them: the project lies in /app, and nothing is under test. */
function liveEnvironment(env: Record<string, string>): Record<string, string> {
  const live = Object.entries(env).filter(([name, value]) => !(name === 'NODE_ENV' && value === 'test'));
  return Object.fromEntries(live.map(([name, value]) => [name, value.replaceAll('/workspace', '/app')]));
}

function step(deps: DeployDeps, deploymentId: string, name: string, detail: string): Promise<void> {
  return deps.db.orm.transaction(async (tx) => {
    const [row] = await tx.select({ buildId: deployments.buildId }).from(deployments).where(eq(deployments.id, deploymentId));
    if (row)
      await recordChange(tx, {
        buildId: row.buildId,
        key: `${deploymentId}/${name}`,
        event: { kind: 'deploy.step', deployment: deploymentId, step: name, detail: detail.slice(0, 1_000) },
      });
  });
}

async function subjectOf(deps: DeployDeps, deploymentId: string): Promise<Subject> {
  const [row] = await deps.db.orm
    .select({ deployment: deployments, build: builds })
    .from(deployments)
    .innerJoin(builds, eq(builds.id, deployments.buildId))
    .where(eq(deployments.id, deploymentId));
  const commit = row?.deployment.commit;
  if (!row || !commit) throw new MillwrightError('DEPLOY_FAILED', `deployment ${deploymentId} has no verified commit`);
  return { buildId: row.build.id, projectId: row.build.projectId, language: row.build.language ?? 'python', commit, tests: row.build.options.tests };
}

async function dependenciesOf(deps: DeployDeps, subject: Subject): Promise<string | null> {
  return (await deps.driver.installDependencies(subject.language, await deps.git.files(subject.projectId, subject.commit))).volume;
}

async function switchRequest(deps: DeployDeps, input: { deploymentId: string; imageId: string }): Promise<SwitchRequest> {
  const subject = await subjectOf(deps, input.deploymentId);
  const files = await deps.git.files(subject.projectId, subject.commit);
  const service: Service | null = detectService(files, subject.language);
  if (!service) throw new MillwrightError('DEPLOY_FAILED', 'nothing in the project says how its service starts: add millwright.json');
  const [row] = await deps.db.orm.select({ environment: deployments.environment }).from(deployments).where(eq(deployments.id, input.deploymentId));
  return {
    deploymentId: input.deploymentId,
    buildId: subject.buildId,
    projectId: subject.projectId,
    environment: row?.environment ?? 'staging',
    imageId: input.imageId,
    startCommand: service.start,
    port: service.port,
    healthPath: service.healthPath,
    env: liveEnvironment(deps.languageFacts(subject.language).env),
    dependencies: await dependenciesOf(deps, subject),
    healthTimeoutSeconds: service.start[0] === COMPILES ? COMPILED_HEALTH_SECONDS : HEALTH_SECONDS,
  };
}
