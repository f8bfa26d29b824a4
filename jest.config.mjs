export default {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } }] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // The slowest single guarantee (a build through a restart of every engine) takes about a minute on two cores.
  testTimeout: 180_000,
  // Suites share two cores with real engines; two workers keep both busy without timeouts by starvation.
  maxWorkers: 2,
};
