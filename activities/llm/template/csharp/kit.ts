import { pascalCase } from '../functions/cases.js';
import type { FileMaker, LanguageKit } from '../language-kit.js';
import { deploymentFile } from '../rest/deployment.js';
import { openapiDocument } from '../rest/openapi.js';
import { sampleFile } from '../rest/sample-file.js';
import { literal } from '../source.js';
import { filledFile, sourceFile, sourceFiles } from '../source-files.js';
import { csharpClasses } from './classes.js';
import { csharpFunctionTool, csharpLibrary } from './functions.js';
import { csharpEntities, csharpEntityMethods, verbatim } from './literals.js';
import { CSHARP_DOCKERFILE, CSHARP_DOCKERIGNORE, CSHARP_GITIGNORE, CSHARP_PROJECT, CSHARP_START, CSHARP_TEST } from './project.js';

const STACK = ['C# 7 on .NET 8 or newer or on mono, standard library only'];
const TESTS = 'NUnit';

/** Files under their own names. */
function files(folder: string, from: string, names: string[]): FileMaker[] {
  return sourceFiles('csharp', Object.fromEntries(names.map((name) => [`${folder}/${name}.cs`, `${from}/${name}.cs`])));
}

/** The data model of a service or of a tool that keeps lists. */
const MODEL: FileMaker[] = [
  { path: '.gitignore', content: CSHARP_GITIGNORE },
  filledFile('csharp', 'src/Models.cs', 'app/Models.cs', { '/* @ENTITIES@ */': csharpEntities, '        // @METHODS@': csharpEntityMethods }),
  ...files('src', 'app', ['Json', 'Validation', 'Store', 'Query']),
  filledFile('csharp', 'tests/Samples.cs', 'app/Samples.cs', { '@DOCUMENT@': (spec) => verbatim(sampleFile(spec)) }),
  ...files('tests', 'app', ['JsonTests', 'ValidationTests', 'StoreTests', 'QueryTests']),
];

const API: FileMaker[] = [
  ...files('src', 'app', ['Routes', 'Server', 'Config', 'Program']),
  ...files('tests', 'app', ['ServerTests', 'ConfigTests']),
  filledFile('csharp', 'src/OpenApi.cs', 'app/OpenApi.cs', {
    '"@TITLE@"': (spec) => literal(spec.title),
    '@DOCUMENT@': (spec) => verbatim(openapiDocument(spec)),
  }),
  { path: 'service.csproj', content: CSHARP_PROJECT },
  { path: 'millwright.json', content: deploymentFile(['/opt/sandbox/start.sh']) },
];

/** Everything that is written in C#, on its standard library. */
export const CSHARP_KIT: LanguageKit = {
  rest: {
    label: 'C#',
    stack: [...STACK, 'one JSON file for the data', TESTS],
    model: MODEL,
    api: API,
    docs: [
      { path: 'Dockerfile', content: CSHARP_DOCKERFILE },
      { path: '.dockerignore', content: CSHARP_DOCKERIGNORE },
    ],
    commands: { start: CSHARP_START, test: CSHARP_TEST, testAlso: null },
    layout: { file: (module) => `src/${module === 'openapi' ? 'OpenApi' : pascalCase(module)}.cs`, tests: 'tests' },
  },
  tools: {
    label: 'C#',
    stack: [...STACK, TESTS],
    command: 'dotnet run --project tool.csproj --',
    test: CSHARP_TEST,
    list: {
      model: MODEL,
      cli: [...files('src', 'list', ['Cli', 'Program']), ...files('tests', 'list', ['CliTests']), { path: 'tool.csproj', content: CSHARP_PROJECT }],
    },
    functions: csharpFunctionTool,
    text: (kind) => [
      { path: '.gitignore', content: CSHARP_GITIGNORE },
      { path: 'tool.csproj', content: CSHARP_PROJECT },
      { path: 'src/Cli.cs', content: sourceFile('csharp', `text/${pascalCase(kind)}.cs`) },
      ...(kind === 'convert' ? [{ path: 'src/Json.cs', content: sourceFile('csharp', 'app/Json.cs') }] : []),
      { path: 'src/Program.cs', content: sourceFile('csharp', 'text/Program.cs') },
      { path: 'tests/CliTests.cs', content: sourceFile('csharp', `text/${pascalCase(kind)}Tests.cs`) },
    ],
  },
  library: {
    label: 'C#',
    stack: [...STACK, TESTS],
    test: CSHARP_TEST,
    files: csharpLibrary,
    classes: csharpClasses,
    nameOf: pascalCase,
    usage: () => 'using Library;',
    comment: '//',
  },
};
