import type { FileMaker, LanguageKit } from '../language-kit.js';
import { deploymentFile } from '../rest/deployment.js';
import { openapiDocument } from '../rest/openapi.js';
import { sampleFile } from '../rest/sample-file.js';
import { literal } from '../source.js';
import { filledFile, sourceFile, sourceFiles } from '../source-files.js';
import { pascalCase } from '../functions/cases.js';
import { goClasses } from './classes.js';
import { goFunctionTool, goLibrary } from './functions.js';
import { goEntities } from './literals.js';
import { GO_DOCKERFILE, GO_DOCKERIGNORE, GO_GITIGNORE, goModule } from './project.js';

const STACK = ['Go 1.25 or newer, standard library only'];
const TESTS = 'the testing package, run by go test';

/** The data model of a service or of a tool that keeps lists. */
const MODEL: FileMaker[] = [
  { path: '.gitignore', content: GO_GITIGNORE },
  { path: 'go.mod', content: goModule('project') },
  filledFile('go', 'app/models.go', 'app/models.go', { '// @ENTITIES@': goEntities }),
  ...sourceFiles('go', {
    'app/validation.go': 'app/validation.go',
    'app/store.go': 'app/store.go',
    'app/query.go': 'app/query.go',
    'app/samples_test.go': 'app/samples_test.go',
    'app/validation_test.go': 'app/validation_test.go',
    'app/store_test.go': 'app/store_test.go',
    'app/query_test.go': 'app/query_test.go',
  }),
  { path: 'app/testdata/samples.json', content: sampleFile },
];

const API: FileMaker[] = [
  ...sourceFiles('go', {
    'app/routes.go': 'app/routes.go',
    'app/server.go': 'app/server.go',
    'app/config.go': 'app/config.go',
    'main.go': 'app/main.go',
    'app/server_test.go': 'app/server_test.go',
    'app/config_test.go': 'app/config_test.go',
  }),
  filledFile('go', 'app/openapi.go', 'app/openapi.go', { '"@TITLE@"': (spec) => literal(spec.title) }),
  { path: 'app/openapi.json', content: openapiDocument },
  { path: 'millwright.json', content: deploymentFile(['/opt/sandbox/start.sh']) },
];

/** Everything that is written in Go, on its standard library. */
export const GO_KIT: LanguageKit = {
  rest: {
    label: 'Go',
    stack: [...STACK, 'one JSON file for the data', TESTS],
    model: MODEL,
    api: API,
    docs: [
      { path: 'Dockerfile', content: GO_DOCKERFILE },
      { path: '.dockerignore', content: GO_DOCKERIGNORE },
    ],
    commands: { start: 'go run .', test: 'go test ./...', testAlso: 'go vet ./...' },
    layout: { file: (module) => `app/${module}.go`, tests: 'app' },
  },
  tools: {
    label: 'Go',
    stack: [...STACK, TESTS],
    command: 'go run .',
    test: 'go test ./...',
    list: { model: MODEL, cli: sourceFiles('go', { 'app/cli.go': 'list/cli.go', 'main.go': 'list/main.go', 'app/cli_test.go': 'list/cli_test.go' }) },
    functions: goFunctionTool,
    text: (kind) => [
      { path: '.gitignore', content: GO_GITIGNORE },
      { path: 'go.mod', content: goModule('project') },
      { path: 'app/cli.go', content: sourceFile('go', `text/${kind}.go`) },
      { path: 'app/cli_test.go', content: sourceFile('go', `text/${kind}_test.go`) },
      { path: 'main.go', content: sourceFile('go', 'text/main.go') },
    ],
  },
  library: {
    label: 'Go',
    stack: [...STACK, TESTS],
    test: 'go test ./...',
    files: goLibrary,
    classes: goClasses,
    nameOf: pascalCase,
    usage: () => 'import "library"',
    comment: '//',
  },
};
