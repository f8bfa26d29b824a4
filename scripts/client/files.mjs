/** The OpenAPI document -> the generated files of client/: `{ path: text }`, not yet formatted. */
import { operationsOf, operationText } from './operations.mjs';
import { docComment, typeOf, usesOf } from './types.mjs';

const HEAD = '// Generated from the OpenAPI document by scripts/generate-client.mjs: change the routes and schemas, then run it again.\n';
// Below the 400 lines a file may have, with room for what the formatter breaks.
const LINES_MAX = 260;

/** Every file by its path. */
export function clientFiles(document) {
  const schemas = document.components?.schemas ?? {};
  const operations = operationsOf(document);
  const places = placesOf(schemas, operations);
  const typeFiles = [...new Set(places.values())].sort();
  const byTag = groupBy(operations, ({ tag }) => tag);
  const files = {};
  for (const file of typeFiles) files[`client/generated/${file}.ts`] = typesFile(file, schemas, places);
  const groups = Object.entries(byTag).flatMap(([tag, list]) => pieces(tag, list));
  for (const { name, list } of groups) files[`client/generated/${name}.ts`] = operationsFile(name, list, places);
  files['client/generated/index.ts'] = indexFile(groups, typeFiles);
  return files;
}

/** Where each component lives: `types-<tag>` of the only tag that uses it, `types-shared` otherwise; long ones are split. */
function placesOf(schemas, operations) {
  const tags = new Map(Object.keys(schemas).map((name) => [name, new Set()]));
  for (const operation of operations) for (const name of reachable(operation, schemas)) tags.get(name).add(operation.tag);
  const places = new Map();
  const lines = new Map();
  for (const name of Object.keys(schemas).sort()) {
    const [tag, ...more] = [...tags.get(name)];
    const base = `types-${tag === undefined || more.length > 0 ? 'shared' : tag}`;
    const length = declaration(name, schemas[name], new Set()).split('\n').length;
    for (let number = 1; ; number += 1) {
      const file = number === 1 ? base : `${base}-${number}`;
      if ((lines.get(file) ?? 0) > 0 && lines.get(file) + length > LINES_MAX) continue;
      lines.set(file, (lines.get(file) ?? 0) + length);
      places.set(name, file);
      break;
    }
  }
  return places;
}

/** Names of all components that an operation's types need. */
function reachable(operation, schemas) {
  const found = new Set();
  operationText(operation, found);
  for (const name of found) for (const inner of usesOf(schemas[name])) found.add(inner);
  return found;
}

function declaration(name, schema, uses) {
  const { description, ...rest } = schema;
  const type = typeOf(rest, uses);
  const doc = description ? docComment(description) : '';
  return `${doc}export ${rest.type === 'object' && type.startsWith('{') ? `interface ${name} ${type}` : `type ${name} = ${type};`}\n`;
}

function typesFile(file, schemas, places) {
  const uses = new Set();
  const names = [...places].filter(([, place]) => place === file).map(([name]) => name);
  const text = names.map((name) => declaration(name, schemas[name], uses)).join('\n');
  return `${HEAD}${importLines(uses, places, file)}\n${text}`;
}

function operationsFile(name, list, places) {
  const uses = new Set();
  const methods = list.map((operation) => operationText(operation, uses)).join('\n\n');
  const known = /\bPage</.test(methods) ? ['Page'] : [];
  const runtime = ['Call', 'CallOptions', ...known, ...(/StreamEvent/.test(methods) ? ['StreamEvent', 'StreamOptions'] : [])];
  const partImport = methods.includes('part(') ? `import { part } from '../path.js';\n` : '';
  return `${HEAD}${partImport}import type { ${runtime.filter((each) => methods.includes(each) || each === 'Call').join(', ')} } from '../call.js';
${importLines(uses, places, name)}
export function ${functionOf(name)}(call: Call) {
  return {
${methods}
  };
}
`;
}

function importLines(uses, places, file) {
  const byFile = groupBy([...uses].sort(), (name) => places.get(name));
  return Object.entries(byFile)
    .filter(([place]) => place !== file)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([place, names]) => `import type { ${names.join(', ')} } from './${place}.js';\n`)
    .join('');
}

/** A tag's operations in pieces that fit a file. */
function pieces(tag, list) {
  const groups = [];
  let lines = 0;
  for (const operation of list) {
    const length = operationText(operation, new Set()).split('\n').length + 4;
    if (groups.length === 0 || lines + length > LINES_MAX) {
      groups.push({ name: groups.length === 0 ? tag : `${tag}-${groups.length + 1}`, list: [] });
      lines = 0;
    }
    groups.at(-1).list.push(operation);
    lines += length;
  }
  return groups;
}

function functionOf(name) {
  return `${name.replaceAll(/-(\w)/g, (_all, letter) => letter.toUpperCase())}Operations`;
}

function indexFile(groups, typeFiles) {
  const imports = groups.map(({ name }) => `import { ${functionOf(name)} } from './${name}.js';\n`).join('');
  const exports = typeFiles.map((file) => `export type * from './${file}.js';\n`).join('');
  const spread = groups.map(({ name }) => `...${functionOf(name)}(call),`).join('\n');
  return `${HEAD}import type { Call } from '../call.js';\n${imports}\n${exports}\n/** Every operation of the API by its name. */\nexport function operations(call: Call) {\n  return {\n${spread}\n  };\n}\n`;
}

/** Object.groupBy, which Node 20 lacks. */
function groupBy(values, keyOf) {
  const groups = {};
  for (const value of values) (groups[keyOf(value)] ??= []).push(value);
  return groups;
}
