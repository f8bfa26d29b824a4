import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FileMaker } from './language-kit.js';
import type { ServiceSpec } from './spec.js';

/** Sources the model writes are kept as files in `<language>/files/`, so that the language's own tools can look at them. */

const HERE = 'activities/llm/template';
const known = new Map<string, string>();

/** The text of `<language>/files/<name>`. Throws when there is none: that is a mistake of ours, not of a wish. */
export function sourceFile(language: string, name: string): string {
  const path = join(language, 'files', name);
  const text = known.get(path) ?? readFileSync(join(packageRoot(), HERE, path), 'utf8');
  known.set(path, text);
  return text;
}

/** What is compiled lies in a folder of its own, without these files: they are found from the package's root. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Files that go into the project as they are: from where they lie, by where they go. */
export function sourceFiles(language: string, files: Record<string, string>): FileMaker[] {
  return Object.entries(files).map(([path, name]) => ({ path, content: () => sourceFile(language, name) }));
}

/** A file with marks that are replaced: `@NAME@` by a text of the spec. */
export function filledFile(language: string, path: string, name: string, marks: Record<string, (spec: ServiceSpec) => string>): FileMaker {
  const fill = (spec: ServiceSpec): string =>
    Object.entries(marks).reduce((text, [mark, value]) => text.replace(mark, () => value(spec)), sourceFile(language, name));
  return { path, content: fill };
}
