import { camelCase, pascalCase } from '../functions/cases.js';
import type { FileMaker, LanguageKit } from '../language-kit.js';
import { deploymentFile } from '../rest/deployment.js';
import { openapiDocument } from '../rest/openapi.js';
import { sampleFile } from '../rest/sample-file.js';
import { filledFile, sourceFile, sourceFiles } from '../source-files.js';
import { javaClasses } from './classes.js';
import { javaFunctionTool, javaLibrary } from './functions.js';
import { javaEntities, javaEntityMethods } from './literals.js';
import { JAVA_COMMAND, JAVA_DOCKERFILE, JAVA_DOCKERIGNORE, JAVA_GITIGNORE, JAVA_START, JAVA_TEST } from './project.js';

const STACK = ['Java 17 or newer, standard library only'];
const TESTS = 'JUnit 5';
const MAIN = 'src/main/java/app';
const TEST = 'src/test/java/app';

/** Files of the package under their own names. */
function files(folder: string, from: string, names: string[]): FileMaker[] {
  return sourceFiles('java', Object.fromEntries(names.map((name) => [`${folder}/${name}.java`, `${from}/${name}.java`])));
}

/** The data model of a service or of a tool that keeps lists. */
const MODEL: FileMaker[] = [
  { path: '.gitignore', content: JAVA_GITIGNORE },
  filledFile('java', `${MAIN}/Models.java`, 'app/Models.java', { '  // @ENTITIES@': javaEntities, '  // @METHODS@': javaEntityMethods }),
  ...files(MAIN, 'app', ['Field', 'Entity', 'Problem', 'Json', 'Validation', 'Conflict', 'Store', 'Query']),
  ...files(TEST, 'app', ['Samples', 'JsonTest', 'ValidationTest', 'StoreTest', 'QueryTest']),
  { path: 'src/test/resources/samples.json', content: sampleFile },
];

const API: FileMaker[] = [
  ...files(MAIN, 'app', ['Request', 'Response', 'Routes', 'Server', 'OpenApi', 'Config', 'Main']),
  ...files(TEST, 'app', ['ServerTest', 'ConfigTest']),
  { path: 'src/main/resources/openapi.json', content: openapiDocument },
  { path: 'millwright.json', content: deploymentFile(['/opt/sandbox/start.sh', 'app.Main']) },
];

/** Everything that is written in Java, on its standard library. */
export const JAVA_KIT: LanguageKit = {
  rest: {
    label: 'Java',
    stack: [...STACK, 'one JSON file for the data', TESTS],
    model: MODEL,
    api: API,
    docs: [
      { path: 'Dockerfile', content: JAVA_DOCKERFILE },
      { path: '.dockerignore', content: JAVA_DOCKERIGNORE },
    ],
    commands: { start: JAVA_START, test: JAVA_TEST, testAlso: null },
    layout: { file: (module) => `${MAIN}/${module === 'openapi' ? 'OpenApi' : pascalCase(module)}.java`, tests: TEST },
  },
  tools: {
    label: 'Java',
    stack: [...STACK, TESTS],
    command: JAVA_COMMAND,
    test: JAVA_TEST,
    list: { model: MODEL, cli: [...files(MAIN, 'list', ['Cli', 'Main']), ...files(TEST, 'list', ['CliTest'])] },
    functions: javaFunctionTool,
    text: (kind) => [
      { path: '.gitignore', content: JAVA_GITIGNORE },
      { path: `${MAIN}/Cli.java`, content: sourceFile('java', `text/${pascalCase(kind)}.java`) },
      ...(kind === 'convert' ? [{ path: `${MAIN}/Json.java`, content: sourceFile('java', 'app/Json.java') }] : []),
      { path: `${MAIN}/Main.java`, content: sourceFile('java', 'text/Main.java') },
      { path: `${TEST}/CliTest.java`, content: sourceFile('java', `text/${pascalCase(kind)}Test.java`) },
    ],
  },
  library: {
    label: 'Java',
    stack: [...STACK, TESTS],
    test: JAVA_TEST,
    files: javaLibrary,
    classes: javaClasses,
    nameOf: camelCase,
    usage: (name) => `import library.${pascalCase(name)};`,
    comment: '//',
  },
};
