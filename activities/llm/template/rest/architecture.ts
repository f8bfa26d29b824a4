import type { RestKit } from '../language-kit.js';
import { markdown, MADE_BY } from '../source.js';
import { type ServiceSpec, spoken } from '../spec.js';
import { fieldText } from './requirements.js';

/** `docs/architecture.md` of a REST service. */
export function architectureText(spec: ServiceSpec, kit: RestKit): string {
  const { file, tests } = kit.layout;
  const module = (name: string, text: string): string => `| \`${file(name)}\` | ${text} |`;
  return `# Architecture of ${markdown(spec.title)}

${MADE_BY}

One process, the standard library of ${kit.label}, no dependencies. Requests go one way:

    server -> routes -> validation -> store -> data file

| module | does |
| --- | --- |
${module('models', 'the entities and the rules of their fields; the only place that knows them')}
${module('validation', 'checks values from outside against these rules')}
${module('store', 'holds the objects, keeps unique values and references right, replaces the data file atomically')}
${module('query', 'pages, filters, text search and sorting of lists')}
${module('routes', 'which path and method does what; no sockets, so it can be called without a network')}
${module('server', 'HTTP: limits, headers, logs, graceful stop')}
${module('openapi', 'the description of the service, computed from the models')}
${module('config', 'HOST, PORT, DATA_DIR')}

Tests in \`${tests}/\` run against the real server on a free port.

## Data

${spec.entities.map((entity) => `- **${markdown(spoken(entity.name))}** at \`/${entity.path}\`: ${entity.fields.map((field) => markdown(fieldText(field))).join(', ')}`).join('\n')}

## Decisions

- One JSON file, written beside the old one and renamed over it: a crash leaves the old or the new state, never a part. Another process that replaced
  the file is noticed, so a new version may start while the old one still runs.
- Ids are numbers, counted up for each entity and never given twice.
- Unknown fields are refused: a misspelt name is an error and not silently lost.
`;
}
