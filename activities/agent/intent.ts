import type { BuildRow } from './session-store.js';

/** The intent of a build as every request to a model carries it. */
export function intentOf(build: BuildRow): Record<string, unknown> {
  return {
    project_type: build.projectType,
    description: build.description,
    domain: build.domain ?? undefined,
    constraints: build.constraints,
    options: build.options,
  };
}
