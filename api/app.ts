import express, { type Express } from 'express';
import helmet from 'helmet';
import { ArtifactSweeper } from './artifact-sweeper.js';
import { AnswerSweeper } from './chat/sweeper.js';
import { Authenticator } from './auth.js';
import type { AppDeps, AppOptions } from './deps.js';
import { answerErrors, dispatch, refuseMethod, refusePath, tagRequests } from './dispatch.js';
import { ExecutionSweeper } from './execution-sweeper.js';
import { EventHub } from './event-hub.js';
import { Feed } from './feed.js';
import { OutboxRelay } from './outbox.js';
import { pages } from './pages.js';
import { Probes } from './probes.js';
import { Reconciler } from './reconciler.js';
import type { Route } from './route.js';
import { ROUTES } from './routes/index.js';
import { AuditSealer } from './sealer.js';
import { dropUnread } from './unread-body.js';
import { WebhookSender } from './webhooks/sender.js';
import { SignInTries } from './auth-tries.js';

export interface App {
  express: Express;
  deps: AppDeps;
  /** Begins the work beside requests: outbox, reconciler, event hub, audit sealer. */
  start(): void;
  /** Ends it and waits for what is under way; database and Temporal client stay open for their owner. */
  stop(): Promise<void>;
}

/** The HTTP API as an Express app. Reads work without Temporal and without workers. */
export function createApp(options: AppOptions): App {
  const { database, temporal, queues, blobs, log } = options;
  const outbox = new OutboxRelay({ database, temporal, queues, log });
  const feed = new Feed({ pool: database.pool, log });
  const deps: AppDeps = {
    ...options,
    outbox,
    authenticator: new Authenticator(database.pool),
    signInTries: new SignInTries(),
    feed,
    reconciler: new Reconciler({ database, temporal, outbox, log }),
    sealer: new AuditSealer({ database, anchorFile: options.anchorFile, log }),
    hub: new EventHub({ databaseUrl: options.databaseUrl, pool: database.pool, feed, log }),
    artifactSweeper: new ArtifactSweeper({ database, blobs, retentionDays: options.artifactRetentionDays, log }),
    executionSweeper: new ExecutionSweeper({ database, temporal, outbox, log }),
    probes: new Probes({ pool: database.pool, temporal, queue: queues.core }),
  };
  const background = [
    deps.outbox,
    deps.reconciler,
    deps.sealer,
    deps.feed,
    deps.hub,
    deps.artifactSweeper,
    deps.executionSweeper,
    new AnswerSweeper({ database, temporal, log }),
    new WebhookSender({ database, seal: options.seal, allow: options.webhookAllow, log }),
  ];
  return {
    express: buildExpress(deps),
    deps,
    start: () => background.forEach((part) => part.start()),
    stop: async () => void (await Promise.all(background.map((part) => part.stop()))),
  };
}

function buildExpress(deps: AppDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  // Plain key=value: nested query objects are of no use here.
  app.set('query parser', 'simple');
  app.use(tagRequests(deps.log));
  app.use(dropUnread());
  app.use(securityHeaders());
  // Every route answers with and without the prefix; taking it off is cheaper than mounting everything twice.
  app.use((request, _response, next) => {
    if (request.url.startsWith('/api/')) request.url = request.url.slice('/api'.length);
    next();
  });
  for (const [path, routes] of byPath(ROUTES)) {
    const place = app.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const route of routes) place[route.method](dispatch(deps, route));
    place.all(refuseMethod(deps, routes));
  }
  app.use(pages(deps, ROUTES));
  app.use(refusePath(deps));
  app.use(answerErrors(deps.log));
  return app;
}

function byPath(routes: readonly Route[]): Map<string, Route[]> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return paths;
}

function securityHeaders() {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Swagger UI sets styles on its elements.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // No upgrade-insecure-requests: on the loopback there is only http.
      },
    },
    // Whoever serves this by https says so at the edge.
    strictTransportSecurity: false,
  });
}
