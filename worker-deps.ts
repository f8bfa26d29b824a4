import { join } from 'node:path';
import type { Logger } from 'pino';
import { toolNames } from './activities/agent/tools/index.js';
import { Workspaces } from './activities/agent/workspace.js';
import type { BuildDeps } from './activities/build/deps.js';
import { isOver } from './activities/build/deliver.js';
import { advisoryFile, type AuditSource } from './activities/checks/audit/advisories.js';
import { createChecks } from './activities/checks/run-checks.js';
import { createVariants } from './activities/checks/variants.js';
import { policyOf } from './activities/honesty/policy.js';
import { limitedChecks, limitedRenderer, limitedVariants } from './activities/queue/limited.js';
import { openQueue } from './activities/queue/open.js';
import { isOfReplay } from './activities/replay/workspace.js';
import type { DeployDeps } from './activities/deploy/activities.js';
import { createBrowserRenderer } from './activities/design/render/browser.js';
import { deployTargets } from './activities/deploy/index.js';
import { keepServing } from './activities/deploy/keep-serving.js';
import { followOutputs } from './activities/deploy/output/follow-outputs.js';
import type { Failpoint } from './activities/failpoint.js';
import { GitStore } from './activities/git/store.js';
import { sweepAbandoned } from './activities/llm/abandoned.js';
import { createModels } from './activities/llm/index.js';
import { loadRoles } from './activities/roles.js';
import { createDockerSandboxDriver } from './activities/sandbox/docker/driver.js';
import { seccompProfile } from './activities/sandbox/docker/seccomp.js';
import { findImageSpec, loadImageSpecs } from './activities/sandbox/image-spec.js';
import { withKnownFailures } from './activities/repos/known-failures.js';
import { jobOfContainer, type WorkspaceDeps } from './activities/workspaces/deps.js';
import { createRepositoryFetcher } from './activities/repos/fetcher.js';
import { openBlobs } from './blobs/index.js';
import type { Config } from './config.js';
import { openDatabase } from './db/client.js';
import { budgetRulesOf, modelSettingsOf } from './worker-models.js';
import { dockerClient, sandboxOptionsOf } from './worker-sandbox.js';

export interface WorkerDeps extends BuildDeps, DeployDeps, WorkspaceDeps {
  /** Removes what outlived its owner, starts live services that were stopped, and keeps what services print; answers how to stop that. */
  startReaper(): () => void;
  close(): Promise<void>;
}

// Often enough that nothing is left a minute after its owner died.
const REAP_MS = 20_000;

/** Builds everything the activities need from the configuration. */
export async function createWorkerDeps(config: Config, root: string, failpoint: Failpoint, log: Logger): Promise<WorkerDeps> {
  const { settings } = config;
  if (!settings.DATABASE_URL) throw new Error('DATABASE_URL is not set: `mw up` sets it for its worker');
  const db = openDatabase(settings.DATABASE_URL, { onError: (error) => log.warn({ err: error.message }, 'a database connection was lost') });
  const docker = dockerClient(settings.DOCKER_HOST);
  const instance = settings.MW_INSTANCE ?? 'local';
  const imagesDir = join(root, 'sandbox-images');
  const git = new GitStore(settings.GIT_REMOTE_BASE ?? join(settings.MW_HOME, 'git'));
  const sandboxes = sandboxOptionsOf(config, docker);
  const driver = createDockerSandboxDriver({ ...sandboxes, imagesDir });
  // Tools of the engine in sandboxes of their own: no languages, so no build can be for one of them.
  const toolsDir = join(root, 'tool-images');
  const tools = createDockerSandboxDriver({ ...sandboxes, imagesDir: toolsDir, warm: 0 });
  // Commands and checks at once on this host: what waits here heartbeats and costs nothing.
  const sandboxBytes = settings.SANDBOX_MEMORY_MB * 1024 * 1024;
  const queue = openQueue({ db, docker, places: settings.SANDBOX_CONCURRENCY, sandboxBytes, log });
  const { turnstile, ownerOf } = queue;
  const specs = await loadImageSpecs(imagesDir);
  const models = createModels(modelSettingsOf(config));
  const target = deployTargets['docker']!({
    docker,
    instance,
    home: settings.MW_HOME,
    portBase: settings.MW_PROXY_PORT,
    seccompProfile: seccompProfile(),
    guardHost: isLocal(settings.DOCKER_HOST),
    log: (text) => log.info(text),
  });
  const deps = {
    db,
    git,
    driver,
    blobs: openBlobs(settings),
    renderer: limitedRenderer(createBrowserRenderer({ driver: tools, imagesDir: toolsDir }), turnstile, ownerOf),
    models,
    budgets: budgetRulesOf(config),
    target,
    failpoint,
    checks: withKnownFailures(limitedChecks(createChecks({ driver, imagesDir, audit: auditOf(settings) }), turnstile, ownerOf), db),
    honesty: {
      policy: policyOf(settings.HONESTY_POLICY),
      mutantsMax: settings.HONESTY_MUTANTS,
      mutationSeconds: settings.HONESTY_MUTATION_SECONDS,
      variants: limitedVariants(createVariants({ driver, imagesDir }), turnstile, ownerOf),
    },
    repositories: {
      allow: settings.REPO_ALLOW,
      images: specs,
      fetcher: createRepositoryFetcher({ ...sandboxes, driver: tools, imagesDir: toolsDir, allow: settings.REPO_ALLOW }),
    },
    templatesDir: join(root, 'workspace-templates'),
    workspaces: new Workspaces(db, git, driver, turnstile),
    roles: loadRoles(join(root, 'activities', 'roles'), toolNames),
    team: { roles: settings.BUILD_ROLES, rescueCandidates: settings.BUILD_RESCUE_CANDIDATES },
    languageOf: (name: string) => [...specs.values()].find((spec) => spec.language === name || spec.aliases.includes(name))?.language ?? null,
    languageFacts: (language: string) => {
      const { checks, env, links } = findImageSpec(specs, language);
      return { testCommand: checks.find((check) => check.name === 'test')?.command ?? null, env, links };
    },
  };
  return { ...deps, startReaper: () => startReaper(deps, log), close: () => Promise.all([driver.close(), queue.close()]).then(() => db.close()) };
}

function startReaper(deps: BuildDeps & DeployDeps, log: Logger): () => void {
  const sweep = () => {
    deps.driver
      // A replay runs long after its build, a workspace's checks without one; their containers end by themselves, or by their deadline.
      .reap(({ buildId, name }) => !isOfReplay(name) && jobOfContainer(name) === null && isOver(deps, buildId))
      .catch((error: unknown) => log.warn({ err: String(error) }, 'the reaper could not sweep; it tries again'));
    sweepAbandoned(deps.db, deps.budgets).catch((error: unknown) => log.warn({ err: String(error) }, 'calls that nobody waits for are settled later'));
  };
  const stopKeeping = keepServing(deps.target, log);
  const stopFollowing = followOutputs({ ...deps, log });
  sweep();
  const timer = setInterval(sweep, REAP_MS);
  return () => {
    stopKeeping();
    clearInterval(timer);
    void stopFollowing();
  };
}

function auditOf({ AUDIT_ADVISORIES: path, AUDIT_FAIL_FROM: from }: Config['settings']): AuditSource | null {
  return path ? advisoryFile(path, from === 'none' ? null : from) : null;
}

function isLocal(host: string | null): boolean {
  return host === null || host.startsWith('unix:');
}
