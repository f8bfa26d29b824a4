import type { Blueprint, GeneratedFile } from './blueprint.js';

/** The same project without tests, for people who asked for none; the plan says so. */
export function withoutTests(blueprint: Blueprint): Blueprint {
  return {
    ...blueprint,
    stack: blueprint.stack.filter((part) => !/^(?:unittest|node:test)\b/.test(part)),
    risks: ['No tests are written, because they were switched off: nothing but the type and style checks looks at this code', ...blueprint.risks],
    tasks: blueprint.tasks.map((task) => ({
      ...task,
      goal: task.goal.replace(/[;,]? with tests(?: over HTTP)?$/, ''),
      files: task.files.filter((file) => !file.path.startsWith('tests/')).map(withoutMention),
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
    .replace(/\nTests in `tests\/` .*\n/, '')
    .replace('; each has a test of the same name', '');
  return { ...file, content };
}
