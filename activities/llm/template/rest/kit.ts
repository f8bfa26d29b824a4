import type { FileMaker } from '../language-kit.js';

/** What a language brings to write a REST service in it: a folder of generators, registered in one line. */
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
  layout: { source: string; extension: string; tests: string };
}
