import type { GeneratedFile } from '../blueprint.js';
import type { ToolKit } from '../language-kit.js';
import { generatedNote } from '../rest/readme.js';
import { MADE_BY, markdown } from '../source.js';

/** The documents of a command-line tool. `examples` are command lines without the command itself. */
export function toolDocs(title: string, kit: ToolKit, text: string, examples: string[], ignored: string[]): GeneratedFile[] {
  const lines = examples.map((example) => `    ${kit.command} ${example}`).join('\n');
  const readme = `# ${markdown(title)}\n\n${MADE_BY}\n\n${text}\n\n## Use\n\n${lines}\n    ${kit.command} --help\n\nExit codes: 0 done, 1 failed, 2 wrong use.\n\n## Test\n\n    ${kit.test}\n`;
  return [
    { path: 'README.md', content: readme },
    { path: 'GENERATED.md', content: generatedNote(title, ignored) },
  ];
}

export function toolArchitecture(title: string, kit: ToolKit, modules: string[]): GeneratedFile {
  const content = `# Architecture of ${markdown(title)}\n\n${MADE_BY}\n\nA command-line tool on the standard library of ${kit.label}, without dependencies.\n\n${modules.map((line) => `- ${line}`).join('\n')}\n`;
  return { path: 'docs/architecture.md', content };
}
