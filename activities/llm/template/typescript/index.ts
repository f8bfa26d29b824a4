import type { FileMaker, RestKit } from '../language-kit.js';
import { deploymentFile } from '../rest/deployment.js';
import { TYPESCRIPT_TEST_API, TYPESCRIPT_TEST_SERVER } from './api-tests.js';
import { TYPESCRIPT_CONFIG, TYPESCRIPT_MAIN, TYPESCRIPT_TEST_CONFIG } from './main.js';
import { TYPESCRIPT_TEST_QUERY, TYPESCRIPT_TEST_STORE, TYPESCRIPT_TEST_VALIDATION } from './model-tests.js';
import { typescriptModels } from './models.js';
import { typescriptOpenapi } from './openapi.js';
import { packageJson, TSCONFIG, TYPESCRIPT_DOCKERFILE, TYPESCRIPT_DOCKERIGNORE, TYPESCRIPT_GITIGNORE } from './project.js';
import { TYPESCRIPT_QUERY } from './query.js';
import { TYPESCRIPT_RESPONSES } from './responses.js';
import { TYPESCRIPT_ROUTES } from './routes.js';
import { typescriptSamples } from './samples.js';
import { TYPESCRIPT_SERVER } from './server.js';
import { TYPESCRIPT_STORE } from './store.js';
import { TYPESCRIPT_TEST_SUPPORT } from './test-support.js';
import { TYPESCRIPT_VALIDATION } from './validation.js';

/** The data model of a service or of a tool that keeps lists. */
export const TYPESCRIPT_MODEL: FileMaker[] = [
  { path: '.gitignore', content: TYPESCRIPT_GITIGNORE },
  {
    path: 'package.json',
    content: (spec) => packageJson(spec.entities[0]?.path ?? 'service', spec.title, { start: 'node src/main.ts', test: 'node --test' }),
  },
  { path: 'tsconfig.json', content: TSCONFIG },
  { path: 'src/models.ts', content: typescriptModels },
  { path: 'src/validation.ts', content: TYPESCRIPT_VALIDATION },
  { path: 'src/store.ts', content: TYPESCRIPT_STORE },
  { path: 'src/query.ts', content: TYPESCRIPT_QUERY },
  { path: 'tests/samples.ts', content: typescriptSamples },
  { path: 'tests/validation.test.ts', content: TYPESCRIPT_TEST_VALIDATION },
  { path: 'tests/store.test.ts', content: TYPESCRIPT_TEST_STORE },
  { path: 'tests/query.test.ts', content: TYPESCRIPT_TEST_QUERY },
];

const API: FileMaker[] = [
  { path: 'src/responses.ts', content: TYPESCRIPT_RESPONSES },
  { path: 'src/openapi.ts', content: typescriptOpenapi },
  { path: 'src/routes.ts', content: TYPESCRIPT_ROUTES },
  { path: 'src/server.ts', content: TYPESCRIPT_SERVER },
  { path: 'src/config.ts', content: TYPESCRIPT_CONFIG },
  { path: 'src/main.ts', content: TYPESCRIPT_MAIN },
  { path: 'millwright.json', content: deploymentFile(['node', 'src/main.ts']) },
  { path: 'tests/config.test.ts', content: TYPESCRIPT_TEST_CONFIG },
  { path: 'tests/support.ts', content: TYPESCRIPT_TEST_SUPPORT },
  { path: 'tests/api.test.ts', content: TYPESCRIPT_TEST_API },
  { path: 'tests/server.test.ts', content: TYPESCRIPT_TEST_SERVER },
];

const DOCS: FileMaker[] = [
  { path: 'Dockerfile', content: TYPESCRIPT_DOCKERFILE },
  { path: '.dockerignore', content: TYPESCRIPT_DOCKERIGNORE },
];

/** How a REST service is written in TypeScript, on Node's own modules (Node 24 or newer runs it as it is). */
export const TYPESCRIPT_REST: RestKit = {
  label: 'TypeScript',
  stack: ['TypeScript on Node 24 or newer, its own modules only (node:http)', 'one JSON file for the data', 'node:test'],
  model: TYPESCRIPT_MODEL,
  api: API,
  docs: DOCS,
  commands: { start: 'node src/main.ts', test: 'node --test', testAlso: 'npx -p typescript -p @types/node tsc' },
  layout: { file: (module) => `src/${module}.ts`, tests: 'tests' },
};
