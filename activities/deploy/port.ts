/**
 * The deploy port: a place where a verified commit runs as a service. Adapters: docker/ beside this file.
 *
 * Every call may be repeated at any time, also while an earlier attempt of it still runs: things are named by
 * `deploymentId` (contracts/ids.ts) and adopted when they exist already. `switch.ts` puts the calls in order.
 */
import type { SandboxFile } from '../sandbox/port.js';

/** Bridges of all environments' networks start so: one firewall rule can name them (docker/firewall.ts), and those that are left over are found. */
export const BRIDGE_PREFIX = 'mwd';

export interface Address {
  host: string;
  port: number;
}

/** One environment of one project: it has one stable URL, one data volume and one service running at a time. */
export interface EnvironmentRef {
  projectId: string;
  environment: string;
}

/** A read-only volume of installed dependencies (`SandboxDriver.installDependencies`), mounted at /deps. */
export type DependenciesVolume = string | null;

export interface StepOptions {
  signal?: AbortSignal;
  /** A short sentence for people, and a heartbeat: called at least whenever something moves. */
  onProgress?: (text: string) => void;
}

export interface BuildImageRequest {
  deploymentId: string;
  projectId: string;
  /** Key of sandbox-images/, for the label only. */
  language: string;
  /** Tag or id of the sandbox image in which the commit was verified. */
  languageImage: string;
  files: SandboxFile[];
  /** SHA of the verified commit, hex. */
  commit: string;
  /** Links beside the files, of the language's own making: `node_modules` -> `/deps/node_modules`. */
  links?: Record<string, string>;
}

export interface TestImageRequest {
  deploymentId: string;
  imageId: string;
  /** Run by `sh -c` in a writable copy of /app, without any network. */
  command: string;
  timeoutSeconds: number;
  env?: Record<string, string>;
  dependencies?: DependenciesVolume;
}

/** `candidate`: a first look at a version with its own empty, forgotten data; `live`: on the environment's data. */
export type DeploymentRole = 'candidate' | 'live';

export interface StartRequest extends EnvironmentRef {
  deploymentId: string;
  buildId: string;
  imageId: string;
  /** argv, run in /app as uid 1000. Gets PORT, HOST and DATA_DIR. */
  startCommand: string[];
  /** What the service listens on inside, 1024 to 65535. */
  port: number;
  env?: Record<string, string>;
  /** Absolute path that answers 2xx when the service works, for example /health. */
  healthPath: string;
  dependencies?: DependenciesVolume;
}

export interface Started {
  containerId: string;
  address: Address;
}

export interface StartedNow extends Started {
  /** Removes the container if this very call created it: one that was adopted belongs to another attempt. */
  discard: () => Promise<void>;
}

export interface HealthRequest extends Started {
  path: string;
  timeoutSeconds: number;
}

export interface RouteRequest extends EnvironmentRef {
  deploymentId: string;
  /** Null: nothing is served. Together with `switching` requests are held for the one that comes. */
  address: Address | null;
  switching?: boolean;
  /** Of the environment's lease (`LeaseRequest`); without it nothing is written while somebody has the lease. */
  token?: string;
}

/** The right to change an environment (lease.ts); the traffic stays as it is. */
export interface LeaseRequest extends EnvironmentRef {
  deploymentId: string;
  /** `keep`: a sign of life. `abandon`: ended without being finished; the next one settles what was left. */
  lease: 'take' | 'keep' | 'release' | 'abandon';
  /** What `take` answered; for all others. */
  token?: string;
}

export interface TakenLease {
  token: string;
  /** Deployments that began to change the environment and never ended: to be settled first. */
  unsettled: string[];
}

export interface Routed {
  /** Stable for the life of the environment; empty while it has none. */
  url: string;
  /** Set when the proxy has not confirmed in time: the route is written and will be served when the proxy is back. */
  warning: string | null;
  /** The answer to `take`. */
  lease?: TakenLease;
}

export interface CurrentDeployment {
  url: string;
  deploymentId: string | null;
  /** The last good one before the current; what a rollback returns to. */
  previousDeploymentId: string | null;
  serving: boolean;
}

export interface DeployedContainer extends EnvironmentRef, Started {
  deploymentId: string;
  buildId: string;
  role: DeploymentRole;
  running: boolean;
  /** It died, and the engine is about to start it once more. */
  restarting: boolean;
  healthPath: string;
  /** True when its environment's traffic goes to it. */
  active: boolean;
}

/** A line that a container printed, or a part of one that is longer than the engine takes at once. */
export interface OutputPiece {
  source: 'stdout' | 'stderr';
  /** The engine's time, RFC 3339 with nanoseconds, so that texts sort as times; all parts of a line have the same. */
  at: string;
  /** Without the newline. */
  bytes: Buffer;
  endsLine: boolean;
}

export interface OutputRequest {
  containerId: string;
  /** Only what was printed at that time (as in `OutputPiece`) or later; null: everything the engine still has. */
  since: string | null;
  /** Goes on with what comes until the container stops or the signal aborts. */
  follow: boolean;
}

export interface DeployTarget {
  /** FROM the verified language image, COPY of the verified commit, no RUN, no network. MillwrightError IMAGE_BUILD_FAILED. */
  buildImage(request: BuildImageRequest, options?: StepOptions): Promise<{ imageId: string; tag: string }>;
  /** Runs the tests inside that very image. A failing test is an answer; a lost engine, or a container somebody removed, is an error. */
  testImage(request: TestImageRequest, options?: StepOptions): Promise<{ passed: boolean; output: string }>;
  /**
   * Starts (or adopts) the container. `live` first stops every other live container of the environment (kept for the
   * way back): two versions never write the same data.
   */
  start(request: StartRequest, role: DeploymentRole, options?: StepOptions): Promise<StartedNow>;
  /**
   * GET until 2xx, the deadline, or the container's death; `detail` holds the last log lines when unhealthy.
   * MillwrightError UNAVAILABLE when the container was removed: that is another attempt's doing, and no verdict.
   */
  checkHealth(request: HealthRequest, options?: StepOptions): Promise<{ healthy: boolean; detail: string }>;
  /**
   * One atomic switch of the environment's traffic; returns when the proxy really does it. Or one step of its lease, in
   * the same order of events. MillwrightError LEASE_LOST (retryable) when somebody else may change the environment now.
   */
  route(request: RouteRequest | LeaseRequest): Promise<Routed>;
  /** What the environment's URL leads to; null before its first deployment. */
  current(ref: EnvironmentRef): Promise<CurrentDeployment | null>;
  /** Keeps what the environment's data is now, for `restoreData` of the same deployment. Call while nothing writes. */
  keepData(request: EnvironmentRef & { deploymentId: string; imageId: string }): Promise<void>;
  /** Puts the data back to what `keepData` kept, which stays kept. True when there was something. Call while nothing writes. */
  restoreData(request: EnvironmentRef & { deploymentId: string }): Promise<boolean>;
  /** Removes what `keepData` kept; no error when there is nothing. */
  forgetData(deploymentId: string): Promise<void>;
  /** Stops the container and keeps it. No error when it is gone. */
  stop(deploymentId: string): Promise<void>;
  /** Starts a stopped live container again (and stops the others of its environment). MillwrightError NOT_FOUND. */
  startAgain(deploymentId: string): Promise<Started & { healthPath: string; imageId: string }>;
  /** Removes the deployment's containers (one role or all). No error when they are gone. */
  remove(deploymentId: string, role?: DeploymentRole): Promise<void>;
  list(): Promise<DeployedContainer[]>;
  /** What a container prints, in the order of the engine's log, as it comes. A container that is gone printed nothing. */
  readOutput(request: OutputRequest, options?: StepOptions): AsyncIterable<OutputPiece[]>;
  /** Removes containers, images and kept data of deployments, except those that are current or the last good one. Answers what went. */
  retire(deploymentIds: string[]): Promise<string[]>;
  /** Removes everything of an environment, its data included. */
  removeEnvironment(ref: EnvironmentRef): Promise<void>;
  /** After a restart of engine or machine: starts the current containers that are stopped, routes to where they are now. */
  refreshRoutes(): Promise<{ started: string[]; moved: string[]; missing: string[] }>;
}
