import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Agent } from './agents.js';
import type { BlobStore } from '../blobs/index.js';
import type { BuildRow } from '../db/queries/builds.js';
import type { Plan } from '../schemas/plan.js';
import type { Queues } from '../contracts/messages.js';
import type { Database } from '../db/client.js';
import type { ArtifactSweeper } from './artifact-sweeper.js';
import type { Authenticator } from './auth.js';
import type { SignInTries } from './auth-tries.js';
import type { ExecutionSettings } from './execution-settings.js';
import type { ExecutionSweeper } from './execution-sweeper.js';
import type { EventHub } from './event-hub.js';
import type { Feed } from './feed.js';
import type { OutboxRelay } from './outbox.js';
import type { Probes } from './probes.js';
import type { Reconciler } from './reconciler.js';
import type { AuditSealer } from './sealer.js';
import type { ShownSettings } from './settings.js';
import type { Seal } from './webhooks/seal.js';

/** What `createApp` is given: connections and values, nothing is read from the environment. */
export interface AppOptions {
  database: Database;
  /** For the one connection that listens for events. */
  databaseUrl: string;
  temporal: Client;
  queues: Queues;
  log: Logger;
  version: string;
  /** Where `{size, head}` of the audit chain is kept, outside the database. */
  anchorFile: string;
  /** MW_HOME, where the deployment proxy says what it serves. */
  home: string;
  blobs: BlobStore;
  /** The largest upload. */
  artifactBytesMax: number;
  /** How long an upload is kept, and what a build left after its end. */
  artifactRetentionDays: number;
  /** Hosts and folders whose repositories may be private (REPO_ALLOW). */
  repoAllow: readonly string[];
  /** The roles there are. */
  agents: readonly Agent[];
  /** Languages, limits and quota of `POST /execute`. */
  executions: ExecutionSettings;
  /** Where the built web app lies; null serves a plain page instead. */
  webFolder: string | null;
  /** Hosts that webhooks may lead to though they are private or speak plain http (WEBHOOK_ALLOW). */
  webhookAllow: readonly string[];
  /** Seals secrets of users. */
  seal: Seal;
  /** A plan a person edited from `base`, with what will not be built of it among its risks. Pure. */
  tellNotBuilt: (build: BuildRow, plan: Plan, base: Plan | null) => Plan;
  /** What `GET /settings` shows. */
  shown: ShownSettings;
  /** Shown on the page; null when unknown. */
  temporalUiUrl: string | null;
}

/** What a route may use. */
export interface AppDeps extends AppOptions {
  authenticator: Authenticator;
  signInTries: SignInTries;
  feed: Feed;
  outbox: OutboxRelay;
  reconciler: Reconciler;
  sealer: AuditSealer;
  hub: EventHub;
  artifactSweeper: ArtifactSweeper;
  executionSweeper: ExecutionSweeper;
  probes: Probes;
}
