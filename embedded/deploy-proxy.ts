/**
 * The deployment proxy, a process of its own: one stable port an environment, led by MW_HOME/deploy/routes.json.
 *
 *   node dist/embedded/deploy-proxy.js --home DIR [--host 127.0.0.1]
 *
 * Needs no database, no Temporal and no worker: whatever is deployed goes on serving without them.
 */
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startProxy } from './proxy/proxy.js';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { home: { type: 'string' }, host: { type: 'string', default: '127.0.0.1' } } });
  if (!values.home) {
    process.stderr.write('deploy-proxy: --home DIR is missing (the data folder, MW_HOME)\n');
    process.exit(2);
  }
  const log = (text: string): void => void process.stdout.write(`${new Date().toISOString()} ${text}\n`);
  // One hostile answer must not take the other environments' services off the net; the proxy holds no state to corrupt.
  process.on('uncaughtException', (error) => log(`a connection failed in an unexpected way: ${error.stack ?? error.message}`));
  const proxy = await startProxy({ home: values.home, host: values.host, log });
  const stop = (): void => void proxy.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
