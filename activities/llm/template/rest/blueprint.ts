import { notBuiltRisks } from '../../../../contracts/not-built.js';
import type { Blueprint } from '../blueprint.js';
import { makeFiles } from '../language-kit.js';
import { LANGUAGE_KITS } from '../languages.js';
import { type ServiceSpec, spoken } from '../spec.js';
import { architectureText } from './architecture.js';
import { openapiDocument, validationSchema } from './openapi.js';
import { generatedNote, readme } from './readme.js';
import { requirementsOf } from './requirements.js';

/** Everything about one REST service: plan, files of each task, documents. */
export function restBlueprint(spec: ServiceSpec): Blueprint {
  const kit = LANGUAGE_KITS[spec.language].rest;
  const things = spec.entities.map((entity) => spoken(entity.path)).join(', ');
  return {
    title: spec.title,
    summary: `A REST service for ${things} in ${kit.label}, on the standard library only`,
    language: spec.language,
    requirements: requirementsOf(spec),
    stack: kit.stack,
    risks: [
      ...notBuiltRisks(spec.ignored),
      'All data is held in memory and in one file: fine for some ten thousand objects, not for millions',
      'There is no authentication: anyone who reaches the service can change its data',
    ],
    tasks: [
      {
        id: 'model',
        goal: `The data model of ${things}: fields and their rules, validation, a store in one JSON file, lists with filters, sorting and pages; with tests`,
        role: 'database-engineer',
        depends_on: [],
        symbols: ['validate', 'Store'],
        complexity: 2,
        files: makeFiles(kit.model, spec),
      },
      {
        id: 'api',
        goal: `The HTTP server for ${things}: routes, errors as problem+json, health, self-description, limits, logs and graceful stop; with tests over HTTP`,
        role: 'backend-developer',
        depends_on: ['model'],
        symbols: ['handle'],
        complexity: 3,
        files: makeFiles(kit.api, spec),
      },
    ],
    docs: [
      { path: 'README.md', content: readme(spec, kit) },
      ...makeFiles(kit.docs, spec),
      { path: 'GENERATED.md', content: generatedNote(spec.title, spec.ignored) },
    ],
    architecture: [
      { path: 'docs/architecture.md', content: architectureText(spec, kit) },
      { path: 'docs/openapi.json', content: openapiDocument(spec) },
      ...spec.entities.map((entity) => ({ path: `docs/schemas/${entity.name}.schema.json`, content: validationSchema(entity) })),
    ],
    assumptions: spec.assumptions,
    reusable: ['validation by a table of fields', 'a store in one atomically replaced JSON file', 'list queries with filters, sorting and pages'],
  };
}
