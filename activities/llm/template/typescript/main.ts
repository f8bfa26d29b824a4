import { source } from '../source.js';

/** `src/config.ts`. */
export const TYPESCRIPT_CONFIG = source`
/** The settings of the service, from the environment. */

/** A setting can't be used; the message says which and why. */
export class ConfigError extends Error {}

export interface Config {
  host: string;
  port: number;
  dataDir: string;
}

/** HOST (default 127.0.0.1: this machine only), PORT (default 8080) and DATA_DIR (default ./data). Throws ConfigError. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const port = environment.PORT || '8080';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65535) {
    throw new ConfigError(\`PORT must be a number from 0 to 65535, not \${JSON.stringify(port)}\`);
  }
  return {
    host: environment.HOST || '127.0.0.1',
    port: Number(port),
    dataDir: environment.DATA_DIR || 'data',
  };
}
`;

/** `tests/config.test.ts`. */
export const TYPESCRIPT_TEST_CONFIG = source`
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigError, readConfig } from '../src/config.ts';

describe('the settings', () => {
  it('are for this machine only, unless the environment says more', () => {
    assert.deepEqual(readConfig({}), { host: '127.0.0.1', port: 8080, dataDir: 'data' });
    assert.deepEqual(readConfig({ HOST: '0.0.0.0', PORT: '0', DATA_DIR: '/data' }), {
      host: '0.0.0.0',
      port: 0,
      dataDir: '/data',
    });
  });

  it('hold no port that is none', () => {
    for (const PORT of ['eighty', '-1', '65536'])
      assert.throws(() => readConfig({ PORT }), ConfigError);
  });
});
`;

/** `src/main.ts`. */
export const TYPESCRIPT_MAIN = source`
/** Starts the service: node src/main.ts */

import { readConfig } from './config.ts';
import { logToOutput, makeServer } from './server.ts';
import { Store } from './store.ts';

// Requests under way get this long to end when the service stops.
const STOP_MS = 5_000;

function main(): void {
  const config = readConfig(process.env);
  const server = makeServer(new Store(config.dataDir));
  server.on('error', fail);
  server.listen(config.port, config.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    logToOutput('info', 'started', { host: config.host, port, data_dir: config.dataDir });
  });
  const stop = (): void => {
    server.close(() => {
      logToOutput('info', 'stopped');
      process.exit(0);
    });
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), STOP_MS).unref();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

function fail(error: unknown): void {
  console.error(
    \`The service can't start: \${error instanceof Error ? error.message : String(error)}\`,
  );
  process.exit(1);
}

try {
  main();
} catch (error) {
  fail(error);
}
`;
