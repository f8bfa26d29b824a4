import type { RestKit } from '../language-kit.js';
import { type EntitySpec, type ServiceSpec, mainField, spoken } from '../spec.js';
import { MADE_BY, markdown } from '../source.js';
import { fieldText } from './requirements.js';
import { inOrder, sampleObject } from './samples.js';

/** `README.md`: what it is, how it runs, curl lines that work on an empty service in this order. */
export function readme(spec: ServiceSpec, kit: RestKit): string {
  const entities = inOrder(spec);
  const example = entities[0] ? mainField(entities[0]).name : 'id';
  return `# ${markdown(spec.title)}

${MADE_BY}

A small HTTP service with JSON, on the standard library of ${kit.label} only.

## Run

    ${kit.commands.start}

It listens on HOST (default 127.0.0.1, this machine only; 0.0.0.0 for all addresses) and PORT (default 8080) and keeps its data in one file in DATA_DIR (default ./data).
It logs one line of JSON for each request to the standard output. SIGTERM ends it after the requests under way. In a container:

    docker build -t service .
    docker run -p 8080:8080 -v service-data:/data service

## Use

${entities.map(curlLines).join('\n')}
Lists take \`limit\` (default 20, at most 1000), \`offset\` or \`page\`, \`sort\` (\`${example}\`, or \`-${example}\` for the other direction, several with commas),
\`q\` (text search) and every field as a filter, for example \`?${example}=...\`; an empty value finds objects without one.

| answer | when |
| --- | --- |
| 400 | the body is not JSON |
| 404, 405 | unknown id or path, wrong method |
| 409 | a unique value is taken, or the object is still referred to |
| 413, 415 | the body is over 1 MB, or not JSON by its Content-Type |
| 422 | invalid fields: \`errors\` lists \`{"field", "message"}\` |

\`GET /openapi.json\` describes everything, \`GET /health\` tells that the service is up.

## Data

${spec.entities.map(fieldTable).join('\n')}
Every object also has \`id\`, \`created_at\` and \`updated_at\`, which the service sets.

## Test

    ${kit.commands.test}
${kit.commands.testAlso === null ? '' : `    ${kit.commands.testAlso}\n`}
## Limits

All objects are held in memory and the file is written as a whole at each change: fine for some ten thousand objects, not for millions.
There is no authentication: put the service behind something that has it before others can reach it.
`;
}

function curlLines(entity: EntitySpec): string {
  const url = `http://localhost:8080/${entity.path}`;
  const first = JSON.stringify(withoutNulls(sampleObject(entity, 1))).replaceAll("'", "'\\''");
  const main = mainField(entity);
  const change = JSON.stringify({ [main.name]: sampleObject(entity, 2)[main.name] }).replaceAll("'", "'\\''");
  return `    curl -X POST ${url} -H 'Content-Type: application/json' -d '${first}'
    curl '${url}?limit=10&sort=-id'
    curl ${url}/1
    curl -X PATCH ${url}/1 -H 'Content-Type: application/json' -d '${change}'
`;
}

function withoutNulls(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}

function fieldTable(entity: EntitySpec): string {
  return `- \`/${entity.path}\` (${spoken(entity.name)}): ${entity.fields.map((field) => markdown(fieldText(field))).join(', ')}\n`;
}

/** `GENERATED.md`: says plainly where the code comes from. */
export function generatedNote(title: string, ignored: string[]): string {
  const missing = ignored.length === 0 ? '' : `\nNot built:\n\n${ignored.map((line) => `- ${markdown(line)}`).join('\n')}\n`;
  return `# ${markdown(title)}\n\n${MADE_BY}\n\nIt follows fixed templates for what the intent's words named. A language model can go beyond them: set OPENAI_API_KEY (or OPENAI_BASE_URL).\n${missing}`;
}
