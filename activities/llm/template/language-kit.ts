import type { GeneratedFile } from './blueprint.js';
import type { ClassSpec } from './classes/spec.js';
import type { NamedFunction } from './functions/names.js';
import type { ServiceSpec } from './spec.js';

/** One generated file: where it goes and what is in it. */
export interface FileMaker {
  path: string;
  content: string | ((spec: ServiceSpec) => string);
}

export function makeFiles(makers: readonly FileMaker[], spec: ServiceSpec): GeneratedFile[] {
  return makers.map(({ path, content }) => ({ path, content: typeof content === 'string' ? content : content(spec) }));
}

/** How REST services are written in a language. */
export interface RestKit {
  /** The language's name for people. */
  label: string;
  stack: string[];
  /** Data model, validation, store and their tests: passes its checks alone. */
  model: readonly FileMaker[];
  /** The HTTP server and its tests, on top of the model. */
  api: readonly FileMaker[];
  docs: readonly FileMaker[];
  commands: { start: string; test: string; testAlso: string | null };
  layout: { file: (module: string) => string; tests: string };
}

/** How command-line tools are written in a language. */
export interface ToolKit {
  label: string;
  stack: string[];
  /** What is typed before the arguments. */
  command: string;
  test: string;
  /** A tool that keeps lists of objects: its data model and its commands. */
  list: { model: readonly FileMaker[]; cli: readonly FileMaker[] };
  /** A tool around functions, with a subcommand each when there are several. */
  functions(functions: NamedFunction[], title: string): GeneratedFile[];
  /** A tool that works on files of text. */
  text(kind: TextKind, title: string): GeneratedFile[];
}

/** What tools on files of text there are: counting words, turning CSV into JSON and back. */
export type TextKind = 'convert' | 'count';

/** How functions and classes are written in a language. */
export interface LibraryKit {
  label: string;
  stack: string[];
  test: string;
  files(functions: NamedFunction[], title: string): GeneratedFile[];
  classes(classes: ClassSpec[], title: string): GeneratedFile[];
  nameOf(name: string): string;
  usage(name: string): string;
  /** What starts a comment. */
  comment: string;
}

/** Everything a language brings: a folder of its own, registered in one line of languages.ts. */
export interface LanguageKit {
  rest: RestKit;
  tools: ToolKit;
  library: LibraryKit;
}
