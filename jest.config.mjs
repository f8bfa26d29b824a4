export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }] },
  globalSetup: '<rootDir>/test/harness/global-setup.cjs',
  globalTeardown: '<rootDir>/test/harness/global-teardown.cjs',
  modulePathIgnorePatterns: ['<rootDir>/workspace-templates/', '<rootDir>/dist/', '<rootDir>/.mw/', '<rootDir>/.dist-'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.mw/'],
  // The slowest single guarantee (a build through a restart of every engine) takes about a minute on two cores.
  testTimeout: 180_000,
  // Suites share two cores with real engines; two workers keep both busy without timeouts by starvation.
  maxWorkers: 2,
};
