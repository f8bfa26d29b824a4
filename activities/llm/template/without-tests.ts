import type { Blueprint, GeneratedFile } from './blueprint.js';

/** Where the five languages keep their tests, with the samples these use. */
export function isTest(path: string): boolean {
  return /^tests\/|^src\/test\/|_test\.go$|(?:^|\/)testdata\//.test(path);
}

/** The same project without tests, for people who asked for none; the plan says so. */
export function withoutTests(blueprint: Blueprint): Blueprint {
  return {
    ...blueprint,
    stack: blueprint.stack.filter((part) => !/^(?:unittest|node:test|the testing package|JUnit|NUnit)\b/.test(part)),
    risks: ['No tests are written, because they were switched off: nothing but the type and style checks looks at this code', ...blueprint.risks],
    tasks: blueprint.tasks.map((task) => ({
      ...task,
      goal: task.goal.replace(/[;,]? with tests(?: over HTTP)?$/, ''),
      files: task.files.filter((file) => !isTest(file.path)).map(withoutMention),
    })),
    docs: blueprint.docs.map(withoutMention),
    architecture: blueprint.architecture.map(withoutMention),
  };
}

/** The sentences, sections and settings of the generated files that speak of tests. */
function withoutMention(file: GeneratedFile): GeneratedFile {
  if (file.path === 'package.json') return { ...file, content: file.content.replace(/,\n\s*"test": "node --test"|"test": "node --test"/, '') };
  if (file.path === 'tsconfig.json') return { ...file, content: file.content.replace(/,\s*"tests"/, '') };
  if (!file.path.endsWith('.md')) return file;
  const content = file.content
    .replace(/\n## Test\n\n(?: {4}.*\n)+/, '')
    .replace(/\nTests in `[^`\n]+` .*\n/, '')
    .replace('; each has a test of the same name', '');
  return { ...file, content };
}
