import type { ServiceSpec } from '../spec.js';
import { inOrder, sampleValue } from '../rest/samples.js';
import { source } from '../source.js';
import { keyed } from '../print.js';
import { pythonCode, pythonLines } from './print.js';

/** `tests/samples.py`: three valid objects of each entity, and values that break a rule. */
export function pythonSamples(spec: ServiceSpec): string {
  const lines = [
    '"""Valid objects for the tests, and values their fields must refuse."""',
    '',
    '# In this order each object finds what it refers to.',
    'SAMPLES = {',
  ];
  for (const entity of inOrder(spec)) {
    lines.push(`    ${JSON.stringify(entity.path)}: [`);
    for (const number of [1, 2, 3]) {
      lines.push('        {');
      for (const field of entity.fields)
        lines.push(pythonLines(12, keyed(JSON.stringify(field.name), pythonCode(sampleValue(field, number, entity.path))), ','));
      lines.push('        },');
    }
    lines.push('    ],');
  }
  return [...lines, '}', ''].join('\n') + WRONG;
}

const WRONG = source`
# For each type a value of another kind.
WRONG = {
    "string": 5,
    "integer": 1.5,
    "number": "many",
    "boolean": "yes",
    "date": "2026-02-30",
    "datetime": "2026-02-30T12:00:00Z",
    "email": "nobody",
    "url": "nowhere",
    "enum": "none of these",
    "list": "not a list",
    "reference": 999,
}
`;
