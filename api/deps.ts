import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Queues } from '../contracts/messages.js';
import type { Database } from '../db/client.js';
import type { Authenticator } from './auth.js';
import type { EventHub } from './event-hub.js';
import type { OutboxRelay } from './outbox.js';
import type { Probes } from './probes.js';
import type { Reconciler } from './reconciler.js';
import type { AuditSealer } from './sealer.js';

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
  /** Shown on the page; null when unknown. */
  temporalUiUrl: string | null;
}

/** What a route may use. */
export interface AppDeps extends AppOptions {
  authenticator: Authenticator;
  outbox: OutboxRelay;
  reconciler: Reconciler;
  sealer: AuditSealer;
  hub: EventHub;
  probes: Probes;
}
