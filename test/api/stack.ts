/** What the tests of the API share: real PostgreSQL and Temporal, an app on a free port, and a small HTTP client. */
import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { readAgents } from '../../api/agents.js';
import { readLanguages } from '../../api/languages.js';
import type { ExecutionSettings } from '../../api/execution-settings.js';
import { createApp, type App } from '../../api/app.js';
import { openTemporal } from '../../api/temporal.js';
import { Seal } from '../../api/webhooks/seal.js';
import { tellNotBuilt } from '../../activities/build/told-plan.js';
import { createFolderBlobs } from '../../blobs/folder.js';
import { loadConfig, projectRoot } from '../../config.js';
import { reportProviders, type ProvidersReport } from '../../worker-models.js';
import type { Queues } from '../../contracts/messages.js';
import { openDatabase, type Database } from '../../db/client.js';
import { ensureLocalUser } from '../../db/local-user.js';
import { migrate } from '../../db/migrate.js';
import { portsFor } from '../../embedded/engines.js';
import type { Home } from '../../embedded/home.js';
import { freePortNear } from '../../embedded/ports.js';
import { ensureDataFolder, ensurePostgresPrograms } from '../../embedded/postgres-files.js';
import { databaseUrls, postgresChild, type DatabaseUrls } from '../../embedded/postgres.js';
import { Supervisor } from '../../embedded/supervisor.js';
import { ensureTemporal } from '../../embedded/temporal-binary.js';
import { temporalAddress, temporalChild } from '../../embedded/temporal.js';
import { ENV, removeHome, temporaryHome } from '../embedded/workshop.js';

export const TOKEN = 'local-token-of-the-tests';

/** The engines of one suite, in a home of their own. */
export class Engines {
  supervisor: Supervisor;
  urls!: DatabaseUrls;
  address!: string;

  private constructor(readonly home: Home) {
    this.supervisor = new Supervisor(home, () => undefined);
  }

  static async start(options: { temporal: boolean }): Promise<Engines> {
    const engines = new Engines(temporaryHome());
    const { home, supervisor } = engines;
    const programs = ensurePostgresPrograms(home);
    await ensureDataFolder(home, programs, ENV, () => undefined);
    const port = await freePortNear(20_000 + (process.pid % 20_000));
    engines.urls = databaseUrls(home, port);
    await supervisor.run(postgresChild(home, programs, port, ENV));
    await migrate(engines.urls.ownerUrl, decodeURIComponent(new URL(engines.urls.url).username), join(projectRoot, 'db/migrations'));
    await ensureLocalUser(engines.urls.url, TOKEN);
    // Nothing listens there until Temporal is started.
    engines.address = '127.0.0.1:1';
    if (options.temporal) await engines.startTemporal();
    return engines;
  }

  async startTemporal(): Promise<void> {
    const near = 41_000 + (process.pid % 10_000);
    const ports = await portsFor(this.home, { temporal: near, temporalUi: near + 5_000, temporalHttp: near + 100 });
    const binary = await ensureTemporal(this.home, { path: ENV['PATH'] ?? '', env: ENV, report: () => undefined });
    await this.supervisor.run(temporalChild(this.home, { binary, namespace: 'default', ports, env: ENV }));
    this.address = temporalAddress(ports);
  }

  /** Runs SQL as the owner of the schema: what an insider could do. */
  async sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.urls.ownerUrl });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<T>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.supervisor.stop();
    removeHome(this.home);
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, never> & { [key: string]: unknown };
}

/** Where an API finds its database and Temporal, and keeps its files. */
export interface Surroundings {
  urls: Pick<DatabaseUrls, 'url'>;
  address: string;
  home: Pick<Home, 'root'>;
}

/** An API on a free port. */
export class Api {
  private constructor(
    readonly app: App,
    readonly database: Database,
    readonly url: string,
    readonly queues: Queues,
    private readonly server: Server,
    private readonly closeTemporal: () => Promise<void>,
  ) {}

  static async start(
    surroundings: Surroundings,
    options: { background?: boolean; executions?: Partial<ExecutionSettings>; webFolder?: string; temporalUiUrl?: string; models?: ProvidersReport } = {},
  ): Promise<Api> {
    const queue = `test-${randomBytes(4).toString('hex')}`;
    const queues = { core: queue, llm: queue, sandbox: queue, deploy: queue };
    const database = openDatabase(surroundings.urls.url);
    const { client, connection } = openTemporal({ address: surroundings.address, namespace: 'default' });
    const app = createApp({
      database,
      databaseUrl: surroundings.urls.url,
      temporal: client,
      queues,
      log: pino({ level: 'silent' }),
      version: '0.0.0-test',
      home: surroundings.home.root,
      blobs: createFolderBlobs(join(surroundings.home.root, 'blobs')),
      // Small, so that too much is quickly sent.
      artifactBytesMax: 2 * 1024 * 1024,
      artifactRetentionDays: 30,
      repoAllow: [],
      webhookAllow: ['127.0.0.1'],
      seal: new Seal(Buffer.alloc(32, 7)),
      anchorFile: join(surroundings.home.root, 'audit-anchor.json'),
      agents: readAgents(join(projectRoot, 'activities/roles')),
      executions: {
        languages: readLanguages(join(projectRoot, 'sandbox-images')),
        maxAttempts: 5,
        timeoutSeconds: 300,
        dailyLimit: 100,
        ...options.executions,
      },
      tellNotBuilt,
      webFolder: options.webFolder ?? null,
      shown: {
        described: { MW_PORT: '4400' },
        models: options.models ?? reportProviders(loadConfig()),
        budgets: { dailyUsd: 0, monthlyUsd: 200, alertUsd: 50 },
      },
      temporalUiUrl: options.temporalUiUrl ?? null,
    });
    if (options.background !== false) app.start();
    const server = createServer(app.express);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Api(app, database, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, queues, server, () => connection.close());
  }

  async ask(
    method: string,
    path: string,
    options: { body?: unknown; raw?: string | Buffer; headers?: Record<string, string>; token?: string | null } = {},
  ): Promise<Answer> {
    const headers: Record<string, string> = options.token === null ? {} : { authorization: `Bearer ${options.token ?? TOKEN}` };
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    if (body !== undefined) headers['content-type'] = 'application/json';
    const response = await fetch(this.url + path, { method, headers: { ...headers, ...options.headers }, body: body ?? null, redirect: 'manual' });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? (JSON.parse(text) as Answer['body']) : ({} as Answer['body']) };
  }

  async create(body: object = { description: 'a REST API for tasks' }, headers: Record<string, string> = {}): Promise<string> {
    const answer = await this.ask('POST', '/api/coding_agent/create', { body, headers });
    if (answer.status !== 202) throw new Error(`create answered ${answer.status}: ${answer.text}`);
    return String(answer.body['id']);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    await this.app.stop();
    await Promise.allSettled([this.closeTemporal(), this.database.close()]);
  }
}
