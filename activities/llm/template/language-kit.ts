import type { GeneratedFile } from './blueprint.js';
import type { ServiceSpec } from './spec.js';

/** One generated file: where it goes and what is in it. */
export interface FileMaker {
  path: string;
  content: string | ((spec: ServiceSpec) => string);
}

export function makeFiles(makers: readonly FileMaker[], spec: ServiceSpec): GeneratedFile[] {
  return makers.map(({ path, content }) => ({ path, content: typeof content === 'string' ? content : content(spec) }));
}
