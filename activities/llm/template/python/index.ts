import type { FileMaker, RestKit } from '../language-kit.js';
import { deploymentFile } from '../rest/deployment.js';
import { PYTHON_TEST_API, PYTHON_TEST_SERVER, PYTHON_TEST_SUPPORT } from './api-tests.js';
import { PYTHON_LOG } from './log.js';
import { PYTHON_CONFIG, PYTHON_MAIN, PYTHON_TEST_CONFIG, PYTHON_TEST_MAIN, pythonOpenapi } from './main.js';
import { PYTHON_TEST_QUERY, PYTHON_TEST_STORE, PYTHON_TEST_VALIDATION } from './model-tests.js';
import { pythonModels } from './models.js';
import { PYTHON_DOCKERFILE, PYTHON_DOCKERIGNORE, PYTHON_GITIGNORE, PYTHON_RUFF } from './project.js';
import { PYTHON_QUERY } from './query.js';
import { PYTHON_RESPONSES } from './responses.js';
import { PYTHON_ROUTES } from './routes.js';
import { pythonSamples } from './samples.js';
import { PYTHON_SERVER } from './server.js';
import { PYTHON_STORE } from './store.js';
import { PYTHON_VALIDATION } from './validation.js';

/** The data model of a service or of a tool that keeps lists. */
export const PYTHON_MODEL: FileMaker[] = [
  { path: '.gitignore', content: PYTHON_GITIGNORE },
  { path: 'ruff.toml', content: PYTHON_RUFF },
  { path: 'app/__init__.py', content: '' },
  { path: 'app/models.py', content: pythonModels },
  { path: 'app/validation.py', content: PYTHON_VALIDATION },
  { path: 'app/store.py', content: PYTHON_STORE },
  { path: 'app/query.py', content: PYTHON_QUERY },
  { path: 'tests/__init__.py', content: '' },
  { path: 'tests/samples.py', content: pythonSamples },
  { path: 'tests/test_validation.py', content: PYTHON_TEST_VALIDATION },
  { path: 'tests/test_store.py', content: PYTHON_TEST_STORE },
  { path: 'tests/test_query.py', content: PYTHON_TEST_QUERY },
];

const API: FileMaker[] = [
  { path: 'app/responses.py', content: PYTHON_RESPONSES },
  { path: 'app/openapi.py', content: pythonOpenapi },
  { path: 'app/routes.py', content: PYTHON_ROUTES },
  { path: 'app/log.py', content: PYTHON_LOG },
  { path: 'app/server.py', content: PYTHON_SERVER },
  { path: 'app/config.py', content: PYTHON_CONFIG },
  { path: 'app/__main__.py', content: PYTHON_MAIN },
  { path: 'millwright.json', content: deploymentFile(['python3', '-m', 'app']) },
  { path: 'tests/test_config.py', content: PYTHON_TEST_CONFIG },
  { path: 'tests/test_main.py', content: PYTHON_TEST_MAIN },
  { path: 'tests/support.py', content: PYTHON_TEST_SUPPORT },
  { path: 'tests/test_api.py', content: PYTHON_TEST_API },
  { path: 'tests/test_server.py', content: PYTHON_TEST_SERVER },
];

const DOCS: FileMaker[] = [
  { path: 'Dockerfile', content: PYTHON_DOCKERFILE },
  { path: '.dockerignore', content: PYTHON_DOCKERIGNORE },
];

/** How a REST service is written in Python, on its standard library (3.11 or newer). */
export const PYTHON_REST: RestKit = {
  label: 'Python',
  stack: ['Python 3.11 or newer, standard library only (http.server)', 'one JSON file for the data', 'unittest, run by pytest'],
  model: PYTHON_MODEL,
  api: API,
  docs: DOCS,
  commands: { start: 'python3 -m app', test: 'python3 -m unittest', testAlso: 'python3 -m pytest' },
  layout: { file: (module) => `app/${module}.py`, tests: 'tests' },
};
