/** The compiled command line against a stub of the API that is new in each test. */
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { buildCli, type CliHarness } from './run-cli.js';
import { startStubApi, type StubApi } from './stub-api.js';

export interface CliStage {
  readonly cli: CliHarness;
  readonly api: StubApi;
  /** Another stub, that knows nothing of the one before. */
  renew(): Promise<void>;
}

/** For the whole file that calls it. */
export function stageCli(): CliStage {
  let cli: CliHarness;
  let api: StubApi;
  beforeAll(() => {
    cli = buildCli();
  });
  afterAll(() => cli.cleanUp());
  const start = async () => {
    api = await startStubApi();
  };
  beforeEach(start);
  afterEach(() => api.close());
  return {
    get cli() {
      return cli;
    },
    get api() {
      return api;
    },
    renew: async () => {
      await api.close();
      await start();
    },
  };
}
